internal import HDF5
internal import Signals

/// A recording in an EDF, EDF+, BDF or BDF+ file.
///
/// Signals have rates of their own. A label that stands twice gets a number from the second on.
/// Annotations are the reference layer `annotations`; one whose text ends in `@@` and the label of a
/// signal concerns that signal. The date has no zone and makes no clock.
final class EDFSource: RecordingSource {
  let header: Header
  private let file: EDFFile
  private let channels: [EDFChannel]
  private let isPlus: Bool

  init(_ path: String) throws(HDF5Error) {
    let edf = try EDFHeader(of: path)
    let file = try EDFFile(path, signals: edf.signals.count)
    var channels: [EDFChannel] = []
    var names: Set<String> = []
    for (index, signal) in edf.signals.enumerated() {
      let label = signal.label.isEmpty ? "signal" : signal.label
      var (name, copy) = (label, 1)
      while !names.insert(name).inserted {
        copy += 1
        name = "\(label) (\(copy))"
      }
      channels.append(try EDFChannel(signal, named: name, number: index, edf, file))
    }
    self.file = file
    self.channels = channels
    isPlus = edf.isPlus
    var duration = Time(seconds: Double(edf.records) * edf.recordLength)
    for channel in channels { duration = max(duration, channel.end) }
    if channels.isEmpty { duration = try EDFSource.end(of: try file.notes()) }
    guard duration <= ChannelwiseSource.longest else {
      throw HDF5Error("header", "lasts longer than a hundred years")
    }
    header = Header(layout: Layout(channels: channels.map(\.description)), duration: duration)
  }

  var storage: [SampleStorage] { channels.map(\.storage) }

  func read(until: Time, isLast: Bool, into part: inout Recording) throws(HDF5Error) {
    for index in channels.indices {
      try channels[index].read(until: until, isLast: isLast, into: &part.channels[index])
    }
  }

  func references() throws(HDF5Error) -> [ReferenceLayer] {
    guard isPlus else { return [] }
    var intervals: [Interval] = []
    for note in try file.notes() {
      let (label, channel) = split(note.text)
      intervals.append(
        Interval(
          .event, onset: try EDFSource.time(note.onset),
          duration: try EDFSource.time(note.duration ?? 0), label: label, channel: channel))
    }
    // The sort is stable: annotations of one moment stay in the order of the file.
    intervals.sort { $0.onset < $1.onset }
    return [ReferenceLayer(name: "annotations", intervals: intervals)]
  }

  func descriptors() throws(HDF5Error) -> [Descriptor] { [] }

  func findings() throws(HDF5Error) -> [TimeFindings] {
    var findings: [TimeFindings] = []
    for channel in channels { findings.append(channel.findings()) }
    return findings
  }

  /// The text of an annotation and the channel it names.
  private func split(_ text: String) -> (String, String?) {
    guard let mark = text.ranges(of: "@@").last else { return (text, nil) }
    let channel = String(text[mark.upperBound...])
    guard channels.contains(where: { $0.description.name == channel }) else { return (text, nil) }
    return (String(text[..<mark.lowerBound]), channel)
  }

  private static func end(of notes: [EDFFile.Note]) throws(HDF5Error) -> Time {
    var end = Time.zero
    for note in notes {
      end = max(end, try time(note.onset) + time(note.duration ?? 0))
    }
    return end
  }

  private static func time(_ count: Int64) throws(HDF5Error) -> Time {
    let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: 100)
    guard !overflow else { throw HDF5Error("annotations", "a time is out of range") }
    return Time(nanoseconds: nanoseconds)
  }
}

/// A signal of an EDF file.
private final class EDFChannel {
  let description: ChannelDescription
  let storage: SampleStorage
  let end: Time
  private let rate: Rate
  private let encoding: SampleEncoding
  private let file: EDFFile
  private let number: Int
  private let count: Int
  private var position = 0
  private var numbers = [Int32](repeating: 0, count: EDFChannel.blockLength)

  init(
    _ signal: EDFHeader.Signal, named name: String, number: Int, _ header: EDFHeader,
    _ file: EDFFile
  ) throws(HDF5Error) {
    guard let rate = Rate(hertz: Double(signal.samplesPerRecord) / header.recordLength),
      rate.hertz <= RegularSource.highestRate, signal.gain.isFinite, signal.gain != 0
    else { throw HDF5Error("signal \(number + 1)", "has no usable rate or range") }
    self.rate = rate
    self.file = file
    self.number = number
    count = header.records * signal.samplesPerRecord
    end = rate.time(of: count)
    description = ChannelDescription(
      name: name, kind: SignalName.kind(signal.label), lead: SignalName.lead(signal.label),
      unit: UnitNames.annotation(signal.unit), rate: rate)
    encoding = SampleEncoding(transform: .gain(signal.gain, baseline: signal.baseline))
    storage = header.isBDF ? .float32 : .int16(gain: signal.gain, baseline: signal.baseline)
  }

  func findings() -> TimeFindings {
    var findings = TimeFindings(channel: description.name, path: "signal \(number + 1)")
    findings.interval = rate.period
    findings.gapThreshold = Time(nanoseconds: rate.period.nanoseconds.multipliedClamped(by: 3) / 2)
    findings.first = rate.time(of: 0)
    findings.last = rate.time(of: count - 1)
    return findings
  }

  func read(until: Time, isLast: Bool, into channel: inout Channel) throws(HDF5Error) {
    let end = max(position, rate.position(notBefore: until))
    channel.first = position
    guard end - position <= Limits.bytes / 4 else {
      throw HDF5Error(
        "signal \(number + 1)", "a part of this length does not fit", remedy: "read shorter parts")
    }
    channel.samples.append(contentsOf: repeatElement(.nan, count: end - position))
    let first = position
    while position < min(end, count) {
      let block = min(EDFChannel.blockLength, min(end, count) - position)
      try file.read(signal: number, from: position, into: &numbers, count: block)
      for index in 0..<block {
        channel.samples[position - first + index] = encoding.value(Double(numbers[index]))
      }
      position += block
    }
    position = end
  }

  private static let blockLength = 4096
}
