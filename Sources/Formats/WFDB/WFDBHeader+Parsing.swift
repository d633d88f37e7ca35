public import Configuration
internal import Signals

extension WFDBHeader {
  /// Reads a header, and throws everything that is wrong with it.
  public init(parsing text: SourceText) throws(Diagnostics) {
    var parser = WFDBHeaderParser(text)
    let header = parser.header()
    guard let header, parser.problems.isEmpty else { throw Diagnostics(parser.problems) }
    self = header
  }
}

/// A word of a line, and where it begins in the text.
private struct Word {
  var text: Substring
  var offset: Int

  /// Takes the digits that follow `mark`, if the word goes on with it.
  mutating func number(after mark: Character) -> Int? {
    guard text.first == mark else { return nil }
    let digits = text.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    text = text.dropFirst(1 + digits.count)
    return number
  }
}

private struct WFDBHeaderParser {
  private let text: SourceText
  private var comments: [String] = []
  private var names: Set<String> = []
  private(set) var problems: [Diagnostic] = []

  /// The most signals that a record may state.
  private static let mostSignals = 1024
  /// The baselines with which single precision tells neighbouring counts apart.
  private static let baselines = -(1 << 22)...1 << 22

  init(_ text: SourceText) { self.text = text }

  mutating func header() -> WFDBHeader? {
    var lines: [[Word]] = []
    var offset = 0
    for bytes in text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let line = String(decoding: bytes, as: UTF8.self)
      let words = WFDBHeaderParser.words(of: line, at: offset)
      offset += bytes.count + 1
      guard let first = words.first else { continue }
      if first.text.hasPrefix("#") {
        comments.append(WFDBHeaderParser.trimmed(line.drop { $0 == " " || $0 == "#" }))
      } else {
        lines.append(words)
      }
    }
    guard let record = lines.first else {
      report("the header of a record must begin with a line that names it", at: 0)
      return nil
    }
    guard var header = self.record(record) else { return nil }
    let signals = lines.dropFirst()
    let count = Int(record[1].text) ?? 0
    guard signals.count == count else {
      report(
        "\(count) signals are stated, and \(signals.count) lines describe one",
        at: record[1].offset)
      return nil
    }
    for (index, words) in signals.enumerated() {
      if let signal = signal(words, index: index) { header.signals.append(signal) }
    }
    header.comments = comments
    return header
  }

  private mutating func record(_ words: [Word]) -> WFDBHeader? {
    if words[0].text.contains("/") {
      report("records of several segments are not read; convert each segment", at: words[0].offset)
      return nil
    }
    guard words.count > 1, let count = Int(words[1].text),
      (1...WFDBHeaderParser.mostSignals).contains(count)
    else {
      report(
        "'NAME SIGNALS' must begin the header, with 1 to "
          + "\(WFDBHeaderParser.mostSignals) signals", at: words[0].offset)
      return nil
    }
    var rate = Rate(hertz: 250)
    if words.count > 2 {
      // A frequency of the counter may follow, which only times of display depend on.
      rate = Double(words[2].text.prefix { $0 != "/" }).flatMap { Rate(hertz: $0) }
      if rate == nil { report("the sampling rate must be a positive number", at: words[2].offset) }
    }
    var frames: Int?
    if words.count > 3 {
      frames = Int(words[3].text)
      if frames.map({ $0 < 0 }) ?? true {
        report("the number of samples must be a whole number", at: words[3].offset)
      }
    }
    guard let rate else { return nil }
    return WFDBHeader(
      path: text.path, name: String(words[0].text), rate: rate, frames: frames == 0 ? nil : frames,
      hasBaseTime: words.count > 4, signals: [], comments: [])
  }

  private mutating func signal(_ words: [Word], index: Int) -> WFDBSignal? {
    let known = problems.count
    let file = String(words[0].text)
    if file.hasPrefix("/") || file.split(separator: "/").contains("..") || file == "-" {
      report("a signal file must lie beside or below its header", at: words[0].offset)
    }
    guard words.count > 1 else {
      report("the format of the signal is missing", at: words[0].offset)
      return nil
    }
    let (format, byteOffset) = self.format(words[1])
    var signal = WFDBSignal(
      location: text.location(of: words[0].offset), file: file, format: format ?? .twoBytes,
      byteOffset: byteOffset, gain: 200, isCalibrated: false, baseline: 0, units: "mV",
      checksum: nil, name: name(words, index))
    // Resolution, zero, first value, checksum and block size; zero stands for a baseline left out.
    let numbers = (3..<8).map { integer(words, $0) }
    signal.baseline = numbers[1] ?? 0
    signal.checksum = numbers[3]
    if words.count > 2 { calibrate(&signal, words[2]) }
    return problems.count == known ? signal : nil
  }

  /// Reads `FORMAT[xSAMPLES][:SKEW][+OFFSET]`.
  private mutating func format(_ word: Word) -> (format: WFDBSignal.Format?, offset: Int) {
    var rest = word
    let digits = word.text.prefix { $0.isASCII && $0.isNumber }
    rest.text = word.text.dropFirst(digits.count)
    let format = Int(digits).flatMap { WFDBSignal.Format(rawValue: $0) }
    if format == nil {
      report(
        "signal format '\(digits)' is not read; formats 16 and 212 are, "
          + "and 'xform' of WFDB writes them", at: word.offset)
    }
    let samplesPerFrame = rest.number(after: "x") ?? 1
    let skew = rest.number(after: ":") ?? 0
    let offset = rest.number(after: "+") ?? 0
    if samplesPerFrame != 1 {
      report(
        "\(samplesPerFrame) samples per frame are not read; "
          + "'xform' of WFDB brings the signals to one rate", at: word.offset)
    }
    if skew != 0 {
      report("a skew between signals is not read; 'xform' of WFDB takes it out", at: word.offset)
    }
    if !rest.text.isEmpty {
      report("a format must be FORMAT[xSAMPLES][:SKEW][+OFFSET]", at: word.offset)
    }
    return (format, offset)
  }

  /// Reads `GAIN[(BASELINE)][/UNITS]`.
  private mutating func calibrate(_ signal: inout WFDBSignal, _ word: Word) {
    let number = word.text.prefix { $0 != "(" && $0 != "/" }
    var rest = word.text.dropFirst(number.count)
    var isSound = true
    if rest.hasPrefix("(") {
      let inside = rest.dropFirst().prefix { $0 != ")" }
      isSound = rest.dropFirst(1 + inside.count).hasPrefix(")")
      rest = rest.dropFirst(2 + inside.count)
      if let baseline = Int(inside) { signal.baseline = baseline } else { isSound = false }
    }
    if rest.hasPrefix("/"), rest.count > 1 {
      signal.units = String(rest.dropFirst())
      rest = ""
    }
    guard isSound, rest.isEmpty, let gain = Double(number), gain.isFinite,
      WFDBHeaderParser.baselines.contains(signal.baseline)
    else {
      report("a gain must be GAIN[(BASELINE)][/UNITS]", at: word.offset)
      return
    }
    guard gain != 0 else { return }
    guard (1e-25...1e25).contains(abs(gain)) else {
      report("a gain must lie between 1e-25 and 1e25", at: word.offset)
      return
    }
    signal.gain = gain
    signal.isCalibrated = true
  }

  private mutating func integer(_ words: [Word], _ index: Int) -> Int? {
    guard index < words.count else { return nil }
    let number = Int(words[index].text)
    if number == nil { report("must be a whole number", at: words[index].offset) }
    return number
  }

  /// The description at the end of the line, made one of its kind.
  private mutating func name(_ words: [Word], _ index: Int) -> String {
    let words = words.dropFirst(8).map(\.text)
    let stated = words.isEmpty ? "signal \(index)" : words.joined(separator: " ")
    var name = stated
    var copy = 1
    while !names.insert(name).inserted {
      copy += 1
      name = "\(stated) (\(copy))"
    }
    return name
  }

  private mutating func report(_ message: String, at offset: Int) {
    problems.append(Diagnostic(error: message, at: text.location(of: offset)))
  }

  private static func words(of line: String, at start: Int) -> [Word] {
    line.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }.map { word in
      Word(
        text: word, offset: start + line.utf8.distance(from: line.startIndex, to: word.startIndex))
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
