internal import Configuration
internal import Signals

/// The rows of a table whose first line names its columns.
struct TableRows {
  private(set) var lines: CSVLines
  /// The names of the columns, without spaces around them.
  let names: [String]
  private let text: SourceText

  init(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    self.text = text
    lines = CSVLines(text, separator: rule.separator)
    guard try lines.next() else {
      throw Diagnostics(error: "the table is empty", at: text.location(of: 0))
    }
    names = lines.fields.indices.map { [lines] in lines.string($0).printable.trimmed }
  }

  /// Goes to the next row, which must have as many columns as the first line.
  mutating func next() throws(Diagnostics) -> Bool {
    guard try lines.next() else { return false }
    guard lines.fields.count == names.count else {
      throw lines.problem("\(names.count) columns must stand here, not \(lines.fields.count)")
    }
    return true
  }

  /// The place of the one column of this name.
  func column(_ name: String) throws(Diagnostics) -> Int {
    guard let place = names.firstIndex(of: name) else {
      throw Diagnostics(
        error: "the table has no column '\(name)'" + suggestion(for: name, among: names),
        at: text.location(of: 0))
    }
    return place
  }

  /// The places of columns of these names.
  func columns(_ names: [String]) throws(Diagnostics) -> [Int] {
    var places: [Int] = []
    for name in names { places.append(try column(name)) }
    return places
  }

  /// The rule for a column or quantity, or nil where it is left out; an error where there is none.
  func rule(_ name: String, field: Int, _ rule: TableRule) throws(Diagnostics) -> (
    TableColumnRule, NamePattern.Captures
  )? {
    for column in rule.columns {
      if let captures = column.match.match(name) { return (column, captures) }
    }
    if rule.ignored.contains(where: { $0.match(name) != nil }) { return nil }
    throw lines.problem(
      "the layout does not say what '\(name)' is"
        + suggestion(for: name, among: rule.columns.map(\.match.text)), field: field)
  }

  /// The channel that a column or quantity becomes.
  func channel(_ name: String, field: Int, _ rule: TableRule) throws(Diagnostics)
    -> ChannelDescription?
  {
    guard let (column, captures) = try self.rule(name, field: field, rule) else { return nil }
    guard let unit = column.unit ?? captures["unit"] else {
      throw lines.problem("the unit of '\(name)' is not known; state it in a layout", field: field)
    }
    var channel = ChannelDescription(
      name: column.name ?? captures["name"] ?? name, kind: Kind(rawValue: column.kind),
      lead: column.lead, unit: UnitNames.annotation(unit))
    if let hertz = rule.time?.rate { channel.rate = Rate(hertz: hertz) }
    return channel
  }

  func string(_ field: Int) -> String { lines.string(field).printable.trimmed }

  /// Whether a field says that nothing was measured.
  func isMissing(_ field: Int, _ rule: TableRule) -> Bool {
    let bytes = trimmed(field)
    return bytes.isEmpty || rule.missing.contains { bytes.elementsEqual($0.utf8) }
  }

  /// A field as a value.
  func number(_ field: Int, _ rule: TableRule) throws(Diagnostics) -> Float {
    if rule.decimal == UInt8(ascii: "."), lines.bytes(field).first != 0x20 {
      if let number = lines.plainNumber(field) { return number }
    }
    let bytes = trimmed(field)
    if let infinity = TableRows.infinities[String(decoding: bytes, as: UTF8.self)] {
      return infinity
    }
    guard let text = decimal(bytes, rule), let number = Float(text), number.isFinite else {
      throw lines.problem("a number must stand here", field: field)
    }
    return number
  }

  /// A field as a time.
  func time(_ field: Int, _ rule: TableRule) throws(Diagnostics) -> Time {
    guard let form = rule.time else { throw lines.problem("a time must stand here", field: field) }
    if form.format == .hoursMinutes {
      return Time(nanoseconds: Int64(try lines.minutes(field)) * 60_000_000_000)
    }
    guard let text = decimal(trimmed(field), rule) else {
      throw lines.problem("a time must stand here", field: field)
    }
    if let exact = TableRows.exact(text, form.nanoseconds) { return Time(nanoseconds: exact) }
    guard let number = Double(text), number.isFinite,
      let count = Int64(exactly: (number * form.nanoseconds).rounded())
    else { throw lines.problem("a time must stand here", field: field) }
    return Time(nanoseconds: count)
  }

  /// A decimal number of seconds as whole nanoseconds, where it is that exactly.
  private static func exact(_ text: String, _ nanoseconds: Double) -> Int64? {
    guard nanoseconds == 1e9 else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Int64(parts[0]), parts[0].first != "+" else { return nil }
    var fraction: Int64 = 0
    if parts.count == 2 {
      guard (1...9).contains(parts[1].utf8.count),
        parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let digits = Int64(parts[1])
      else { return nil }
      fraction = (parts[1].utf8.count..<9).reduce(digits) { digits, _ in digits * 10 }
    }
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    let (sum, carry) =
      parts[0].first == "-"
      ? scaled.subtractingReportingOverflow(fraction) : scaled.addingReportingOverflow(fraction)
    return carry ? nil : sum
  }

  /// A text with a point before its fraction, if nothing but what decimal notation uses stands there.
  private func decimal(_ bytes: ArraySlice<UInt8>, _ rule: TableRule) -> String? {
    let point = UInt8(ascii: ".")
    var text: [UInt8] = []
    for byte in bytes {
      switch byte {
      case rule.decimal: text.append(point)
      case point: return nil
      case 0x30...0x39, 0x2B, 0x2D, 0x45, 0x65: text.append(byte)
      default: return nil
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func trimmed(_ field: Int) -> ArraySlice<UInt8> {
    var bytes = lines.bytes(field)
    while bytes.first == 0x20 { bytes.removeFirst() }
    while bytes.last == 0x20 { bytes.removeLast() }
    return bytes
  }

  private static let infinities: [String: Float] = ["inf": .infinity, "-inf": -.infinity]
}
