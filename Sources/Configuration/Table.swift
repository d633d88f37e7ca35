/// A table of comma-separated values whose fields remember where they stand.
public struct Table: Sendable {
  /// A field and where it begins.
  public struct Field: Hashable, Sendable {
    /// What the field says, without quotes.
    public var text: String
    /// Where it begins, in bytes from the start of the text.
    public var offset: Int
  }

  /// The names of the columns.
  public private(set) var header: [Field] = []
  /// The rows, each with as many fields as the table has columns.
  public private(set) var rows: [[Field]] = []

  /// Reads a table by RFC 4180: a line of names, then a line a row, fields quoted where they hold
  /// commas, quotes or line breaks; empty lines count for nothing.
  ///
  /// Throws the places of all rows that have too few or too many fields.
  public static func parse(_ text: SourceText) throws(Diagnostics) -> Table {
    var parser = TableParser(text)
    let rows = try parser.rows()
    guard let header = rows.first else {
      throw Diagnostics(error: "the table must begin with the names of its columns", at: text.start)
    }
    var problems: [Diagnostic] = []
    for (index, field) in header.enumerated()
    where header[..<index].contains(where: { $0.text == field.text }) {
      problems.append(
        Diagnostic(
          error: "there is a column '\(field.text)' already", at: text.location(of: field.offset))
      )
    }
    for row in rows.dropFirst() where row.count != header.count {
      let place = row.count > header.count ? row[header.count].offset : row[0].offset
      problems.append(
        Diagnostic(
          error: "a row must have \(header.count) fields, as the first line has, not \(row.count)",
          at: text.location(of: place)))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    return Table(header: header, rows: Array(rows.dropFirst()))
  }

  /// The place of a column, if there is one of this name.
  public func column(_ name: String) -> Int? { header.firstIndex { $0.text == name } }
}

extension SourceText {
  fileprivate var start: SourceLocation { location(of: 0) }
}

/// Takes a table apart into rows of fields.
private struct TableParser {
  private let text: SourceText
  private var index = 0

  init(_ text: SourceText) {
    self.text = text
    if text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  mutating func rows() throws(Diagnostics) -> [[Table.Field]] {
    var rows: [[Table.Field]] = []
    while index < text.bytes.count {
      let row = try row()
      if row.count > 1 || !row[0].text.isEmpty { rows.append(row) }
    }
    return rows
  }

  private var byte: UInt8? { index < text.bytes.count ? text.bytes[index] : nil }

  private mutating func row() throws(Diagnostics) -> [Table.Field] {
    var fields = [try field()]
    while byte == UInt8(ascii: ",") {
      index += 1
      fields.append(try field())
    }
    if byte == UInt8(ascii: "\r") { index += 1 }
    if byte == UInt8(ascii: "\n") { index += 1 }
    return fields
  }

  private mutating func field() throws(Diagnostics) -> Table.Field {
    let start = index
    guard byte == UInt8(ascii: "\"") else {
      while let byte, !Self.ends.contains(byte) { index += 1 }
      return Table.Field(
        text: String(decoding: text.bytes[start..<index], as: UTF8.self), offset: start)
    }
    index += 1
    var bytes: [UInt8] = []
    while let byte {
      index += 1
      if byte != UInt8(ascii: "\"") {
        bytes.append(byte)
      } else if self.byte == UInt8(ascii: "\"") {
        bytes.append(byte)
        index += 1
      } else {
        guard self.byte.map(Self.ends.contains) ?? true else {
          throw Diagnostics(
            error: "after a closing quote a comma or the end of the line must follow",
            at: text.location(of: index))
        }
        return Table.Field(text: String(decoding: bytes, as: UTF8.self), offset: start)
      }
    }
    throw Diagnostics(
      error: "the quote that opens here is never closed", at: text.location(of: start))
  }

  /// What ends a field: a comma, a carriage return before a line feed, and a line feed.
  private static let ends: Set = [UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
}
