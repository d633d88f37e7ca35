/// The gradient of a matrix whose vectors and whose results' gradients stand on a tape.
public struct TapeProduct: Sendable, Equatable {
  /// Where the gradients of the results stand in a row of the tape, one for each row of the matrix.
  public var results: Range<Int>
  /// Where the matrix begins among the gradients, its rows one after another.
  public var matrix: Int
  /// Where the bias begins among the gradients; none: there is no bias.
  public var bias: Int?

  /// A product of these places.
  public init(results: Range<Int>, matrix: Int, bias: Int? = nil) {
    self.results = results
    self.matrix = matrix
    self.bias = bias
  }
}

/// Adds the gradients of matrices that were all applied to the same vectors, over the steps of a
/// tape.
///
/// An entry adds the products of its row's and its column's values step after step and, within a
/// step, lane after lane, one by one: the order does not depend on the CPU, nor on how many steps
/// are taken at a time. The vectors are turned, so that lanes are columns and no sum over lanes is
/// needed. Allocates its room once a call.
///
/// - Parameters:
///   - products: The matrices.
///   - vectors: Where the vectors stand in a row of the tape, one entry for each column.
///   - tape: The tape.
///   - rows: Its rows.
///   - gradients: What is added to.
public func addProducts(
  _ products: [TapeProduct], vectors: Range<Int>, _ tape: Span<Lanes>, _ rows: TapeRows,
  into gradients: inout MutableSpan<Float>
) {
  let (steps, stride, offset) = (rows.steps, rows.stride, rows.offset)
  guard steps > 0, !vectors.isEmpty else { return }
  var width = vectors.upperBound
  for product in products {
    width = max(width, product.results.upperBound)
    let entries = product.results.count * vectors.count
    precondition(product.matrix >= 0 && product.matrix + entries <= gradients.count)
    if let bias = product.bias {
      precondition(bias >= 0 && bias + product.results.count <= gradients.count)
    }
  }
  precondition(vectors.lowerBound >= 0 && stride >= 0 && offset >= 0)
  precondition(offset + (steps - 1) * stride + width <= tape.count, "the tape holds every step")
  let blocks = Lanes.blocks(for: vectors.count)
  tape.withUnsafeBufferPointer { tape in
    gradients.withUnsafeMutableBufferPointer { gradients in
      guard let tape = tape.baseAddress, let gradients = gradients.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 16 * stepsAtOnce * blocks) { room in
        guard let turned = room.baseAddress else { return }
        for first in Swift.stride(from: 0, to: steps, by: stepsAtOnce) {
          let count = min(stepsAtOnce, steps - first)
          let rows = tape + offset + first * stride
          turn(rows + vectors.lowerBound, vectors.count, steps: count, stride, into: turned)
          for product in products {
            add(
              product, rows + product.results.lowerBound, turned, columns: vectors.count,
              steps: count, stride, into: gradients)
          }
        }
      }
    }
  }
}

/// As many steps as keep a tile's columns in the first cache.
private let stepsAtOnce = 8

private func add(
  _ product: TapeProduct, _ left: UnsafePointer<Lanes>, _ right: UnsafePointer<Lanes>,
  columns: Int, steps: Int, _ stride: Int, into gradients: UnsafeMutablePointer<Float>
) {
  let rows = product.results.count
  for column in Swift.stride(from: 0, to: columns, by: 32) {
    for row in Swift.stride(from: 0, to: rows, by: 4) {
      Tile(
        left: left + row, stride: stride, steps: steps, right: right + column * steps,
        sums: gradients + product.matrix + row * columns + column, distance: columns,
        rows: min(4, rows - row), columns: min(32, columns - column)
      ).add()
    }
  }
  guard let bias = product.bias else { return }
  addSums(left, rows, steps: steps, stride, into: gradients + bias)
}

/// Adds the values of each entry: each lane's in the order of the steps, then the lanes as a tree.
private func addSums(
  _ values: UnsafePointer<Lanes>, _ count: Int, steps: Int, _ stride: Int,
  into sums: UnsafeMutablePointer<Float>
) {
  for entry in 0..<count {
    var sum = Lanes.zero
    for step in 0..<steps { sum += values[step * stride + entry] }
    sums[entry] += sum.treeSum
  }
}

/// Turns the vectors of some steps: block by block of sixteen columns, and in a block step by step
/// and lane by lane, one entry whose lanes are the columns; those beyond the last are zero.
private func turn(
  _ vectors: UnsafePointer<Lanes>, _ columns: Int, steps: Int, _ stride: Int,
  into turned: UnsafeMutablePointer<Lanes>
) {
  for block in 0..<Lanes.blocks(for: columns) {
    let count = min(16, columns - 16 * block)
    for step in 0..<steps {
      let from = vectors + step * stride + 16 * block
      let into = turned + 16 * (block * steps + step)
      if count == 16 {
        transpose(from, into: into)
      } else {
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 16) { padded in
          for column in 0..<16 {
            padded.initializeElement(at: column, to: column < count ? from[column] : .zero)
          }
          if let padded = padded.baseAddress { transpose(padded, into: into) }
        }
      }
    }
  }
}

/// Exchanges the rows and columns of sixteen times sixteen values.
///
/// Merging the first half with the second one four times brings each value to its place.
@inline(never)
private func transpose(_ from: UnsafePointer<Lanes>, into: UnsafeMutablePointer<Lanes>) {
  @inline(__always) func merged(_ even: SIMD8<Float>, _ odd: SIMD8<Float>) -> Lanes {
    var lanes = Lanes()
    lanes.evenHalf = even
    lanes.oddHalf = odd
    return lanes
  }
  @inline(__always) func merge(_ from: UnsafePointer<Lanes>, _ into: UnsafeMutablePointer<Lanes>) {
    for row in 0..<8 {
      let (a, b) = (from[row], from[row + 8])
      into[2 * row] = merged(a.lowHalf, b.lowHalf)
      into[2 * row + 1] = merged(a.highHalf, b.highHalf)
    }
  }
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 16) { other in
    guard let other = other.baseAddress else { return }
    merge(from, other)
    merge(other, into)
    merge(into, other)
    merge(other, into)
  }
}
