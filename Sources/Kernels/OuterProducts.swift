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
  var row = 0
  while row + 4 <= rows {
    var column = 0
    while column + 2 <= columns {
      var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var (b0, b1, b2, b3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for step in 0..<steps {
        let place = step * rows + row
        let (x, y) = (right[step * columns + column], right[step * columns + column + 1])
        a0 += left[place] * x
        b0 += left[place] * y
        a1 += left[place + 1] * x
        b1 += left[place + 1] * y
        a2 += left[place + 2] * x
        b2 += left[place + 2] * y
        a3 += left[place + 3] * x
        b3 += left[place + 3] * y
      }
      let first = row * columns + column
      matrix[first] += a0.treeSum
      matrix[first + 1] += b0.treeSum
      matrix[first + columns] += a1.treeSum
      matrix[first + columns + 1] += b1.treeSum
      matrix[first + 2 * columns] += a2.treeSum
      matrix[first + 2 * columns + 1] += b2.treeSum
      matrix[first + 3 * columns] += a3.treeSum
      matrix[first + 3 * columns + 1] += b3.treeSum
      column += 2
    }
    for last in column..<columns {
      for each in row..<row + 4 {
        matrix[each * columns + last] += product(left, each, rows, right, last, columns, steps)
      }
    }
    row += 4
  }
  for each in row..<rows {
    for column in 0..<columns {
      matrix[each * columns + column] += product(left, each, rows, right, column, columns, steps)
    }
  }
}

/// One entry of the sum.
@inline(__always)
private func product(
  _ left: Span<Lanes>, _ row: Int, _ rows: Int, _ right: Span<Lanes>, _ column: Int,
  _ columns: Int, _ steps: Int
) -> Float {
  var sum = Lanes.zero
  for step in 0..<steps { sum += left[step * rows + row] * right[step * columns + column] }
  return sum.treeSum
}
