internal import HDF5

/// The class of each sample, read in blocks.
final class SampleClasses {
  let path: String
  let rows: Int
  private let dataset: Dataset
  private let rule: ColumnRule
  private let isLine: Bool
  private var row = 0

  /// The numbers of a dataset that has one for each sample, or of one of its columns or fields.
  init(_ dataset: consuming Dataset, _ rule: ColumnRule) throws(HDF5Error) {
    path = dataset.path
    isLine =
      rule.field == nil && rule.column == nil && dataset.extent.count == 2
      && dataset.extent[0] == 1
    rows = isLine ? dataset.extent[1] : dataset.rows
    if let column = rule.column {
      guard dataset.extent.count == 2, column < dataset.extent[1] else {
        throw HDF5Error(dataset.path, "must be a table of numbers with a column \(column)")
      }
    } else {
      guard isLine || dataset.rowWidth == 1 else {
        throw HDF5Error(
          dataset.path, "must have one class for each sample",
          remedy: "say in a mapping which column is meant: 'column'")
      }
    }
    self.dataset = dataset
    self.rule = rule
  }

  /// The classes of the next samples.
  func next() throws(HDF5Error) -> [Double] {
    let count = min(SampleClasses.blockLength, rows - row)
    var numbers = [Double](repeating: 0, count: count)
    if let field = rule.field {
      try dataset.read(field: field, rows: row..<row + count, into: &numbers)
    } else if isLine {
      try dataset.read(offset: [0, row], count: [1, count], into: &numbers)
    } else if let column = rule.column {
      try dataset.read(offset: [row, column], count: [count, 1], into: &numbers)
    } else {
      try dataset.read(rows: row..<row + count, into: &numbers)
    }
    row += count
    return numbers
  }

  private static let blockLength = 1 << 16
}
