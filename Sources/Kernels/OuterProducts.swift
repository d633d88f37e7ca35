/// Adds the products of each step's `left` and `right` to a matrix, summed over steps and lanes.
///
/// An entry adds the steps in order in each lane and then the lanes as a tree, whatever the CPU.
///
/// - Parameters:
///   - left: One entry for each row, step after step.
///   - right: One entry for each column, step after step.
///   - steps: The number of steps.
///   - matrix: The rows one after another.
public func addOuterProducts(
  _ left: Span<Lanes>, _ right: Span<Lanes>, steps: Int, into matrix: inout MutableSpan<Float>
) {
  guard steps > 0 else { return }
  let rows = left.count / steps
  let columns = right.count / steps
  precondition(left.count == rows * steps && right.count == columns * steps)
  precondition(matrix.count == rows * columns, "a matrix has an entry for each row and column")
  // With the steps of an entry side by side every sum reads memory from front to back. Rows and
  // columns of zeros fill the last tile.
  let x = stepsTogether(left, steps, padded: (rows + 3) / 4 * 4)
  let y = stepsTogether(right, steps, padded: (columns + 1) / 2 * 2)
  var sums = [Lanes](repeating: .zero, count: 8)
  for row in stride(from: 0, to: rows, by: 4) {
    for column in stride(from: 0, to: columns, by: 2) {
      sumTile(x.span, row * steps, y.span, column * steps, steps, into: &sums)
      for each in row..<min(row + 4, rows) {
        for other in column..<min(column + 2, columns) {
          matrix[each * columns + other] += sums[2 * (each - row) + other - column].treeSum
        }
      }
    }
  }
}

/// The sums of four rows and two columns, row after row.
///
/// Never inlined: beside the sum of the lanes the compiler would take the lanes apart.
@inline(never)
private func sumTile(
  _ x: Span<Lanes>, _ row: Int, _ y: Span<Lanes>, _ column: Int, _ steps: Int,
  into sums: inout [Lanes]
) {
  var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
  var (b0, b1, b2, b3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
  for step in 0..<steps {
    let (a, b) = (y[column + step], y[column + steps + step])
    let x0 = x[row + step]
    a0 += x0 * a
    b0 += x0 * b
    let x1 = x[row + steps + step]
    a1 += x1 * a
    b1 += x1 * b
    let x2 = x[row + 2 * steps + step]
    a2 += x2 * a
    b2 += x2 * b
    let x3 = x[row + 3 * steps + step]
    a3 += x3 * a
    b3 += x3 * b
  }
  sums[0] = a0
  sums[1] = b0
  sums[2] = a1
  sums[3] = b1
  sums[4] = a2
  sums[5] = b2
  sums[6] = a3
  sums[7] = b3
}

/// Turns entries within steps into steps within entries, with entries of zeros up to a number.
private func stepsTogether(_ lanes: Span<Lanes>, _ steps: Int, padded: Int) -> [Lanes] {
  let entries = lanes.count / steps
  var turned = [Lanes](repeating: .zero, count: padded * steps)
  for entry in 0..<entries {
    for step in 0..<steps { turned[entry * steps + step] = lanes[step * entries + entry] }
  }
  return turned
}
