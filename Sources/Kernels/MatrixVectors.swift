/// Adds `matrix · vectors` to `results`: sixteen vectors at once, one in each lane.
///
/// Each lane is what `PackedMatrix.multiplyAdd` gives, bit for bit: both add the products in the
/// order of the columns.
///
/// - Parameters:
///   - matrix: The rows one after another.
///   - vectors: One entry for each column, its lanes the sixteen vectors.
///   - results: One entry for each row, to which the products are added.
@inlinable
public func multiplyAdd(
  _ matrix: Span<Float>, _ vectors: Span<Lanes>, into results: inout MutableSpan<Lanes>
) {
  let rows = results.count
  let columns = vectors.count
  precondition(matrix.count == rows * columns, "a matrix has an entry for each row and column")
  var row = 0
  while row + 4 <= rows {
    var (s0, s1) = (results[row], results[row + 1])
    var (s2, s3) = (results[row + 2], results[row + 3])
    var place = row * columns
    for column in vectors.indices {
      let x = vectors[column]
      s0 += x * matrix[place]
      s1 += x * matrix[place + columns]
      s2 += x * matrix[place + 2 * columns]
      s3 += x * matrix[place + 3 * columns]
      place += 1
    }
    results[row] = s0
    results[row + 1] = s1
    results[row + 2] = s2
    results[row + 3] = s3
    row += 4
  }
  while row < rows {
    var sum = results[row]
    for column in vectors.indices {
      sum += vectors[column] * matrix[row * columns + column]
    }
    results[row] = sum
    row += 1
  }
}
