/// A grid of dots drawn in Braille characters, two dots across and four down each.
struct BrailleCanvas {
  let columns: Int
  let rows: Int
  private var cells: [UInt8]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = [UInt8](repeating: 0, count: columns * rows)
  }

  var width: Int { columns * 2 }
  var height: Int { rows * 4 }

  /// The bits of the Unicode Braille patterns, by column and row within a character.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Sets the dots of one column from one row to another, both included, counted from the top.
  mutating func fill(column: Int, rows range: ClosedRange<Int>) {
    guard (0..<width).contains(column) else { return }
    for row in range where (0..<height).contains(row) {
      cells[(row / 4) * columns + column / 2] |= Self.bits[column % 2][row % 4]
    }
  }

  /// Sets the dots of a straight line from one dot to another that is not to its left.
  mutating func join(_ from: (column: Int, row: Int), _ to: (column: Int, row: Int)) {
    let width = to.column - from.column
    var row = from.row
    for step in stride(from: 1, through: width, by: 1) {
      let share = Double(step) / Double(width)
      let next = from.row + Int((share * Double(to.row - from.row)).rounded())
      // Steps of the line are shared by the two columns, as those of a steep slope are.
      fill(column: from.column + step, rows: min(row, next)...max(row, next))
      row = next
    }
    fill(column: to.column, rows: min(row, to.row)...max(row, to.row))
  }

  /// The characters, a line a row.
  var lines: [String] {
    (0..<rows).map { row in
      var line = ""
      for cell in cells[(row * columns)..<((row + 1) * columns)] {
        line.unicodeScalars.append(cell == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(cell)) ?? " ")
      }
      return line
    }
  }
}
