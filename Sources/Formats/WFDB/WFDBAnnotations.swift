public import Configuration

/// A remark on a sample of a WFDB record.
public struct WFDBAnnotation: Hashable, Sendable {
  /// The sample, counted from 0 at the resolution of the file.
  public var sample: Int
  /// What is said.
  public var code: WFDBCode
  /// A variety of what is said, whose meaning depends on the code.
  public var subtype: Int
  /// The signal that it concerns.
  public var channel: Int
  /// A number that the annotator chose.
  public var number: Int
  /// A text that goes with it.
  public var text: String
}

/// What an annotation file of a WFDB record holds.
public struct WFDBAnnotations: Hashable, Sendable {
  /// The remarks in the order of the file.
  public var all: [WFDBAnnotation] = []
  /// Samples per second in which positions count, where the file states it.
  public var resolution: Double?
  /// The mnemonics that the file itself defines.
  public var mnemonics: [WFDBCode: String] = [:]

  /// Reads the MIT format of `annot(5)` in the WFDB Applications Guide.
  ///
  /// Pairs of bytes hold ten bits of interval and six of code; the codes from 59 on change the
  /// position or what the annotation before them says. The comments at the first sample with which
  /// a file begins define its resolution and its own codes, and are no remarks. Throws where the
  /// file ends too early, whose
  /// messages call it `path`.
  public init(_ bytes: [UInt8], path: String) throws(Diagnostics) {
    var index = 0
    var position = 0
    var latest = WFDBAnnotation(
      sample: 0, code: .note, subtype: 0, channel: 0, number: 0, text: "")
    var notes = WFDBDefinitions()
    var isOpen = false

    func refusal(_ message: String) -> Diagnostics {
      Diagnostics(error: "\(path): byte \(index): \(message)")
    }
    func word() throws(Diagnostics) -> Int {
      guard index + 1 < bytes.count else {
        throw refusal("the annotations end without their end mark; copy the file again")
      }
      defer { index += 2 }
      return Int(bytes[index]) | Int(bytes[index + 1]) << 8
    }
    func close(_ annotations: inout WFDBAnnotations) {
      if isOpen, !notes.take(latest) { annotations.all.append(latest) }
    }

    while true {
      let pair = try word()
      if pair == 0 { break }
      let value = pair & 0x3FF
      switch pair >> 10 {
      case 59:
        let high = try word()
        position += Int(Int32(truncatingIfNeeded: high << 16 | (try word())))
      case 60: latest.number = Int(Int8(truncatingIfNeeded: value))
      case 61: latest.subtype = Int(Int8(truncatingIfNeeded: value))
      case 62: latest.channel = value & 0xFF
      case 63:
        guard index + value + value % 2 <= bytes.count else {
          throw refusal("a text reaches beyond the end of the file; copy the file again")
        }
        latest.text = String(
          decoding: bytes[index..<index + value].prefix { $0 != 0 }, as: UTF8.self)
        index += value + value % 2
      case let code:
        close(&self)
        position += value
        latest.sample = position
        latest.code = WFDBCode(rawValue: code)
        latest.subtype = 0
        latest.text = ""
        // Code 0 is no remark: it stands at the end of definitions, or only moves the position.
        isOpen = code != 0
        if !isOpen { notes.end() }
      }
    }
    close(&self)
    resolution = notes.resolution
    mnemonics = notes.mnemonics
  }

  /// What is said, in the words of the file or the library.
  public func mnemonic(of code: WFDBCode) -> String { mnemonics[code] ?? code.mnemonic }
}

/// What the comments at the start of an annotation file define.
///
/// As the WFDB library reads them: all comments at the first sample that come before any other
/// remark, or before code 0.
private struct WFDBDefinitions {
  private(set) var resolution: Double?
  private(set) var mnemonics: [WFDBCode: String] = [:]
  private var isOver = false

  /// Says that what follows defines nothing.
  mutating func end() { isOver = true }

  /// Takes a comment from the start of the file, and says whether it was one.
  mutating func take(_ annotation: WFDBAnnotation) -> Bool {
    guard !isOver, annotation.code == .note, annotation.sample == 0, annotation.subtype == 0,
      !annotation.text.isEmpty
    else {
      isOver = true
      return false
    }
    let words = annotation.text.split(separator: " ")
    if annotation.text.hasPrefix("## time resolution:") {
      resolution = words.last.flatMap { Double($0) }
    } else if words.count >= 2, let number = Int(words[0]) {
      mnemonics[WFDBCode(rawValue: number)] = String(words[1])
    }
    return true
  }
}
