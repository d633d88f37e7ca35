internal import Configuration

/// The lines of a file of separated values, each as the places of its fields.
///
/// Fields may stand in quotes, as RFC 4180 writes them: within these, separators and ends of lines
/// are text, and two quotes are one. Lines end with a line feed, alone or after a return; a mark of
/// the order of bytes at the start is skipped.
struct CSVLines {
  private let text: SourceText
  private let separator: UInt8
  private var place = 0
  /// Where the line read last begins.
  private(set) var start = 0
  /// The fields of the line read last, as ranges of bytes, without their quotes.
  private(set) var fields: [Range<Int>] = []

  init(_ text: SourceText, separator: UInt8 = UInt8(ascii: ",")) {
    self.text = text
    self.separator = separator
    if text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// Goes to the next line that is not empty, and says whether there is one.
  mutating func next() throws(Diagnostics) -> Bool {
    let count = text.bytes.count
    while place < count {
      start = place
      fields.removeAll(keepingCapacity: true)
      while try !takeField(count) {}
      if fields.count > 1 || !fields[0].isEmpty || text.bytes[start] == CSVLines.quote {
        return true
      }
    }
    return false
  }

  /// Takes a field, and says whether it was the last of its line.
  private mutating func takeField(_ count: Int) throws(Diagnostics) -> Bool {
    guard fields.count < CSVLines.mostFields else {
      throw problem("a line must not have more than \(CSVLines.mostFields) columns")
    }
    var field = place..<place
    if place < count, text.bytes[place] == CSVLines.quote {
      field = try takeQuoted(count)
    } else {
      let limit = min(count, start + CSVLines.longestLine)
      let separator = separator
      let rest = text.bytes[place..<max(place, limit)]
      place = rest.firstIndex { $0 == separator || $0 == CSVLines.lineFeed } ?? rest.endIndex
      guard place < limit || place == count else {
        throw problem("a line must not be longer than \(CSVLines.longestLine) bytes")
      }
      field = field.lowerBound..<place
    }
    let isLast = place >= count || text.bytes[place] == CSVLines.lineFeed
    if isLast, !field.isEmpty, field.upperBound == place,
      text.bytes[place - 1] == CSVLines.carriageReturn
    {
      field = field.lowerBound..<place - 1
    }
    place += 1
    fields.append(field)
    return isLast
  }

  /// Takes a field in quotes, up to the separator or the end of the line behind it.
  private mutating func takeQuoted(_ count: Int) throws(Diagnostics) -> Range<Int> {
    let open = place
    place += 1
    while place < count {
      guard place - start < CSVLines.longestLine else {
        throw problem("a line must not be longer than \(CSVLines.longestLine) bytes")
      }
      guard text.bytes[place] == CSVLines.quote else {
        place += 1
        continue
      }
      if place + 1 < count, text.bytes[place + 1] == CSVLines.quote {
        place += 2
        continue
      }
      let field = open + 1..<place
      place += 1
      if place < count, text.bytes[place] == CSVLines.carriageReturn { place += 1 }
      guard
        place >= count || text.bytes[place] == separator || text.bytes[place] == CSVLines.lineFeed
      else {
        throw Diagnostics(
          error: "behind a quote the field must end", at: text.location(of: place))
      }
      return field
    }
    throw Diagnostics(error: "the quote that begins here never ends", at: text.location(of: open))
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  /// The longest line that is read, in bytes.
  static let longestLine = 1 << 20
  private static let mostFields = 1 << 16

  /// The bytes of a field.
  func bytes(_ field: Int) -> ArraySlice<UInt8> { text.bytes[fields[field]] }

  /// A field as text.
  func string(_ field: Int) -> String {
    let text = String(decoding: bytes(field), as: UTF8.self)
    return bytes(field).contains(CSVLines.quote) ? text.replacing("\"\"", with: "\"") : text
  }

  /// Whether a field says that there is no number.
  func isNaN(_ field: Int) -> Bool { bytes(field).elementsEqual("NaN".utf8) }

  /// A problem with a field, or with the whole line.
  func problem(_ message: String, field: Int? = nil) -> Diagnostics {
    Diagnostics(
      error: message, at: text.location(of: field.map { fields[$0].lowerBound } ?? start))
  }

  /// A field as a number in decimal notation, rounded once to single precision.
  func number(_ field: Int) throws(Diagnostics) -> Float {
    if let number = short(fields[field]) { return number }
    guard let text = decimal(field), let number = Float(text), number.isFinite else {
      throw problem("a number must stand here", field: field)
    }
    return number
  }

  /// A field of so few digits that it is a number for sure, rounded once; nil for any other.
  func plainNumber(_ field: Int) -> Float? { short(fields[field]) }

  /// A field as a number in decimal notation, rounded once to double precision.
  func preciseNumber(_ field: Int) throws(Diagnostics) -> Double {
    guard let text = decimal(field), let number = Double(text), number.isFinite else {
      throw problem("a number must stand here", field: field)
    }
    return number
  }

  /// A field as text, if nothing but what decimal notation uses stands there.
  private func decimal(_ field: Int) -> String? {
    let isDecimal = bytes(field).allSatisfy {
      (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
    }
    return isDecimal ? string(field) : nil
  }

  /// A number of so few digits that one division of whole numbers rounds it right.
  private func short(_ field: Range<Int>) -> Float? {
    var digits: UInt32 = 0
    var scale: Float = 1
    var hasPoint = false
    var isNegative = false
    guard !field.isEmpty, field.count <= 8 else { return nil }
    for index in field {
      switch text.bytes[index] {
      case let byte where (0x30...0x39).contains(byte):
        digits = digits * 10 + UInt32(byte - 0x30)
        if hasPoint { scale *= 10 }
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      case UInt8(ascii: "-") where index == field.lowerBound && field.count > 1: isNegative = true
      default: return nil
      }
    }
    // Both are exact in single precision: below 2^24, and a power of ten up to 10^7.
    guard digits < 1 << 24, field.count > (hasPoint ? 1 : 0) + (isNegative ? 1 : 0) else {
      return nil
    }
    let value = Float(digits) / scale
    return isNegative ? -value : value
  }

  /// A field as `HOURS:MINUTES`, in minutes.
  func minutes(_ field: Int) throws(Diagnostics) -> Int {
    let parts = bytes(field).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let isSound =
      parts.count == 2 && (2...5).contains(parts[0].count) && parts[1].count == 2
      && parts.allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
    let numbers = parts.map { $0.reduce(0) { $0 &* 10 &+ (Int($1) &- 0x30) } }
    guard isSound, numbers[1] < 60 else {
      throw problem("a time must stand here as HH:MM", field: field)
    }
    return numbers[0] * 60 + numbers[1]
  }
}
