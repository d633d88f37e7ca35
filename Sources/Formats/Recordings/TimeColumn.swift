internal import HDF5

/// Times by row, wherever they lie: nanoseconds that count from one moment.
protocol TimeColumn: AnyObject {
  /// Where the times lie in the file.
  var path: String { get }
  /// The number of rows.
  var rows: Int { get }
  /// The smallest difference that the largest of its numbers can tell, in nanoseconds.
  var resolution: Int64 { get throws(HDF5Error) }
  /// Reads the times of some rows into the first elements of an array that is long enough.
  func read(rows: Range<Int>, into times: inout [Int64]) throws(HDF5Error)
}

extension TimeColumn {
  /// The rows that are read at once where all are read.
  static var blockLength: Int { 4096 }

  /// Hands out all times in the order of the rows.
  func scan(_ body: (Int, Int64) -> Void) throws(HDF5Error) {
    var buffer = [Int64](repeating: 0, count: min(Self.blockLength, rows))
    var row = 0
    while row < rows {
      let end = min(row + Self.blockLength, rows)
      try read(rows: row..<end, into: &buffer)
      for index in 0..<(end - row) { body(row + index, buffer[index]) }
      row = end
    }
  }
}

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

  /// The time of a count, to the nearest nanosecond.
  ///
  /// The whole part and the rest of the count are scaled apart, so that nothing is lost beyond what
  /// the count itself cannot tell: a count of seconds since 1970 tells 238 ns.
  func time(of count: Double) -> Int64? {
    guard let whole = Int64(exactly: count.rounded(.towardZero)) else { return nil }
    guard let unit = Int64(exactly: nanosecondsPerCount) else {
      guard let scaled = Int64(exactly: (count * nanosecondsPerCount).rounded()) else { return nil }
      let (time, borrow) = scaled.subtractingReportingOverflow(origin)
      return borrow ? nil : time
    }
    let rest = ((count - Double(whole)) * nanosecondsPerCount).rounded()
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: unit)
    let (sum, carry) = scaled.addingReportingOverflow(Int64(rest))
    let (time, borrow) = sum.subtractingReportingOverflow(origin)
    return overflow || carry || borrow ? nil : time
  }
}

/// The times of a dataset, or of a field of a table.
final class StoredTimes: TimeColumn {
  let rows: Int
  private let dataset: Dataset
  private let field: String?
  private let encoding: TimeEncoding
  private let isInteger: Bool
  private let isRow: Bool
  private let significantBits: Int
  private var scratch: [Double] = []

  /// The times of a dataset of one column or one row, or of a field of a table.
  init(
    _ dataset: consuming Dataset, _ encoding: TimeEncoding = TimeEncoding(), field: String? = nil
  ) throws(HDF5Error) {
    isRow = dataset.extent.count == 2 && dataset.extent[0] == 1 && field == nil
    guard isRow || dataset.rowWidth == 1 else {
      throw HDF5Error(dataset.path, "must have one column")
    }
    rows = dataset.count
    var type = dataset.elementType
    if let field {
      guard let found = dataset.fields.first(where: { $0.name == field }), found.type.isNumeric
      else { throw HDF5Error(dataset.path, "must be a table with a numeric column '\(field)'") }
      type = found.type
    }
    isInteger = type.isInteger
    significantBits =
      switch type {
      case .float(size: 4): 24
      case .float(size: 2): 11
      default: 53
      }
    self.dataset = dataset
    self.field = field
    self.encoding = encoding
  }

  var path: String { dataset.path }

  var resolution: Int64 {
    get throws(HDF5Error) {
      guard !isInteger, rows > 0 else { return Int64(encoding.nanosecondsPerCount) }
      var largest = 0.0
      for row in [0, rows - 1] {
        try readNumbers(row..<row + 1)
        largest = max(largest, abs(scratch[0]))
      }
      guard largest.isFinite, largest > 0 else { return 1 }
      let step = Double(
        sign: .plus, exponent: largest.exponent + 1 - significantBits, significand: 1)
      return max(1, Int64(exactly: (step * encoding.nanosecondsPerCount).rounded()) ?? 1)
    }
  }

  func read(rows block: Range<Int>, into times: inout [Int64]) throws(HDF5Error) {
    guard isInteger else {
      try readNumbers(block)
      for index in 0..<block.count {
        guard let time = encoding.time(of: scratch[index]) else {
          throw outOfRange(block.lowerBound + index)
        }
        times[index] = time
      }
      return
    }
    if let field {
      try dataset.read(field: field, rows: block, into: &times)
    } else if isRow {
      try dataset.read(offset: [0, block.lowerBound], count: [1, block.count], into: &times)
    } else {
      try dataset.read(rows: block, into: &times)
    }
    if encoding == TimeEncoding() { return }
    for index in 0..<block.count {
      guard let time = encoding.time(of: times[index]) else {
        throw outOfRange(block.lowerBound + index)
      }
      times[index] = time
    }
  }

  private func readNumbers(_ block: Range<Int>) throws(HDF5Error) {
    if scratch.count < block.count {
      scratch = [Double](repeating: 0, count: max(block.count, min(rows, Self.blockLength)))
    }
    if let field {
      try dataset.read(field: field, rows: block, into: &scratch)
    } else if isRow {
      try dataset.read(offset: [0, block.lowerBound], count: [1, block.count], into: &scratch)
    } else {
      try dataset.read(rows: block, into: &scratch)
    }
  }

  private func outOfRange(_ row: Int) -> HDF5Error {
    HDF5Error(
      path, "the time of row \(row) is not a number, or further away than 290 years",
      remedy: "check the unit and the epoch of times in the mapping")
  }
}

/// Times that are in memory.
final class TimesInMemory: TimeColumn {
  let path: String
  let resolution: Int64
  private let times: [Int64]

  init(_ times: [Int64], path: String, resolution: Int64 = 1) {
    self.times = times
    self.path = path
    self.resolution = resolution
  }

  var rows: Int { times.count }

  func read(rows: Range<Int>, into target: inout [Int64]) throws(HDF5Error) {
    for (index, row) in rows.enumerated() { target[index] = times[row] }
  }
}
