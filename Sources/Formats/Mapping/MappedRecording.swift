internal import HDF5
internal import Signals

/// The way from a file of another layout, by a mapping, to its recording.
struct MappedRecording {
  private let mapping: Mapping
  private let objects: FileObjects

  init(_ mapping: Mapping, _ file: FileBox) {
    self.mapping = mapping
    objects = FileObjects(file)
  }

  /// Whether the file has what tells the mapping's layout.
  func fits() throws(HDF5Error) -> Bool {
    guard !mapping.conditions.isEmpty else { return false }
    for condition in mapping.conditions where try !holds(condition) { return false }
    return true
  }

  private func holds(_ condition: Mapping.Condition) throws(HDF5Error) -> Bool {
    for match in try objects.matches(condition.path) {
      guard let attribute = condition.attribute else { return true }
      let scope = MappedScope(objects, path: match.path, name: match.name)
      let place = try scope.place("@\(attribute)")
      if condition.patterns.isEmpty, place.pointer == nil {
        if try objects.contents(place) != nil { return true }
        continue
      }
      guard let value = try objects.elements(place), value.count == 1 else { continue }
      if condition.patterns.isEmpty { return true }
      let text = value.spelling(at: 0)
      if condition.patterns.contains(where: { Glob.matches(text, $0) }) { return true }
    }
    return false
  }

  /// The names of the recordings, or nothing where the file holds one without a name.
  func names() throws(HDF5Error) -> [String]? { try mapping.recordings?.names(objects) }

  /// The recording of this name.
  func source(of id: String? = nil) throws(HDF5Error) -> any RecordingSource {
    if id != nil, mapping.recordings == nil {
      throw HDF5Error("/", "holds one recording without a name", remedy: "leave out '#' and on")
    }
    let recording = try mapping.recordings?.place(of: id, objects)
    let signals = try MappedSignals(mapping: mapping, objects: objects, recording: recording).all()
    guard !signals.isEmpty || mapping.signals.isEmpty else {
      throw HDF5Error(
        "/", "holds no signal that the mapping '\(mapping.name)' knows",
        remedy: "describe the signals in a mapping of your own")
    }
    let clock = try clock(of: signals)
    var channels: [any ChannelSource] = []
    for signal in signals {
      channels.append(try signal.source(origin: clock?.steps.first?.unixNanoseconds ?? 0))
    }
    let (layers, labelFindings) = try MappedLayers(
      objects, signals.map { ($0.name, $0.path) }, origin: clock?.steps.first?.unixNanoseconds,
      end: channels.map(\.end).max()
    ).sources(mapping.labels)
    return try ChannelwiseSource(
      subject: nil, clock: clock, duration: .zero, channels: channels, layers: layers,
      descriptors: [], origins: signals.map(\.origins),
      labelFindings: labelFindings)
  }

  /// The civil time of the start: what the mapping says, or the first of times that count from 1970.
  private func clock(of signals: [MappedSignal]) throws(HDF5Error) -> WallClock? {
    if let text = try objects.text(mapping.start, from: "/") {
      guard let start = CivilTime.moment(text) else {
        throw HDF5Error(
          "/", "the start must be a time such as 2023-11-14T22:13:20+01:00",
          remedy: "state it with its offset from Greenwich in a mapping")
      }
      return WallClock(
        steps: [.init(position: .zero, unixNanoseconds: start.unixNanoseconds)],
        offset: start.offset)
    }
    var first: Int64?
    for signal in signals {
      guard let time = try signal.times.firstUnixNanoseconds() else { continue }
      first = min(first ?? time, time)
    }
    guard let first else { return nil }
    guard signals.allSatisfy(\.times.isUnix) else {
      throw HDF5Error(
        "/", "some times count from the start and some from 1970, and the start is not known",
        remedy: "state 'start' in a mapping")
    }
    return WallClock(steps: [.init(position: .zero, unixNanoseconds: first)], offset: 0)
  }
}
