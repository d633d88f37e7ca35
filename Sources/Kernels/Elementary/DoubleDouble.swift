/// An unevaluated sum of two doubles, `low` below the last place of `high`.
///
/// Exact sums and products without fused operations: T. J. Dekker, A floating-point technique for
/// extending the available precision, 1971, doi:10.1007/BF01397083.
public struct DoubleDouble {
  /// The sum, rounded.
  public var high: Double
  /// What the rounding lost.
  public var low: Double

  /// The exact sum of two numbers of any size.
  @inline(__always)
  public init(sum a: Double, _ b: Double) {
    high = a + b
    let shown = high - a
    low = (a - (high - shown)) + (b - shown)
  }

  /// The exact product of two numbers whose size is below 2⁹⁹⁰.
  @inline(__always)
  public init(product a: Double, _ b: Double) {
    high = a * b
    let (a1, a2) = Self.halves(a)
    let (b1, b2) = Self.halves(b)
    low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2
  }

  /// The number with a little more added to its lower part.
  @inline(__always)
  func adding(_ rest: Double) -> DoubleDouble {
    DoubleDouble(sum: high, low + rest)
  }

  /// The product of two such numbers, to about 100 bits.
  @inline(__always)
  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    DoubleDouble(product: a.high, b.high).adding(a.high * b.low + a.low * b.high)
  }

  /// The upper 26 bits of a number and the rest.
  @inline(__always)
  private static func halves(_ a: Double) -> (Double, Double) {
    let shifted = a * 0x1.0000002p27
    let upper = shifted - (shifted - a)
    return (upper, a - upper)
  }
}
