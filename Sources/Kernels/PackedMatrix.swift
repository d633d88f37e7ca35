/// A matrix laid out for products with one vector at a time: lanes over the rows.
///
/// Four blocks of sixteen rows stand together as a panel, its columns one after another, so that
/// a product reads memory from front to back and keeps its sums in registers.
public struct PackedMatrix: Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The number of blocks of sixteen rows; the lanes beyond the last row are zero.
  public let blocks: Int
  private let entries: [Lanes]

  /// Packs a matrix of which `entry` tells each row and column.
  public init(rows: Int, columns: Int, _ entry: (_ row: Int, _ column: Int) -> Float) {
    let blocks = Lanes.blocks(for: rows)
    var entries = [Lanes](repeating: .zero, count: blocks * columns)
    for row in 0..<rows {
      let block = row / 16
      let panel = block / 4 * 4
      let width = min(4, blocks - panel)
      for column in 0..<columns {
        entries[panel * columns + column * width + block - panel][row % 16] = entry(row, column)
      }
    }
    self.rows = rows
    self.columns = columns
    self.blocks = blocks
    self.entries = entries
  }

  /// Adds the product with a vector to `result`, column after column.
  ///
  /// - Parameters:
  ///   - vector: One value for each column.
  ///   - result: At least one block of lanes for each block of rows.
  public func multiplyAdd(_ vector: Span<Float>, into result: inout MutableSpan<Lanes>) {
    precondition(vector.count == columns && result.count >= blocks)
    let entries = entries.span
    var block = 0
    while block + 4 <= blocks {
      var (s0, s1) = (result[block], result[block + 1])
      var (s2, s3) = (result[block + 2], result[block + 3])
      var place = block * columns
      for column in vector.indices {
        let x = Lanes(repeating: vector[column])
        s0 += entries[place] * x
        s1 += entries[place + 1] * x
        s2 += entries[place + 2] * x
        s3 += entries[place + 3] * x
        place += 4
      }
      result[block] = s0
      result[block + 1] = s1
      result[block + 2] = s2
      result[block + 3] = s3
      block += 4
    }
    let panel = block
    let width = blocks - panel
    while block < blocks {
      var sum = result[block]
      var place = panel * columns + block - panel
      for column in vector.indices {
        sum += entries[place] * Lanes(repeating: vector[column])
        place += width
      }
      result[block] = sum
      block += 1
    }
  }
}
