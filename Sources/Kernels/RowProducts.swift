/// Adds `matrix · vectors` to results that stand in the same row of lanes as the vectors.
///
/// Each lane is what `PackedMatrix.multiplyAdd` gives, bit for bit: both add the products in the
/// order of the columns.
///
/// - Parameters:
///   - matrix: The rows one after another.
///   - row: The row of lanes.
///   - columns: Where the vectors stand: one entry for each column.
///   - results: Where the results stand, apart from the vectors: one entry for each row.
@inlinable
public func multiplyAdd(
  _ matrix: Span<Float>, in row: inout MutableSpan<Lanes>, from columns: Range<Int>,
  into results: Range<Int>
) {
  let width = columns.count
  precondition(matrix.count == results.count * width, "a matrix has an entry for each place")
  precondition(!columns.overlaps(results), "a product must not change what it reads")
  var place = 0
  var result = results.lowerBound
  while result + 4 <= results.upperBound {
    var (s0, s1) = (row[result], row[result + 1])
    var (s2, s3) = (row[result + 2], row[result + 3])
    for column in columns {
      let x = row[column]
      s0 += x * matrix[place]
      s1 += x * matrix[place + width]
      s2 += x * matrix[place + 2 * width]
      s3 += x * matrix[place + 3 * width]
      place += 1
    }
    row[result] = s0
    row[result + 1] = s1
    row[result + 2] = s2
    row[result + 3] = s3
    result += 4
    place += 3 * width
  }
  while result < results.upperBound {
    var sum = row[result]
    for column in columns {
      sum += row[column] * matrix[place]
      place += 1
    }
    row[result] = sum
    result += 1
  }
}
