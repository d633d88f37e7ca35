internal import HDF5

/// One column of a table of labels, by row.
struct MappedColumn {
  /// The place of the column, for messages.
  let path: String
  private let values: Elements
  /// Where the values of each row end, where rows hold several.
  private let ends: [Int]?

  private init(path: String, _ values: Elements, ends: [Int]? = nil) {
    self.path = path
    self.values = values
    self.ends = ends
  }

  /// The number of rows.
  var rows: Int { ends?.count ?? values.count }

  /// The places of the values of a row.
  func places(of row: Int) -> Range<Int> {
    guard let ends else { return row..<row + 1 }
    return (row == 0 ? 0 : ends[row - 1])..<ends[row]
  }

  /// The number at a place, not-a-number where it is text that is no number.
  func number(at place: Int) -> Double {
    if case .numbers(let numbers) = values { return numbers[place] }
    return values.number(at: place) ?? .nan
  }

  /// The text at a place, if the column holds text.
  func text(at place: Int) -> String? { values.text(at: place) }

  /// The reference at a place, if the column holds references.
  func reference(at place: Int) -> Reference? {
    if case .references(let references) = values { references[place] } else { nil }
  }

  /// The time at a place in nanoseconds; not one where it is not a number, or out of range.
  func time(at place: Int, _ encoding: TimeEncoding) -> Int64? {
    if case .integers(let numbers) = values { return encoding.time(of: numbers[place]) }
    return encoding.time(of: number(at: place))
  }

  // MARK: Reading

  /// Reads the first of the places of a rule that is there.
  init?(_ rule: ColumnRule, _ scope: MappedScope) throws(HDF5Error) {
    for text in rule.values {
      let place = try scope.place(text)
      guard let values = try Self.values(at: place, rule, scope.objects) else { continue }
      let path = place.description + (rule.field.map { "/\($0)" } ?? "")
      self.init(path: path, values, ends: try Self.ends(text, rule, values.count, scope))
      return
    }
    return nil
  }

  private static func values(at place: ObjectPlace, _ rule: ColumnRule, _ objects: FileObjects)
    throws(HDF5Error) -> Elements?
  {
    if place.attribute != nil {
      guard let field = rule.field else { return try objects.elements(place) }
      guard let contents = try objects.contents(place) else { return nil }
      guard let column = contents.table?.first(where: { $0.name == field }) else {
        throw HDF5Error(place.description, "must be a table with a column '\(field)'")
      }
      return Elements(column.values)
    }
    if case .path(let path) = place.object, try objects.kind(at: path) != .dataset { return nil }
    let dataset = try objects.dataset(place.object)
    guard dataset.rows <= mostRows else {
      throw HDF5Error(
        dataset.path, "has \(dataset.rows) labels, and at most \(mostRows) are read")
    }
    if let field = rule.field {
      let type = dataset.fields.first { $0.name == field }?.type
      return switch type {
      case .text: .texts(try dataset.readStrings(field: field))
      case .integer, .enumeration: .integers(try dataset.readAll(field: field))
      case .float: .numbers(try dataset.readAll(field: field))
      default:
        throw HDF5Error(
          dataset.path, "must be a table with a column '\(field)' of numbers or text")
      }
    }
    if let column = rule.column {
      guard dataset.extent.count == 2, column < dataset.extent[1] else {
        throw HDF5Error(dataset.path, "must be a table of numbers with a column \(column)")
      }
      var numbers = [Double](repeating: 0, count: dataset.rows)
      try dataset.read(offset: [0, column], count: [dataset.rows, 1], into: &numbers)
      return .numbers(numbers)
    }
    guard dataset.rowWidth == 1 else {
      throw HDF5Error(
        dataset.path, "must have one column", remedy: "say in a mapping which is meant: 'column'")
    }
    return try objects.elements(place)
  }

  /// The ends of the rows of a ragged column: HDMF's VectorIndex, which must rise to the last value.
  private static func ends(_ text: String, _ rule: ColumnRule, _ count: Int, _ scope: MappedScope)
    throws(HDF5Error) -> [Int]?
  {
    guard rule.isRagged else { return nil }
    let index = try scope.place(text + "_index")
    guard case .path(let path) = index.object, try scope.objects.kind(at: path) == .dataset,
      let elements = try scope.objects.elements(index)
    else { return nil }
    guard case .integers(let ends) = elements else {
      throw HDF5Error(path, "must hold whole numbers")
    }
    var last: Int64 = 0
    for (row, end) in ends.enumerated() {
      guard end >= last, end <= count else {
        throw HDF5Error(path, "row \(row) does not lie within the \(count) values that it divides")
      }
      last = end
    }
    guard last == count else {
      throw HDF5Error(path, "leaves \(count - Int(last)) values without a row")
    }
    return ends.map { Int($0) }
  }

  /// The most labels that one table may hold.
  static let mostRows = 1 << 20
}
