internal import HDF5

/// The values of one channel in a file, by row.
final class SampleSource {
  private let dataset: Dataset
  private let encoding: SampleEncoding
  /// The column to take of a dataset that holds several channels, or nil for all.
  private let column: Int?
  /// Whether channels are rows and time runs along them.
  private let isTransposed: Bool
  /// The field to take of a table.
  private let field: String?
  private var numbers: [Double]

  /// The values of one sample.
  let width: Int
  /// The number of samples.
  let rows: Int

  /// The numbers of a dataset, or of one column or field of it, under an encoding.
  init(
    _ dataset: consuming Dataset, _ encoding: SampleEncoding, column: Int? = nil,
    isTransposed: Bool = false, field: String? = nil
  ) {
    rows = isTransposed ? dataset.extent.last ?? 1 : dataset.rows
    width = column == nil && field == nil ? dataset.rowWidth : 1
    self.dataset = dataset
    self.encoding = encoding
    self.column = column
    self.isTransposed = isTransposed
    self.field = field
    numbers = []
  }

  /// Whether the samples lie in a file that grows.
  var isGrowing: Bool { dataset.isGrowing }

  /// Reads the samples of some rows.
  func read(rows: Range<Int>, into values: inout MutableSpan<Float>) throws(HDF5Error) {
    if encoding.isPlain, column == nil, field == nil {
      return try dataset.read(rows: rows, into: &values)
    }
    let block = max(1, SampleSource.blockLength / width)
    if numbers.isEmpty { numbers = [Double](repeating: 0, count: block * width) }
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min(row + block, rows.upperBound)
      let count = (end - row) * width
      try readNumbers(rows: row..<end)
      let from = (row - rows.lowerBound) * width
      var part = values._mutatingExtracting(from..<from + count)
      encoding.decode(numbers.span.extracting(0..<count), into: &part)
      row = end
    }
  }

  private func readNumbers(rows: Range<Int>) throws(HDF5Error) {
    if let field { return try dataset.read(field: field, rows: rows, into: &numbers) }
    guard let column else { return try dataset.read(rows: rows, into: &numbers) }
    let place = [rows.lowerBound, column]
    let extent = [rows.count, 1]
    try dataset.read(
      offset: isTransposed ? place.reversed() : place,
      count: isTransposed ? extent.reversed() : extent, into: &numbers)
  }

  /// The numbers that are converted at once.
  private static let blockLength = 1 << 14
}
