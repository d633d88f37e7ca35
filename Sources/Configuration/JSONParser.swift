struct JSONParser {
  private let text: SourceText
  private var i = 0
  private var depth = 0
  private static let deepest = 64

  init(text: SourceText) { self.text = text }

  mutating func document() throws(Diagnostics) -> JSON {
    if text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw fail("the file must not begin with a byte-order mark", at: 0)
    }
    let value = try value()
    skipSpace()
    if i < text.bytes.count { throw fail("unexpected text after the document", at: i) }
    return value
  }

  private func fail(_ message: String, at offset: Int) -> Diagnostics {
    Diagnostics([Diagnostic(error: message, at: text.location(of: offset))])
  }

  private var byte: UInt8? { i < text.bytes.count ? text.bytes[i] : nil }

  private mutating func skipSpace() {
    while let b = byte, b == 0x20 || b == 0x0A || b == 0x0D || b == 0x09 { i += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    i += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard i + count <= text.bytes.count,
      (0..<count).allSatisfy({ text.bytes[i + $0] == word.utf8Start[$0] })
    else { return false }
    i += count
    return true
  }

  private mutating func value() throws(Diagnostics) -> JSON {
    skipSpace()
    let start = i
    guard let b = byte else { throw fail("expected a value, found the end of the file", at: i) }
    switch b {
    case UInt8(ascii: "{"): return JSON(.object(try members()), offset: start)
    case UInt8(ascii: "["): return JSON(.array(try elements()), offset: start)
    case UInt8(ascii: "\""): return JSON(.string(try string()), offset: start)
    case UInt8(ascii: "t") where take(word: "true"): return JSON(.bool(true), offset: start)
    case UInt8(ascii: "f") where take(word: "false"): return JSON(.bool(false), offset: start)
    case UInt8(ascii: "n") where take(word: "null"): return JSON(.null, offset: start)
    case UInt8(ascii: "-"), 0x30...0x39: return JSON(.number(try number()), offset: start)
    default: throw fail("expected a value", at: i)
    }
  }

  private mutating func digits() -> Int {
    let start = i
    while let b = byte, (0x30...0x39).contains(b) { i += 1 }
    return i - start
  }

  private mutating func number() throws(Diagnostics) -> Double {
    let start = i
    _ = take("-")
    let leadingZero = byte == UInt8(ascii: "0")
    let whole = digits()
    var wellFormed = whole > 0 && !(leadingZero && whole > 1)
    if take(".") { wellFormed = digits() > 0 && wellFormed }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      wellFormed = digits() > 0 && wellFormed
    }
    guard wellFormed, let number = Double(String(decoding: text.bytes[start..<i], as: UTF8.self))
    else { throw fail("malformed number", at: start) }
    guard number.isFinite else { throw fail("a number too large for 64 bits", at: start) }
    return number
  }

  private mutating func string() throws(Diagnostics) -> String {
    let start = i
    i += 1
    var out: [UInt8] = []
    while let b = byte {
      i += 1
      switch b {
      case UInt8(ascii: "\""):
        guard let string = String(validating: out, as: UTF8.self) else {
          throw fail("a string that is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &out)
      case 0..<0x20: throw fail("unterminated string", at: start)
      default: out.append(b)
      }
    }
    throw fail("unterminated string", at: start)
  }

  private mutating func escape(into out: inout [UInt8]) throws(Diagnostics) {
    let start = i - 1
    guard let b = byte else { return }
    i += 1
    switch b {
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(b)
    case UInt8(ascii: "u"):
      var units = [try codeUnit(start)]
      if UTF16.isLeadSurrogate(units[0]), take(word: "\\u") { units.append(try codeUnit(start)) }
      guard let string = String(validating: units, as: UTF16.self) else {
        throw fail("an escape that is not a character", at: start)
      }
      out += Array(string.utf8)
    default: throw fail("unknown escape", at: start)
    }
  }

  private mutating func codeUnit(_ start: Int) throws(Diagnostics) -> UInt16 {
    let end = i + 4
    guard end <= text.bytes.count,
      text.bytes[i..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: text.bytes[i..<end], as: UTF8.self), radix: 16)
    else { throw fail("an escape must have four hexadecimal digits", at: start) }
    i = end
    return unit
  }

  private mutating func enter() throws(Diagnostics) {
    depth += 1
    if depth > Self.deepest { throw fail("nested deeper than \(Self.deepest) levels", at: i) }
    i += 1
  }

  private mutating func elements() throws(Diagnostics) -> [JSON] {
    try enter()
    defer { depth -= 1 }
    var out: [JSON] = []
    skipSpace()
    if take("]") { return out }
    while true {
      out.append(try value())
      skipSpace()
      if take("]") { return out }
      if !take(",") { throw fail("expected ',' or ']'", at: i) }
    }
  }

  private mutating func members() throws(Diagnostics) -> [JSON.Member] {
    try enter()
    defer { depth -= 1 }
    var out: [JSON.Member] = []
    skipSpace()
    if take("}") { return out }
    while true {
      skipSpace()
      let start = i
      guard byte == UInt8(ascii: "\"") else {
        throw fail("expected a key in double quotes", at: i)
      }
      let key = try string()
      if out.contains(where: { $0.key == key }) { throw fail("duplicate key '\(key)'", at: start) }
      skipSpace()
      if !take(":") { throw fail("expected ':'", at: i) }
      out.append(JSON.Member(key: key, keyOffset: start, value: try value()))
      skipSpace()
      if take("}") { return out }
      if !take(",") { throw fail("expected ',' or '}'", at: i) }
    }
  }
}
