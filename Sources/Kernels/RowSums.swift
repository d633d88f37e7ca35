/// The rows that steps left on a tape, one behind another.
public struct TapeRows: Sendable {
  /// The number of steps.
  public var steps: Int
  /// The distance from one step's row to the next.
  public var stride: Int
  /// Where the first row begins.
  public var offset: Int

  /// Rows of a tape.
  public init(steps: Int, stride: Int, offset: Int) {
    self.steps = steps
    self.stride = stride
    self.offset = offset
  }
}

/// Adds the products of two parts of each row to a matrix, summed over steps and lanes.
///
/// An entry adds the steps in order in each lane and then the lanes as a tree, whatever the CPU.
///
/// - Parameters:
///   - tape: The tape.
///   - rows: Its rows.
///   - left: The place within a row of what makes the matrix's rows.
///   - right: The place within a row of what makes its columns.
///   - matrix: What is added to.
///   - first: The place of the matrix's first entry.
///   - pitch: The distance from one row of the matrix to the next.
public func addOuterProducts(
  _ tape: Span<Lanes>, _ rows: TapeRows, _ left: Range<Int>, _ right: Range<Int>,
  into matrix: inout MutableSpan<Float>, from first: Int, pitch: Int
) {
  guard rows.steps > 0 else { return }
  var sums = RowTile(repeating: .zero)
  for row in stride(from: 0, to: left.count, by: 4) {
    let height = min(4, left.count - row)
    for column in stride(from: 0, to: right.count, by: 2) {
      let width = min(2, right.count - column)
      // Beyond the last row or column the last is taken again, and the sum is not looked at.
      sumTile(
        tape, rows, left.lowerBound + row, right.lowerBound + column, height - 1, width - 1,
        into: &sums)
      for each in 0..<height {
        for other in 0..<width {
          matrix[first + (row + each) * pitch + column + other] += sums[2 * each + other].treeSum
        }
      }
    }
  }
}

/// Adds a part of each row to a vector, summed over steps and lanes in that order.
///
/// - Parameters:
///   - tape: The tape.
///   - rows: Its rows.
///   - part: The place of the part within a row.
///   - vector: What is added to.
///   - first: The place of the vector's first entry.
public func addSums(
  _ tape: Span<Lanes>, _ rows: TapeRows, _ part: Range<Int>,
  into vector: inout MutableSpan<Float>, from first: Int
) {
  for place in 0..<part.count {
    var sum = Lanes.zero
    var entry = rows.offset + part.lowerBound + place
    for _ in 0..<rows.steps {
      sum += tape[entry]
      entry += rows.stride
    }
    vector[first + place] += sum.treeSum
  }
}

/// The sums of four rows and two columns, row after row.
private typealias RowTile = InlineArray<8, Lanes>

/// Never inlined: beside the sum of the lanes the compiler would take the lanes apart.
@inline(never)
private func sumTile(
  _ tape: Span<Lanes>, _ rows: TapeRows, _ left: Int, _ right: Int, _ lastRow: Int,
  _ lastColumn: Int, into sums: inout RowTile
) {
  var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
  var (b0, b1, b2, b3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
  var x = rows.offset + left
  var y = rows.offset + right
  let (second, third) = (min(1, lastRow), min(2, lastRow))
  for _ in 0..<rows.steps {
    let (a, b) = (tape[y], tape[y + lastColumn])
    let x0 = tape[x]
    a0 += x0 * a
    b0 += x0 * b
    let x1 = tape[x + second]
    a1 += x1 * a
    b1 += x1 * b
    let x2 = tape[x + third]
    a2 += x2 * a
    b2 += x2 * b
    let x3 = tape[x + lastRow]
    a3 += x3 * a
    b3 += x3 * b
    x += rows.stride
    y += rows.stride
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
