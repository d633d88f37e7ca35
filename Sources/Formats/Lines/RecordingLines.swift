internal import Configuration
public import Signals

/// Writes recordings as lines of JSON, to a file or, where the path is `-`, to standard output.
///
/// Each recording is a line `recording` with all that is known before its samples; lines `samples`,
/// one for each channel of each part, with `first` or `times` and `values`; and lines `annotation`.
/// The last line of all is `end`: without it the lines are not complete. `docs/reference/convert.md`
/// says what each holds.
public final class RecordingLines: RecordingOutput {
  private let output: TextOutput
  private var layout = Layout(channels: [])
  private var recordings = 0
  private var samples = 0
  private var annotations = 0

  /// Begins the lines at a path.
  ///
  /// - Parameter path: The path of the file, or `-` for standard output.
  /// - Throws: That the file cannot be written.
  public init(creating path: String) throws(FormatError) { output = try TextOutput(path) }

  /// Writes the line of a recording, which says all that is known before its samples.
  public func begin(
    _ header: Header, id: String?, storage: [SampleStorage], descriptors: [Descriptor]
  ) throws(FormatError) {
    layout = header.layout
    recordings += 1
    var members: [(String, JSON.Value)] = []
    if let id { members.append(("id", .string(id))) }
    if let subject = header.subject { members.append(("subject", .string(subject))) }
    if let clock = header.clock, let start = clock.steps.first {
      let moment = CivilTime.Moment(
        unixNanoseconds: start.unixNanoseconds, offset: clock.offset)
      members.append(("start", .string(CivilTime.text(moment))))
    }
    if header.isSimulated { members.append(("simulated", .bool(true))) }
    members.append(("duration", .number(header.duration.seconds)))
    members.append(("channels", .values(header.layout.channels.map(RecordingLines.json))))
    members.append(("layers", .values(header.layout.layers.map { .string($0.name) })))
    members.append(("descriptors", .values(descriptors.map(RecordingLines.json))))
    output.put(JSON.Value.members([("recording", .members(members))]).line)
    output.put("\n")
    try output.flushWhenFull()
  }

  private static func json(_ channel: ChannelDescription) -> JSON.Value {
    var members: [(String, JSON.Value)] = [
      ("name", .string(channel.name)), ("kind", .string(channel.kind.rawValue)),
    ]
    if let lead = channel.lead { members.append(("lead", .string(lead))) }
    members.append(("unit", .string(channel.unit.rawValue)))
    if let rate = channel.rate { members.append(("rate", .number(rate.hertz))) }
    if !channel.axis.isEmpty {
      members.append(("axis", .values(channel.axis.map { .string($0) })))
    }
    return .members(members)
  }

  private static func json(_ descriptor: Descriptor) -> JSON.Value {
    let value: JSON.Value =
      switch descriptor.value {
      case .number(let number): .number(number)
      case .text(let text): .string(text)
      }
    return .members([
      ("name", .string(descriptor.name)), ("value", value),
      ("reference", .bool(descriptor.isReference)),
    ])
  }

  /// Writes a line for each channel of a part that has samples, and one for each annotation.
  public func append(_ part: Recording) throws(FormatError) {
    for index in layout.channels.indices { try put(part.channels[index]) }
    for (index, layer) in layout.layers.enumerated() {
      for annotation in part.layers[index].annotations {
        try put(annotation, in: layer.name, isReference: false)
      }
    }
  }

  private func put(_ channel: Channel) throws(FormatError) {
    let isRegular = channel.description.rate != nil
    guard channel.count > 0, !isRegular || !channel.samples.allSatisfy(\.isNaN) else { return }
    samples += channel.count
    output.put("{\"samples\":{\"channel\":")
    output.put(JSON.Value.string(channel.description.name).line)
    if isRegular {
      output.put(",\"first\":\(channel.first)")
    } else {
      output.put(",\"times\":[")
      for (place, time) in channel.times.enumerated() {
        if place > 0 { output.put(UInt8(ascii: ",")) }
        output.put(seconds: time.nanoseconds)
        try output.flushWhenFull()
      }
      output.put("]")
    }
    output.put(",\"values\":[")
    for (place, sample) in channel.samples.enumerated() {
      if place > 0 { output.put(UInt8(ascii: ",")) }
      put(sample)
      try output.flushWhenFull()
    }
    output.put("]}}\n")
    try output.flushWhenFull()
  }

  /// Adds a number; JSON has none for what was not measured, nor for what is not finite.
  private func put(_ value: Float) {
    if value.isNaN {
      output.put("null")
    } else if value.isInfinite {
      output.put(value < 0 ? "\"-inf\"" : "\"inf\"")
    } else {
      output.put(value)
    }
  }

  private func put(_ annotation: Annotation, in layer: String, isReference: Bool)
    throws(FormatError)
  {
    annotations += 1
    output.put("{\"annotation\":{\"layer\":\(JSON.Value.string(layer).line),\"time\":")
    output.put(seconds: annotation.time.nanoseconds)
    output.put(
      ",\"kind\":\"\(annotation.kind.rawValue)\",\"phase\":\"\(annotation.phase)\",\"label\":")
    output.put(JSON.Value.string(annotation.label).line)
    if let channel = annotation.channel {
      output.put(",\"channel\":\(JSON.Value.string(channel).line)")
    }
    if let score = annotation.score {
      output.put(",\"score\":")
      put(score)
    }
    output.put(",\"reference\":\(isReference)}}\n")
    try output.flushWhenFull()
  }

  /// Writes a line for each annotation of a layer that no stage may see.
  public func add(_ reference: ReferenceLayer) throws(FormatError) {
    for annotation in reference.intervals.split() {
      try put(annotation, in: reference.name, isReference: true)
    }
  }

  /// Writes the last line; a file gets its name.
  public func finish() throws(FormatError) {
    output.put(
      "{\"end\":{\"complete\":true,\"recordings\":\(recordings),\"samples\":\(samples),"
        + "\"annotations\":\(annotations)}}\n")
    try output.finish()
  }
}
