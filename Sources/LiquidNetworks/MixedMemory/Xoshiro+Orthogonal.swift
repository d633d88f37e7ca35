internal import Kernels

extension Xoshiro {
  /// A number of the standard normal distribution.
  ///
  /// G. E. P. Box and M. E. Muller, 1958, doi:10.1214/aoms/1177706645.
  mutating func normal() -> Double {
    let size = 1 - Double(next() >> 11) * 0x1p-53
    let turn = Double(next() >> 11) * 0x1p-53
    return (-2 * Elementary.log(size)).squareRoot() * Elementary.cos(2 * Double.pi * turn)
  }

  /// A matrix whose columns are orthogonal and of length one, every such matrix as likely; no more
  /// columns than rows.
  ///
  /// - Returns: The rows one after another.
  mutating func orthogonal(rows: Int, columns: Int) -> [Float] {
    precondition(columns <= rows)
    var vectors: [[Double]] = []
    for _ in 0..<columns {
      var vector = (0..<rows).map { _ in normal() }
      // Twice is enough: L. Giraud et al., 2005, doi:10.1016/j.camwa.2005.08.009.
      for _ in 0..<2 {
        for other in vectors {
          let share = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
          for row in 0..<rows { vector[row] -= share * other[row] }
        }
      }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vectors.append(vector.map { $0 / length })
    }
    return (0..<rows * columns).map { Float(vectors[$0 % columns][$0 / columns]) }
  }
}
