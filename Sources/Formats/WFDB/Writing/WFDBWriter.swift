internal import Glibc
public import Signals

/// Writes a recording as a WFDB record: a header, signal files, and annotations beside them.
///
/// Channels that are stored as whole numbers of 16 bits with a whole baseline keep these numbers, in
/// format 16. Others are written in format 32 with a power of two as the gain, the greatest with
/// which all values fit; ``warnings`` says where that rounds a value. A frame is the longest time
/// that holds a whole number of samples of each channel. Reference layers become annotations with
/// the ending `atr`. Nothing that could identify a patient is written. Memory follows the part.
public final class WFDBWriter {
  /// What a person should know of what was written, once it is complete.
  public private(set) var warnings: [String] = []
  private let folder: String
  private let name: String
  private var rate: Rate?
  private var duration = Time.zero
  private var signals: [WFDBOutputSignal] = []
  private var files: [WFDBOutputFile] = []
  private var frames = 0
  private var intervals: [Interval] = []

  /// Begins a record whose header will stand at a path that ends in `.hea`.
  ///
  /// Throws where the name is none that a record can have.
  public init(creating path: String) throws(FormatError) {
    let stem = path.hasSuffix(".hea") ? String(path.dropLast(4)) : path
    folder = stem.lastIndex(of: "/").map { String(stem[...$0]) } ?? ""
    name = String(stem.dropFirst(folder.count))
    let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    guard !name.isEmpty, isName else {
      throw FormatError(
        path: path, message: "is no name of a WFDB record",
        remedy: "use letters, digits, '-' and '_'")
    }
  }

  private var path: String { "\(folder)\(name).hea" }

  /// The paths of all files that can appear for a header at a path.
  public static func paths(for path: String) -> [String] {
    let stem = path.hasSuffix(".hea") ? String(path.dropLast(4)) : path
    return [".hea", ".dat", ".atr"].map { stem + $0 }
  }

  /// Begins the recording, of which there can be one.
  ///
  /// `storage` has an entry for each channel. Throws where a channel cannot be a WFDB signal: where
  /// its samples have times of their own or several values, or no frame fits all rates.
  public func begin(
    _ header: Header, id: String?, storage: [SampleStorage], descriptors: [Descriptor]
  ) throws(FormatError) {
    guard rate == nil, id == nil else {
      throw refusal("a WFDB record is one recording", remedy: "convert them one by one: FILE#ID")
    }
    let channels = header.layout.channels
    guard !channels.isEmpty else { throw refusal("there is no channel to write") }
    for channel in channels where channel.rate == nil || channel.width > 1 {
      throw refusal(
        "'\(channel.name)' cannot be a WFDB signal: "
          + (channel.rate == nil ? "it has no rate" : "its samples are several values"),
        remedy: "write a table instead: FILE.csv")
    }
    let rates = channels.compactMap(\.rate)
    guard let frame = WFDBWriter.frameRate(of: rates) else {
      throw refusal("no frame holds a whole number of samples of every channel")
    }
    rate = frame
    duration = header.duration
    for (index, channel) in channels.enumerated() {
      let samples = Int((rates[index].hertz / frame.hertz).rounded())
      let signal = WFDBOutputSignal(channel, storage[index], samplesPerFrame: samples)
      if files.last?.isWide != signal.isWide {
        let number = files.isEmpty ? "" : "_\(files.count + 1)"
        files.append(
          try WFDBOutputFile("\(name)\(number).dat", in: folder, isWide: signal.isWide))
      }
      files.last?.add(index)
      signals.append(signal)
    }
  }

  /// The greatest rate of which all others are whole multiples.
  private static func frameRate(of rates: [Rate]) -> Rate? {
    guard let least = rates.min(by: { $0.hertz < $1.hertz }) else { return nil }
    for parts in 1...1000 {
      guard let frame = Rate(hertz: least.hertz / Double(parts)) else { return nil }
      let isWhole = rates.allSatisfy {
        let samples = ($0.hertz / frame.hertz).rounded()
        return samples <= 65_536 && abs(samples * frame.hertz - $0.hertz) <= 1e-9 * $0.hertz
      }
      if isWhole { return frame }
    }
    return nil
  }

