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
  /// The most samples that a frame may hold, of all signals together.
  private static let mostSamples = 1 << 18
  /// The longest skew that is read.
  private static let mostSkew = 1 << 20

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
    header.comments = comments
    let rest = Array(lines.dropFirst())
    if let count = segmentCount(record[0]) {
      guard rest.count == count else {
        report(
          "\(count) segments are stated, and \(rest.count) lines name one", at: record[0].offset)
        return nil
      }
      header.segments = rest.enumerated().compactMap { segment($1, isFirst: $0 == 0) }
      return header
    }
    guard rest.count == header.signalCount else {
      report(
        "\(header.signalCount) signals are stated, and \(rest.count) lines describe one",
        at: record[1].offset)
      return nil
    }
    for (index, words) in rest.enumerated() {
      if let signal = signal(words, index: index) { header.signals.append(signal) }
    }
    let samples = header.signals.reduce(0) { $0 + $1.samplesPerFrame }
    if samples > WFDBHeaderParser.mostSamples {
      report(
        "\(samples) samples in a frame are more than the "
          + "\(WFDBHeaderParser.mostSamples) that are read", at: record[1].offset)
    }
    return header
  }

  /// The segments that `NAME/SEGMENTS` states, if it does.
  private mutating func segmentCount(_ word: Word) -> Int? {
    guard let slash = word.text.lastIndex(of: "/") else { return nil }
    let count = Int(word.text[word.text.index(after: slash)...]) ?? 0
    guard count > 0 else {
      report("a record of segments must be named NAME/SEGMENTS", at: word.offset)
      return nil
    }
    return count
  }

  /// Reads `NAME FRAMES`.
  private mutating func segment(_ words: [Word], isFirst: Bool) -> WFDBSegment? {
    let name = String(words[0].text)
    if name != "~", !WFDBHeaderParser.isInside(name) {
      report("a segment must lie beside or below its header", at: words[0].offset)
      return nil
    }
    guard words.count > 1, let frames = Int(words[1].text), frames >= 0 else {
      report("'NAME SAMPLES' must name a segment and its length", at: words[0].offset)
      return nil
    }
    if frames == 0, !isFirst || name == "~" {
      report(
        "a segment must have samples; only the first may be there for its signals",
        at: words[1].offset)
      return nil
    }
    return WFDBSegment(
      location: text.location(of: words[0].offset), name: name == "~" ? nil : name, frames: frames)
  }

  /// Whether a file of this name lies beside or below what names it.
  private static func isInside(_ name: String) -> Bool {
    !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
  }

  private mutating func record(_ words: [Word]) -> WFDBHeader? {
    guard words.count > 1, let count = Int(words[1].text),
      (1...WFDBHeaderParser.mostSignals).contains(count)
    else {
      report(
        "'NAME SIGNALS' must begin the header, with 1 to "
          + "\(WFDBHeaderParser.mostSignals) signals", at: words[0].offset)
      return nil
    }
    let rate = words.count > 2 ? self.rate(words[2]) : Rates(frames: Rate(hertz: 250))
    var frames: Int?
    if words.count > 3 {
      frames = Int(words[3].text)
      if frames.map({ $0 < 0 }) ?? true {
        report("the number of samples must be a whole number", at: words[3].offset)
      }
    }
    guard let frameRate = rate.frames else { return nil }
    return WFDBHeader(
      path: text.path, name: String(words[0].text), rate: frameRate, statesRate: words.count > 2,
      counterRate: rate.counter, counterStart: rate.counterStart,
      frames: frames == 0 ? nil : frames,
      hasBaseTime: words.count > 4, signalCount: count, signals: [], segments: [], comments: [])
  }

  private struct Rates {
    var frames: Rate?
    var counter: Double?
    var counterStart: Double?
  }

  /// Reads `RATE[/COUNTERRATE[(START)]]`.
  private mutating func rate(_ word: Word) -> Rates {
    var rates = Rates()
    let frames = word.text.prefix { $0 != "/" }
    rates.frames = Double(frames).flatMap { Rate(hertz: $0) }
    if rates.frames == nil {
      report("the sampling rate must be a positive number", at: word.offset)
    }
    var rest = word.text.dropFirst(frames.count + 1)
    if rest.isEmpty { return rates }
    let counter = rest.prefix { $0 != "(" }
    rates.counter = Double(counter)
    rest = rest.dropFirst(counter.count)
    if rest.hasPrefix("("), rest.hasSuffix(")") {
      rates.counterStart = Double(rest.dropFirst().dropLast())
    }
    if rates.counter == nil || (!rest.isEmpty && rates.counterStart == nil) {
      report("a rate must be RATE[/COUNTERRATE[(START)]]", at: word.offset)
    }
    return rates
  }

  private mutating func signal(_ words: [Word], index: Int) -> WFDBSignal? {
    let known = problems.count
    let file = String(words[0].text)
    if !WFDBHeaderParser.isInside(file) || file == "-" {
      report("a signal file must lie beside or below its header", at: words[0].offset)
    }
    guard words.count > 1 else {
      report("the format of the signal is missing", at: words[0].offset)
      return nil
    }
    // Resolution, zero, first value, checksum and block size; zero stands for a baseline left out,
    // and for a first value.
    let numbers = (3..<8).map { integer(words, $0) }
    var signal = WFDBSignal(
      location: text.location(of: words[0].offset), file: file, format: .null, samplesPerFrame: 1,
      skew: 0, offset: 0, gain: 200, isCalibrated: false, baseline: numbers[1] ?? 0, units: "mV",
      resolution: numbers[0], zero: numbers[1] ?? 0, initialValue: numbers[2] ?? numbers[1] ?? 0,
      checksum: numbers[3], blockSize: numbers[4] ?? 0, name: name(words, index))
    describeFormat(of: &signal, words[1])
    if words.count > 2 { calibrate(&signal, words[2]) }
    return problems.count == known ? signal : nil
  }

  /// Reads `FORMAT[xSAMPLES][:SKEW][+OFFSET]`.
  private mutating func describeFormat(of signal: inout WFDBSignal, _ word: Word) {
    var rest = word
    let digits = word.text.prefix { $0.isASCII && $0.isNumber }
    rest.text = word.text.dropFirst(digits.count)
    if let format = Int(digits).flatMap({ WFDBSignal.Format(rawValue: $0) }) {
      signal.format = format
    } else {
      let known = WFDBSignal.Format.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
      report("there is no signal format '\(digits)'; the formats are \(known)", at: word.offset)
    }
    signal.samplesPerFrame = rest.number(after: "x") ?? 1
    signal.skew = rest.number(after: ":") ?? 0
    signal.offset = rest.number(after: "+") ?? 0
    if !(1...WFDBHeaderParser.mostSamples).contains(signal.samplesPerFrame) {
      report(
        "a frame must hold 1 to \(WFDBHeaderParser.mostSamples) samples of a signal",
        at: word.offset)
    }
    if signal.skew > WFDBHeaderParser.mostSkew {
      report("a skew must not exceed \(WFDBHeaderParser.mostSkew) samples", at: word.offset)
    }
    if !rest.text.isEmpty {
      report("a format must be FORMAT[xSAMPLES][:SKEW][+OFFSET]", at: word.offset)
    }
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
      Int32(exactly: signal.baseline) != nil, Int32(exactly: signal.initialValue) != nil
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
