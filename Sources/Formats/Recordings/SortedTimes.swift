internal import HDF5

/// Times in their order, whatever that of their rows is; they are all in memory.
final class SortedTimes: TimeColumn {
  /// The row of each time, in the order of the times; rows of one time are in that of the file.
  let order: [Int32]
  let path: String
  let resolution: Int64
  /// The rows that lie before an earlier row.
  let moved: Int
  private let times: [Int64]

  /// The times of a column in order, or nil where they are in order as they are.
  ///
  /// Throws where there are more of them than may be in memory at once.
  init?(_ column: any TimeColumn) throws(HDF5Error) {
    var moved = 0
    var last = Int64.min
    try column.scan { _, time in
      if time < last { moved += 1 }
      last = max(last, time)
    }
    guard moved > 0 else { return nil }
    guard column.rows <= SortedTimes.most else {
      throw HDF5Error(
        column.path, "has \(column.rows) times, and at most \(SortedTimes.most) can be sorted",
        remedy: "sort the rows of the file, or cut it")
    }
    var times = [Int64](repeating: 0, count: column.rows)
    try column.read(rows: 0..<column.rows, into: &times)
    let order = times.indices.map { Int32($0) }.sorted {
      (times[Int($0)], $0) < (times[Int($1)], $1)
    }
    self.times = order.map { times[Int($0)] }
    self.order = order
    self.moved = moved
    path = column.path
    resolution = try column.resolution
  }

  var rows: Int { times.count }

  func read(rows: Range<Int>, into target: inout [Int64]) throws(HDF5Error) {
    for (index, row) in rows.enumerated() { target[index] = times[row] }
  }

  /// The most times that are sorted: 20 bytes each while that is done.
  static let most = 10_000_000
}
