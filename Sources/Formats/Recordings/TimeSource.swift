internal import HDF5
internal import Signals

/// How the numbers of a file become times: counts of a unit since an origin.
struct TimeEncoding: Hashable {
  /// Nanoseconds of one count.
  var nanosecondsPerCount: Double = 1
  /// Nanoseconds from the count zero to the start of the recording.
  var origin: Int64 = 0

  /// The time of a whole count, computed in whole numbers where the unit is one.
  func time(of count: Int64) -> Int64? {
    guard let unit = Int64(exactly: nanosecondsPerCount) else { return time(of: Double(count)) }
    let (scaled, overflow) = count.multipliedReportingOverflow(by: unit)
    let (time, borrow) = scaled.subtractingReportingOverflow(origin)
    return overflow || borrow ? nil : time
  }

  /// The time of a count, to the nearest nanosecond that a double of its size can tell.
  func time(of count: Double) -> Int64? {
    guard let scaled = Int64(exactly: (count * nanosecondsPerCount).rounded()) else { return nil }
    let (time, borrow) = scaled.subtractingReportingOverflow(origin)
    return borrow ? nil : time
  }
}

/// The times of a channel or layer in a file, read in blocks and handed out in order.
final class TimeSource {
  private let dataset: Dataset
  private let field: String?
  private let encoding: TimeEncoding
  private let isStrict: Bool
  /// Times of the rows from `bufferStart` on.
  private var buffer: [Int64] = []
  private var scratch: [Double] = []
  private var bufferStart = 0
  private var last = Int64.min
  /// The first row that was not handed out yet.
  private(set) var next = 0

  /// The number of rows.
  var rows: Int { dataset.rows }
  /// The path in the file.
  var path: String { dataset.path }

  /// The times of a dataset, or of a field of a table, that must increase, strictly where told so.
  init(
    _ dataset: consuming Dataset, _ encoding: TimeEncoding = TimeEncoding(), field: String? = nil,
    isStrict: Bool
  ) throws(HDF5Error) {
    guard dataset.rowWidth == 1 else { throw HDF5Error(dataset.path, "must have one column") }
    self.dataset = dataset
    self.field = field
    self.encoding = encoding
    self.isStrict = isStrict
  }

  /// Hands out the times of so many of the next rows.
  func take(atMost count: Int, _ body: (Time) -> Void) throws(HDF5Error) {
    for _ in 0..<min(count, rows - next) {
      if next >= bufferStart + buffer.count || next < bufferStart { try fill() }
      body(Time(nanoseconds: buffer[next - bufferStart]))
      next += 1
    }
  }

  /// Hands out the times of the next rows that lie before `until`, or of all where there is none.
  func take(before until: Time?, _ body: (Time) -> Void) throws(HDF5Error) -> Range<Int> {
    let first = next
    while next < rows {
      if next >= bufferStart + buffer.count || next < bufferStart { try fill() }
      let time = buffer[next - bufferStart]
      if let until, time >= until.nanoseconds { break }
      guard time > last || (!isStrict && time == last) else {
        throw HDF5Error(
          path, "times must increase, and that of row \(next) does not",
          remedy: "sort the rows, or say in a mapping what to do with them")
      }
      last = time
      body(Time(nanoseconds: time))
      next += 1
    }
    return first..<next
  }

  /// Goes back to the first row.
  func rewind() {
    next = 0
    last = .min
  }

  /// The time of the last row, zero where there is none; a row at the very start ends just after it.
  ///
  /// Throws where the last row lies before the first: a recording must not look shorter than it is.
  func end() throws(HDF5Error) -> Time {
    guard rows > 0 else { return .zero }
    try fill()
    let first = buffer[0]
    next = rows - 1
    try fill()
    next = 0
    let last = buffer[0]
    guard rows == 1 || last > first || (!isStrict && last == first) else {
      throw HDF5Error(
        path, "times must increase, and the last lies before the first",
        remedy: "sort the rows, or say in a mapping where the times are")
    }
    return Time(nanoseconds: max(1, last))
  }

  private func fill() throws(HDF5Error) {
    bufferStart = next
    let count = min(TimeSource.blockLength, rows - next)
    if buffer.count > count { buffer.removeLast(buffer.count - count) }
    while buffer.count < count { buffer.append(0) }
    let block = next..<next + count
    if field == nil, dataset.elementType.isInteger {
      try dataset.read(rows: block, into: &buffer)
      if encoding == TimeEncoding() { return }
      for index in 0..<count {
        guard let time = encoding.time(of: buffer[index]) else { throw outOfRange(next + index) }
        buffer[index] = time
      }
      return
    }
    if scratch.isEmpty { scratch = [Double](repeating: 0, count: TimeSource.blockLength) }
    if let field {
      try dataset.read(field: field, rows: block, into: &scratch)
    } else {
      try dataset.read(rows: block, into: &scratch)
    }
    for index in 0..<count {
      guard let time = encoding.time(of: scratch[index]) else { throw outOfRange(next + index) }
      buffer[index] = time
    }
  }

  private func outOfRange(_ row: Int) -> HDF5Error {
    HDF5Error(path, "the time of row \(row) is not a number, or out of range")
  }

  private static let blockLength = 4096
}
