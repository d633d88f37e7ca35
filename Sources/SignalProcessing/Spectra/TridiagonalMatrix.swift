/// A symmetric tridiagonal matrix whose eigenvalues differ.
///
/// J. W. Demmel, Applied Numerical Linear Algebra, SIAM 1997, §5.3.4 (bisection and inverse
/// iteration), doi:10.1137/1.9781611971446.
struct TridiagonalMatrix {
  let diagonal: [Double]
  /// What stands beside the diagonal, one value fewer.
  let side: [Double]

  /// A bound on the size of all eigenvalues (Gershgorin).
  private var bound: Double {
    var bound = 0.0
    for index in diagonal.indices {
      let before = index > 0 ? abs(side[index - 1]) : 0
      let after = index < side.count ? abs(side[index]) : 0
      bound = max(bound, abs(diagonal[index]) + before + after)
    }
    return bound
  }

  /// How many eigenvalues lie above `value`: the positive pivots of the matrix less `value`.
  private func count(above value: Double) -> Int {
    var count = 0
    var pivot = 1.0
    for index in diagonal.indices {
      let square = index > 0 ? side[index - 1] * side[index - 1] : 0
      pivot = diagonal[index] - value - square / pivot
      if pivot == 0 { pivot = -.leastNormalMagnitude }
      if pivot > 0 { count += 1 }
    }
    return count
  }

  /// The eigenvalue that has `order` larger ones, as exactly as `Double` tells it.
  func eigenvalue(fromLargest order: Int) -> Double {
    var high = bound
    var low = -high
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if count(above: middle) > order { low = middle } else { high = middle }
    }
  }

  /// The eigenvector of an eigenvalue, of unit length.
  func eigenvector(of value: Double) -> [Double] {
    let count = diagonal.count
    // Neither symmetric nor antisymmetric, so that it has a share of each eigenvector.
    var vector = (0..<count).map { 1 + Double($0) / Double(count) }
    let factors = Factors(self, less: value, smallest: bound * 0x1p-53)
    for _ in 0..<4 {
      factors.solve(&vector)
      let largest = vector.reduce(0) { max($0, abs($1)) }
      vector = vector.map { $0 / largest }
    }
    let size = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / size }
  }

  /// The triangles of the matrix less a multiple of unity, rows swapped where that keeps them small.
  private struct Factors {
    /// The upper triangle: its diagonal and the two beside it.
    private var pivots: [Double]
    private var next: [Double]
    private var afterNext: [Double]
    private var multipliers: [Double] = []
    private var isSwapped: [Bool] = []

    init(_ matrix: TridiagonalMatrix, less value: Double, smallest: Double) {
      pivots = matrix.diagonal.map { $0 - value }
      next = matrix.side + [0]
      afterNext = Array(repeating: 0, count: pivots.count)
      for row in 0..<pivots.count - 1 {
        let below = matrix.side[row]
        let swaps = abs(below) > abs(pivots[row])
        isSwapped.append(swaps)
        if swaps {
          let (pivot, right) = (pivots[row], next[row])
          (pivots[row], next[row], afterNext[row]) = (below, pivots[row + 1], next[row + 1])
          let multiplier = pivot / below
          multipliers.append(multiplier)
          pivots[row + 1] = right - multiplier * next[row]
          next[row + 1] = -multiplier * afterNext[row]
        } else {
          // The eigenvalue itself leaves no pivot at the end: a tiny one points the same way.
          if pivots[row] == 0 { pivots[row] = smallest }
          let multiplier = below / pivots[row]
          multipliers.append(multiplier)
          pivots[row + 1] -= multiplier * next[row]
        }
      }
      if abs(pivots[pivots.count - 1]) < smallest { pivots[pivots.count - 1] = smallest }
    }

    func solve(_ vector: inout [Double]) {
      let count = pivots.count
      for row in 0..<count - 1 {
        if isSwapped[row] { vector.swapAt(row, row + 1) }
        vector[row + 1] -= multipliers[row] * vector[row]
      }
      for row in (0..<count).reversed() {
        var sum = vector[row]
        if row + 1 < count { sum -= next[row] * vector[row + 1] }
        if row + 2 < count { sum -= afterNext[row] * vector[row + 2] }
        vector[row] = sum / pivots[row]
      }
    }
  }
}
