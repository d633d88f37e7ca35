public import Signals

/// Writes recordings as tables of comma-separated values (RFC 4180, lines ended by a line feed).
///
/// Beside `NAME.csv` there are `NAME.channels.csv`, and where there is something to say
/// `NAME.annotations.csv` and `NAME.descriptors.csv`; `NAME.csv` gets its name last. Where recordings
/// have ids each table begins with the column `recording`.
///
/// - A long table has a row for each sample: `time`, `channel`, `value`; positions of regular channels
///   at which nothing was measured have none, and samples of several values one for each.
/// - A wide one has a row for each position, and a column for each value: one rate for all channels.
///
/// Times are seconds with all digits they have; values have the fewest digits that read back as the
/// same number in single precision.
public final class CSVWriter: RecordingOutput {
  private let isWide: Bool
  private let hasIDs: Bool
  private let samples: TextOutput
  private let channelTable: TextOutput
  private let annotationTable: TextOutput
  private let descriptorTable: TextOutput
  private var hasAnnotations = false
  private var hasDescriptors = false
  private let path: String
  private var prefix = ""
  private var layout: Layout?
  /// The names of each channel's values.
  private var names: [[String]] = []

  /// Begins tables at a path that ends in `.csv`.
  ///
  /// - Parameters:
  ///   - path: The path of the table of samples.
  ///   - isWide: Whether a row is a position instead of a sample.
  ///   - hasIDs: Whether recordings have ids, for which there is a column.
  /// - Throws: That a file cannot be written.
  public init(creating path: String, wide isWide: Bool = false, ids hasIDs: Bool = false)
    throws(FormatError)
  {
    self.path = path
    self.isWide = isWide
    self.hasIDs = hasIDs
    channelTable = try TextOutput(CSVWriter.path(path, "channels"))
    annotationTable = try TextOutput(CSVWriter.path(path, "annotations"))
    descriptorTable = try TextOutput(CSVWriter.path(path, "descriptors"))
    samples = try TextOutput(path)
    let first = hasIDs ? "recording," : ""
    if !isWide { samples.put("\(first)time,channel,value\n") }
    channelTable.put("\(first)channel,kind,lead,unit,rate\n")
    annotationTable.put("\(first)time,layer,kind,phase,label,channel,score,reference\n")
    descriptorTable.put("\(first)name,value,reference\n")
  }

  /// The paths of all files that can appear with a table at a path.
  public static func paths(for path: String) -> [String] {
    [path] + ["channels", "annotations", "descriptors"].map { CSVWriter.path(path, $0) }
  }

  private static func path(_ path: String, _ what: String) -> String {
    "\(path.hasSuffix(".csv") ? String(path.dropLast(4)) : path).\(what).csv"
  }

  /// Begins a recording: its channels and descriptors are written at once.
  public func begin(
    _ header: Header, id: String?, storage: [SampleStorage], descriptors: [Descriptor]
  ) throws(FormatError) {
    precondition((id != nil) == hasIDs, "ids where there is a column for them")
    prefix = id.map { "\($0.csvField)," } ?? ""
    let channels = header.layout.channels
    names = channels.map { channel in
      channel.axis.isEmpty
        ? [channel.name.csvField] : channel.axis.map { "\(channel.name).\($0)".csvField }
    }
    if isWide { try beginWide(header.layout) }
    layout = header.layout
    for channel in channels {
      let rate = channel.rate.map { "\($0.hertz)" } ?? ""
      for name in names[channels.firstIndex(of: channel) ?? 0] {
        channelTable.put(
          "\(prefix)\(name),\(channel.kind.rawValue.csvField),\((channel.lead ?? "").csvField),"
            + "\(channel.unit.rawValue.csvField),\(rate)\n")
      }
    }
    if let subject = header.subject { put(Descriptor("subject", .text(subject))) }
    if let start = header.clock?.steps.first {
      let moment = CivilTime.Moment(
        unixNanoseconds: start.unixNanoseconds, offset: header.clock?.offset ?? 0)
      put(Descriptor("start", .text(CivilTime.text(moment))))
    }
    for descriptor in descriptors { put(descriptor) }
  }

  private func put(_ descriptor: Descriptor) {
    hasDescriptors = true
    let value =
      switch descriptor.value {
      case .number(let number): "\(number)"
      case .text(let text): text.csvField
      }
    descriptorTable.put(
      "\(prefix)\(descriptor.name.csvField),\(value),\(descriptor.isReference ? 1 : 0)\n")
  }

