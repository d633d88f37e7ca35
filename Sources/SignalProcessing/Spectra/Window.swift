internal import Kernels

/// A taper that fades a stretch of a signal out towards its ends.
public enum Window: Sendable, Equatable {
  /// A raised cosine that falls to zero.
  case hann
  /// A raised cosine with lower side lobes, which falls to 0.08.
  case hamming
  /// The window of Kaiser: the larger `beta`, the wider its main lobe and the lower the others.
  case kaiser(beta: Double)

  /// The weight at `offset`, which is 0 in the middle and ±1 at the ends.
  public func value(at offset: Double) -> Double {
    switch self {
    case .hann: 0.5 + 0.5 * Elementary.cos(.pi * offset)
    case .hamming: 0.54 + 0.46 * Elementary.cos(.pi * offset)
    case .kaiser(let beta):
      Self.bessel(beta * max(0, 1 - offset * offset).squareRoot()) / Self.bessel(beta)
    }
  }

  /// The weights of `count` samples of a periodic window, as spectra want them: the first sample is one
  /// end, and the other end would be the first sample of the next period.
  public func periodic(_ count: Int) -> [Double] {
    (0..<count).map { value(at: 2 * Double($0) / Double(count) - 1) }
  }

  /// The modified Bessel function of the first kind and order zero, by its series.
  static func bessel(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var k = 1.0
    while term > 1e-17 * sum {
      term *= (x / (2 * k)) * (x / (2 * k))
      sum += term
      k += 1
    }
    return sum
  }
}
