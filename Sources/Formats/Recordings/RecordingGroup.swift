internal import HDF5
internal import Signals

/// The way from a group of Vigil's layout to the recording in it.
enum RecordingGroup {
  /// The recording in a group.
  static func source(_ group: borrowing Group) throws(HDF5Error) -> any RecordingSource {
    var channels: [any ChannelSource] = []
    if try group.contains("channels") {
      let list = try group.group("channels")
      for name in try ordered(list) { channels.append(try channel(try list.group(name))) }
    }
    var layers: [LayerSource] = []
    if try group.contains("annotations") {
      let list = try group.group("annotations")
      for name in try ordered(list) { layers.append(try LayerSource(try list.group(name))) }
    }
    let duration = try group.attribute("duration")?.integer ?? 0
    guard duration >= 0 else {
      throw HDF5Error("\(group.path)@duration", "must not be negative")
    }
    return try ChannelwiseSource(
      subject: try group.attribute("subject")?.text, clock: try clock(group),
      isSimulated: try group.attribute("simulated")?.integer == 1,
      duration: Time(nanoseconds: duration), channels: channels, layers: layers,
      descriptors: try descriptors(group))
  }

  /// The names of the groups in a group, in the order that their attribute `order` gives.
  private static func ordered(_ list: borrowing Group) throws(HDF5Error) -> [String] {
    var places: [(Int64, String)] = []
    for link in try list.links() {
      places.append((try list.group(link.name).attribute("order")?.integer ?? .max, link.name))
    }
    return places.enumerated()
      .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      .map(\.element.1)
  }

  private static func channel(_ group: borrowing Group) throws(HDF5Error) -> any ChannelSource {
    func required(_ name: String) throws(HDF5Error) -> AttributeValue {
      guard let value = try group.attribute(name) else {
        throw HDF5Error(group.path, "must have the attribute '\(name)'")
      }
      return value
    }
    func text(_ name: String) throws(HDF5Error) -> String {
      guard let text = try required(name).text else {
        throw HDF5Error("\(group.path)@\(name)", "must be text")
      }
      return text
    }
    var description = ChannelDescription(
      name: try text("name"), kind: Kind(rawValue: try text("kind")),
      lead: try group.attribute("lead")?.text, unit: Unit(rawValue: try text("unit")),
      axis: try group.attribute("axis")?.texts ?? [])
    let dataset = try group.dataset("samples")
    let rows = dataset.rows
    let encoding = try encoding(dataset)
    let samples = SampleSource(dataset, encoding)
    guard try group.attribute("rate") != nil else {
      let times = try TimeSource(try group.dataset("times"), isStrict: true)
      return try IrregularSource(description, samples, times: times, path: group.path)
    }
    guard let rate = try required("rate").number.flatMap({ Rate(hertz: $0) }) else {
      throw HDF5Error("\(group.path)@rate", "must be a number above 0")
    }
    description.rate = rate
    var segments: [RegularSource.Segment] = []
    if try group.contains("segments") {
      let table = try group.group("segments")
      let positions = try table.dataset("position").readAll(as: Int64.self)
      let starts = try table.dataset("row").readAll(as: Int64.self)
      let counts = try table.dataset("count").readAll(as: Int64.self)
      guard positions.count == starts.count, starts.count == counts.count else {
        throw HDF5Error(table.path, "the columns must have the same number of rows")
      }
      segments = positions.indices.map {
        .init(position: Int(positions[$0]), row: Int(starts[$0]), count: Int(counts[$0]))
      }
    } else {
      let first = try group.attribute("first")?.integer ?? 0
      segments = [.init(position: Int(first), row: 0, count: rows)]
    }
    return try RegularSource(
      description, rate: rate, samples, segments: segments, path: group.path)
  }

  private static func encoding(_ dataset: borrowing Dataset) throws(HDF5Error) -> SampleEncoding {
    guard dataset.elementType.isInteger else { return SampleEncoding() }
    let transform: SampleEncoding.Transform
    if let gain = try number("gain", of: dataset), gain != 0,
      let baseline = try number("baseline", of: dataset)
    {
      transform = .gain(gain, baseline: baseline)
    } else if let scale = try number("scale", of: dataset), scale != 0,
      let offset = try number("offset", of: dataset)
    {
      transform = .scale(scale, offset: offset)
    } else {
      throw HDF5Error(
        dataset.path,
        "samples that are whole numbers must have the attributes gain and baseline, or scale and"
          + " offset")
    }
    return SampleEncoding(
      transform: transform, missing: try dataset.attribute("missing")?.number.map { [$0] } ?? [])
  }

  private static func number(_ name: String, of dataset: borrowing Dataset) throws(HDF5Error)
    -> Double?
  {
    guard let number = try dataset.attribute(name)?.number, number.isFinite else { return nil }
    return number
  }

  private static func clock(_ group: borrowing Group) throws(HDF5Error) -> WallClock? {
    guard let text = try group.attribute("start")?.text else { return nil }
    guard let start = CivilTime.moment(text) else {
      throw HDF5Error(
        "\(group.path)@start", "must be a time such as 2023-11-14T22:13:20+01:00",
        remedy: "state the offset from Greenwich")
    }
    var steps = [WallClock.Step(position: .zero, unixNanoseconds: start.unixNanoseconds)]
    if try group.contains("clock") {
      let table = try group.group("clock")
      let positions = try table.dataset("position").readAll(as: Int64.self)
      let times = try table.dataset("unix").readAll(as: Int64.self)
      steps = zip(positions, times).map {
        WallClock.Step(position: Time(nanoseconds: $0), unixNanoseconds: $1)
      }
    }
    return WallClock(steps: steps, offset: start.offset)
  }

  private static func descriptors(_ group: borrowing Group) throws(HDF5Error) -> [Descriptor] {
    guard try group.contains("descriptors") else { return [] }
    return try DescriptorTable(try group.group("descriptors")).all()
  }
}