  private func beginWide(_ new: Layout) throws(FormatError) {
    let rates = Set(new.channels.map(\.rate))
    guard rates.count == 1, rates.first != .some(nil) else {
      throw FormatError(
        path: path, message: "a wide table has one rate, and the channels have not",
        remedy: "leave out --wide")
    }
    if let layout {
      guard layout.channels == new.channels else {
        throw FormatError(
          path: path, message: "a wide table has the same channels for all recordings",
          remedy: "leave out --wide")
      }
      return
    }
    samples.put("\(hasIDs ? "recording," : "")time [s]")
    for channel in new.channels {
      for name in channel.axis.isEmpty ? [""] : channel.axis.map({ ".\($0)" }) {
        samples.put(",")
        samples.put("\(channel.name)\(name) [\(channel.unit.rawValue)]".csvField)
      }
    }
    samples.put("\n")
  }

  /// Writes the rows of a part.
  public func append(_ part: Recording) throws(FormatError) {
    guard let layout else { return }
    if isWide { try putWide(part, layout) } else { try putLong(part, layout) }
    for (index, layer) in layout.layers.enumerated() {
      for annotation in part.layers[index].annotations {
        put(annotation, in: layer.name, isReference: false)
      }
      try annotationTable.flushWhenFull()
    }
  }

  private func putWide(_ part: Recording, _ layout: Layout) throws(FormatError) {
    guard let first = part.channels.first, let rate = first.description.rate else { return }
    for row in 0..<first.count {
      samples.put(prefix)
      samples.put(seconds: rate.time(of: first.first + row).nanoseconds)
      for index in layout.channels.indices {
        let width = layout.channels[index].width
        for value in part.channels[index].samples[row * width..<(row + 1) * width] {
          samples.put(UInt8(ascii: ","))
          if !value.isNaN { samples.put(value) }
        }
      }
      samples.put(UInt8(ascii: "\n"))
      try samples.flushWhenFull()
    }
  }

  /// Puts the samples of all channels in the order of their times, and then of the channels.
  private func putLong(_ part: Recording, _ layout: Layout) throws(FormatError) {
    var places = layout.channels.indices.filter { part.channels[$0].count > 0 }.map { ($0, 0) }
    while true {
      var next: (place: Int, time: Time)?
      for (place, (index, row)) in places.enumerated() where row < part.channels[index].count {
        let time = part.channels[index].time(of: row)
        if let found = next, found.time <= time { continue }
        next = (place, time)
      }
      guard let next else { return }
      let (index, row) = places[next.place]
      places[next.place].1 += 1
      let channel = part.channels[index]
      let width = layout.channels[index].width
      for value in 0..<width {
        let sample = channel.samples[row * width + value]
        if sample.isNaN, channel.description.rate != nil { continue }
        samples.put(prefix)
        samples.put(seconds: next.time.nanoseconds)
        samples.put(UInt8(ascii: ","))
        samples.put(names[index][value])
        samples.put(UInt8(ascii: ","))
        if !sample.isNaN { samples.put(sample) }
        samples.put(UInt8(ascii: "\n"))
      }
      try samples.flushWhenFull()
    }
  }

  private func put(_ annotation: Annotation, in layer: String, isReference: Bool) {
    hasAnnotations = true
    annotationTable.put(prefix)
    annotationTable.put(seconds: annotation.time.nanoseconds)
    annotationTable.put(
      ",\(layer.csvField),\(annotation.kind.rawValue),\(annotation.phase),"
        + "\(annotation.label.csvField),\((annotation.channel ?? "").csvField),")
    if let score = annotation.score { annotationTable.put(score) }
    annotationTable.put(isReference ? ",1\n" : ",0\n")
  }

  /// Writes the annotations of a layer that no stage may see.
  public func add(_ reference: ReferenceLayer) throws(FormatError) {
    for annotation in reference.intervals.split() {
      put(annotation, in: reference.name, isReference: true)
      try annotationTable.flushWhenFull()
    }
  }

  /// Gives the tables their names, that of the samples last.
  public func finish() throws(FormatError) {
    if hasAnnotations { try annotationTable.finish() }
    if hasDescriptors { try descriptorTable.finish() }
    try channelTable.finish()
    try samples.finish()
  }
}
