internal import HDF5

/// A table that lists when runs of rows were taken, as it stands in a file.
struct SegmentTable {
  /// A run of rows.
  struct Piece: Hashable {
    var row: Int
    var count: Int
    /// The samples per second, where the table says them.
    var rate: Double?
  }

  let path: String
  /// The times of the first samples, in nanoseconds from where they count.
  let times: [Int64]
  let pieces: [Piece]

  /// The table of a rule: a dataset of records, a group with a dataset for each column, or an
  /// attribute that holds records.
  init(_ rule: TimeRule, _ scope: MappedScope, nanosecondsPerCount unit: Double) throws(HDF5Error) {
    let place = try scope.place(rule.table ?? ".")
    path = place.description
    let counts: [Int64]
    let rows: [Int64]?
    let rates: [Double]?
    let encoding = TimeEncoding(nanosecondsPerCount: unit)
    if place.attribute != nil {
      guard let columns = try scope.objects.contents(place)?.table else {
        throw HDF5Error(path, "must be a table of segments")
      }
      let table = AttributeTable(path: path, columns: columns)
      counts = try table.integers(rule.fields.count)
      rows = try rule.fields.row.map { name throws(HDF5Error) in try table.integers(name) }
      rates = try rule.fields.rate.map { name throws(HDF5Error) in try table.numbers(name) }
      times = try table.times(rule.fields.time, encoding)
    } else {
      let columns = try StoredTable(scope, place.object)
      counts = try columns.integers(rule.fields.count)
      rows = try rule.fields.row.map { name throws(HDF5Error) in try columns.integers(name) }
      rates = try rule.fields.rate.map { name throws(HDF5Error) in try columns.numbers(name) }
      times = try columns.times(rule.fields.time, encoding)
    }
    guard times.count == counts.count, rows?.count ?? counts.count == counts.count,
      rates?.count ?? counts.count == counts.count
    else { throw HDF5Error(path, "the columns must have the same number of rows") }
    var pieces: [Piece] = []
    var next = 0
    for (index, count) in counts.enumerated() {
      let row = rows.map { $0[index] } ?? Int64(next)
      let (end, overflow) = row.addingReportingOverflow(count)
      guard row >= 0, count >= 0, !overflow else {
        throw HDF5Error(path, "row \(index) does not name samples")
      }
      pieces.append(Piece(row: Int(row), count: Int(count), rate: rates?[index]))
      next = Int(end)
    }
    self.pieces = pieces
  }
}

/// The columns of a table that is a dataset of records, or a group with a dataset for each column.
private struct StoredTable {
  private let scope: MappedScope
  private let object: ObjectPlace.Object
  private let isGroup: Bool

  init(_ scope: MappedScope, _ object: ObjectPlace.Object) throws(HDF5Error) {
    self.scope = scope
    self.object = object
    isGroup =
      if case .path(let path) = object { try scope.objects.kind(at: path) == .group } else { false }
  }

  func integers(_ name: String) throws(HDF5Error) -> [Int64] {
    let dataset = try dataset(name)
    return isGroup ? try dataset.readAll() : try dataset.readAll(field: name)
  }

  func numbers(_ name: String) throws(HDF5Error) -> [Double] {
    let dataset = try dataset(name)
    return isGroup ? try dataset.readAll() : try dataset.readAll(field: name)
  }

  func times(_ name: String, _ encoding: TimeEncoding) throws(HDF5Error) -> [Int64] {
    let column = try StoredTimes(dataset(name), encoding, field: isGroup ? nil : name)
    var times = [Int64](repeating: 0, count: column.rows)
    try column.read(rows: 0..<column.rows, into: &times)
    return times
  }

  private func dataset(_ name: String) throws(HDF5Error) -> Dataset {
    let place = isGroup ? ObjectPlace.Object.path("\(object.path)/\(name)") : object
    let dataset = try scope.objects.dataset(place)
    guard dataset.count <= StoredTable.most else {
      throw HDF5Error(
        dataset.path, "has \(dataset.count) rows, and at most \(StoredTable.most) are read")
    }
    return dataset
  }

  private static let most = 1 << 22
}

/// The columns of a table that an attribute holds.
private struct AttributeTable {
  var path: String
  var columns: [AttributeContents.Column]

  func integers(_ name: String) throws(HDF5Error) -> [Int64] {
    switch try column(name) {
    case .integers(let values): return values
    case .numbers(let values):
      let integers = values.compactMap { Int64(exactly: $0) }
      if integers.count == values.count { return integers }
    default: break
    }
    throw HDF5Error(path, "the column '\(name)' must hold whole numbers")
  }

  func numbers(_ name: String) throws(HDF5Error) -> [Double] {
    guard let values = try column(name).numbers else {
      throw HDF5Error(path, "the column '\(name)' must hold numbers")
    }
    return values
  }

  func times(_ name: String, _ encoding: TimeEncoding) throws(HDF5Error) -> [Int64] {
    let times: [Int64?] =
      if case .integers(let counts) = try column(name) {
        counts.map { encoding.time(of: $0) }
      } else {
        try numbers(name).map { encoding.time(of: $0) }
      }
    if let row = times.firstIndex(of: nil) {
      throw HDF5Error(
        path, "the time of row \(row) is not a number, or out of range",
        remedy: "check the unit of times in the mapping")
    }
    return times.compactMap { $0 }
  }

  private func column(_ name: String) throws(HDF5Error) -> AttributeValue {
    guard let column = columns.first(where: { $0.name == name }) else {
      throw HDF5Error(path, "must have a column '\(name)'")
    }
    return column.values
  }
}