  /// Adds a part, whose first channels must be those of the header's layout.
  public func append(_ part: Recording) throws(FormatError) {
    for index in signals.indices {
      let channel = part.channels[index]
      guard channel.count > 0 else { continue }
      guard channel.first >= signals[index].end else {
        throw refusal(
          "samples of '\(signals[index].description.name)' lie before the start, or go back in time"
        )
      }
      signals[index].pending.append(
        contentsOf: repeatElement(.nan, count: channel.first - signals[index].end))
      signals[index].pending.append(contentsOf: channel.samples)
      signals[index].end = channel.first + channel.count
    }
    let whole = signals.map { ($0.pending.count - $0.head) / $0.samplesPerFrame }.min() ?? 0
    try write(frames: whole)
  }

  private func write(frames count: Int) throws(FormatError) {
    for file in files {
      for frame in 0..<count {
        for index in file.channels {
          try write(frame, of: index, to: file)
        }
        if frame % 4096 == 4095 { try file.flush() }
      }
      try file.flush()
    }
    for index in signals.indices {
      signals[index].head += count * signals[index].samplesPerFrame
      signals[index].pending.removeFirst(signals[index].head)
      signals[index].head = 0
    }
    frames += count
  }

  private func write(_ frame: Int, of index: Int, to file: WFDBOutputFile) throws(FormatError) {
    let samples = signals[index].samplesPerFrame
    for place in frame * samples..<(frame + 1) * samples {
      let value = signals[index].pending[place]
      if file.isWide {
        guard signals[index].look(at: value) else {
          throw refusal("a sample of '\(signals[index].description.name)' is infinite")
        }
        file.put(value)
      } else {
        guard let count = signals[index].narrowCount(of: value) else {
          throw refusal(
            "a sample of '\(signals[index].description.name)' is too large for 16 bits")
        }
        file.put(count)
      }
    }
  }

  /// Adds a layer that no stage may see, as annotations.
  public func add(_ reference: ReferenceLayer) throws(FormatError) {
    intervals += reference.intervals
  }

  /// Completes the record; its header gets its name last.
  public func finish() throws(FormatError) {
    guard let rate else { throw refusal("no recording was begun") }
    let missing = signals.map { (signal: WFDBOutputSignal) -> Int in
      let frames = signal.pending.count + signal.samplesPerFrame - 1
      return frames / signal.samplesPerFrame
    }
    let rest = max(missing.max() ?? 0, rate.position(notBefore: duration) - frames)
    try pad(frames: rest)
    for file in files {
      if file.isWide { try choose(file) }
      try file.finish()
    }
    let annotations = WFDBAnnotationWriter(intervals, rate: rate, signals.map(\.description.name))
    warnings += annotations.warnings
    if !intervals.isEmpty {
      try PendingFile.write(annotations.bytes, to: "\(folder)\(name).atr")
    }
    var header = "\(name) \(signals.count) \(rate.hertz.plain) \(frames)\n"
    for file in files {
      for index in file.channels { header += "\(file.name) \(signals[index].line)" }
    }
    for signal in signals where signal.rounded > 0 {
      warnings.append(
        "\(signal.rounded) samples of '\(signal.description.name)' are rounded to a count of "
          + "1/\(signal.gain.plain)")
    }
    try PendingFile.write(Array(header.utf8), to: path)
  }

  /// Adds frames in which nothing was measured, a few at a time.
  private func pad(frames count: Int) throws(FormatError) {
    var left = count
    while left > 0 {
      let some = min(left, 4096)
      for index in signals.indices {
        let lack = some * signals[index].samplesPerFrame - signals[index].pending.count
        signals[index].pending.append(contentsOf: repeatElement(.nan, count: max(0, lack)))
      }
      try write(frames: some)
      left -= some
    }
  }

  private func choose(_ file: WFDBOutputFile) throws(FormatError) {
    var turns: [Int] = []
    for index in file.channels {
      signals[index].chooseGain()
      turns += repeatElement(index, count: signals[index].samplesPerFrame)
    }
    try file.makeCounts(frame: turns.count) { place, value in
      signals[turns[place]].wideCount(of: value)
    }
  }

  private func refusal(_ message: String, remedy: String = "") -> FormatError {
    FormatError(path: path, message: message, remedy: remedy)
  }
}
