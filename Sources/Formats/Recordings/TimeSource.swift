internal import HDF5
internal import Signals

/// The times of a channel or layer in a file, read in blocks and handed out in order.
final class TimeSource {
  /// Where the times lie.
  let column: any TimeColumn
  /// What is taken from each time of the column.
  let origin: Int64
  private let isStrict: Bool
  /// Times of the rows from `bufferStart` on.
  private var buffer: [Int64] = []
  private var filled = 0
  private var bufferStart = 0
  private var last = Int64.min
  /// The first row that was not handed out yet.
  private(set) var next = 0

  /// The time up to which times were handed out.
  private var through = Time.distantPast
  /// The number of rows.
  private(set) var rows: Int
  /// The path in the file.
  var path: String { column.path }

  /// Times that must increase, strictly where told so, and count from `origin` nanoseconds after the
  /// moment that those of the column count from.
  init(_ column: any TimeColumn, origin: Int64 = 0, isStrict: Bool) {
    self.column = column
    self.origin = origin
    self.isStrict = isStrict
    rows = column.rows
  }

  /// Leaves out the rows from one on, which have no values yet in a file that grows.
  func limit(toRows rows: Int) { self.rows = min(self.rows, rows) }

  /// Where the reading has come to.
  var place: Place { Place(rows: next, last: last, through: through) }

  /// Goes on where an earlier reading had come to; gives the rows that lie before that and are new.
  func goOn(at place: Place) throws(HDF5Error) -> Int {
    (next, last) = (place.rows, place.last)
    return try take(before: place.through) { _ in }.count
  }

  /// The times of a dataset, or of a field of a table.
  convenience init(
    _ dataset: consuming Dataset, _ encoding: TimeEncoding = TimeEncoding(), field: String? = nil,
    isStrict: Bool
  ) throws(HDF5Error) {
    self.init(try StoredTimes(dataset, encoding, field: field), isStrict: isStrict)
  }

  /// Hands out the times of so many of the next rows.
  func take(atMost count: Int, _ body: (Time) -> Void) throws(HDF5Error) {
    for _ in 0..<min(count, rows - next) {
      body(Time(nanoseconds: try time(of: next)))
      next += 1
    }
  }

  /// Hands out the times of the next rows that lie before `until`, or of all where there is none.
  func take(before until: Time?, _ body: (Time) -> Void) throws(HDF5Error) -> Range<Int> {
    let first = next
    through = max(through, until ?? .distantFuture)
    while next < rows {
      let time = try time(of: next)
      if let until, time >= until.nanoseconds { break }
      guard time > last || (!isStrict && time == last) else { throw disorder(next, time) }
      last = time
      body(Time(nanoseconds: time))
      next += 1
    }
    return first..<next
  }

  private func disorder(_ row: Int, _ time: Int64) -> HDF5Error {
    let isRepeated = time == last
    return HDF5Error(
      path,
      isRepeated
        ? "times must increase, and row \(row) repeats that of the row before"
        : "times must increase, and that of row \(row) does not",
      remedy: isRepeated
        ? "state 'onDuplicate' for these times in a mapping: keepFirst, keepLast or mean"
        : "state 'onUnsorted' for these times in a mapping: sort; or 'onBackward': segment, where the clock was set back"
    )
  }

  /// Goes back to the first row.
  func rewind() {
    next = 0
    last = .min
    through = .distantPast
  }

  /// The time of the last row, zero where there is none; a row at the very start ends just after it.
  ///
  /// Throws where the last row lies before the first: a recording must not look shorter than it is.
  func end() throws(HDF5Error) -> Time {
    guard rows > 0 else { return .zero }
    let first = try time(of: 0)
    let last = try time(of: rows - 1)
    guard rows == 1 || last > first || (!isStrict && last == first) else {
      throw HDF5Error(
        path, "times must increase, and the last lies before the first",
        remedy: "state 'onUnsorted' for these times in a mapping, or where the times are")
    }
    return Time(nanoseconds: max(1, last))
  }

  private func time(of row: Int) throws(HDF5Error) -> Int64 {
    if row < bufferStart || row >= bufferStart + filled {
      let count = min(TimeSource.blockLength, rows - row)
      while buffer.count < count { buffer.append(0) }
      filled = 0
      try column.read(rows: row..<row + count, into: &buffer)
      bufferStart = row
      filled = count
    }
    let (time, overflow) = buffer[row - bufferStart].subtractingReportingOverflow(origin)
    guard !overflow else {
      throw HDF5Error(
        path, "the time of row \(row) is further than 290 years from the start",
        remedy: "check the unit and the epoch of times in the mapping")
    }
    return time
  }

  private static let blockLength = 4096
}
