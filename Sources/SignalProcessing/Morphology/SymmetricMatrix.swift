/// A small symmetric matrix, row after row, and its eigenvectors.
public struct SymmetricMatrix: Sendable {
  /// The number of rows and of columns.
  public let size: Int
  /// The entries; after ``diagonalise()`` the eigenvalues on the diagonal, the greatest first.
  public var entries: [Double]
  /// The eigenvectors, one a row in the order of their values: each of length one, its entry of the
  /// greatest magnitude above zero.
  public private(set) var vectors: [Double]

  /// A matrix of zeros.
  public init(size: Int) {
    precondition(size > 0)
    self.size = size
    entries = Array(repeating: 0, count: size * size)
    vectors = entries
  }

  /// The eigenvalue numbered `index` after ``diagonalise()``.
  public func value(_ index: Int) -> Double { entries[index * size + index] }

  /// Finds the eigenvalues and eigenvectors, in place of the entries, by turning planes in a fixed
  /// order until nothing is left beside the diagonal.
  ///
  /// C. G. J. Jacobi's method as in G. H. Golub, C. F. Van Loan, Matrix computations, section 8.5;
  /// cubic in the size for each of some ten rounds; nothing is allocated.
  public mutating func diagonalise() {
    for row in 0..<size {
      for column in 0..<size { vectors[row * size + column] = row == column ? 1 : 0 }
    }
    for _ in 0..<40 {
      var rest = 0.0
      var whole = 0.0
      for row in 0..<size {
        for column in 0..<size {
          let square = entries[row * size + column] * entries[row * size + column]
          whole += square
          if row != column { rest += square }
        }
      }
      if rest <= 1e-32 * whole { break }
      for row in 0..<size - 1 {
        for column in row + 1..<size { turn(row, column) }
      }
    }
    sort()
    for row in 0..<size { orient(row) }
  }

  /// Turns a plane so that its entry beside the diagonal becomes zero.
  private mutating func turn(_ p: Int, _ q: Int) {
    let entry = entries[p * size + q]
    if entry == 0 { return }
    let theta = (entries[q * size + q] - entries[p * size + p]) / (2 * entry)
    let size = abs(theta) + (theta * theta + 1).squareRoot()
    let tangent = theta < 0 ? -1 / size : 1 / size
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for index in 0..<self.size {
      let (x, y) = (entries[index * self.size + p], entries[index * self.size + q])
      entries[index * self.size + p] = cosine * x - sine * y
      entries[index * self.size + q] = sine * x + cosine * y
    }
    for index in 0..<self.size {
      let (x, y) = (entries[p * self.size + index], entries[q * self.size + index])
      entries[p * self.size + index] = cosine * x - sine * y
      entries[q * self.size + index] = sine * x + cosine * y
      let (v, w) = (vectors[p * self.size + index], vectors[q * self.size + index])
      vectors[p * self.size + index] = cosine * v - sine * w
      vectors[q * self.size + index] = sine * v + cosine * w
    }
    entries[p * self.size + q] = 0
    entries[q * self.size + p] = 0
  }

  private mutating func sort() {
    for place in 0..<size {
      var best = place
      for other in place + 1..<max(size, place + 1) where value(other) > value(best) {
        best = other
      }
      if best == place { continue }
      entries.swapAt(place * size + place, best * size + best)
      for index in 0..<size { vectors.swapAt(place * size + index, best * size + index) }
    }
  }

  private mutating func orient(_ row: Int) {
    var greatest = 0.0
    for index in 0..<size where abs(vectors[row * size + index]) > abs(greatest) {
      greatest = vectors[row * size + index]
    }
    if greatest >= 0 { return }
    for index in 0..<size { vectors[row * size + index] = -vectors[row * size + index] }
  }
}
