extension Elementary {
  /// Returns the hyperbolic sine of `x`, to 3 ulp up to |x| = 709.
  public static func sinh(_ x: Double) -> Double {
    let change = expMinus1(abs(x))
    guard change > 0, change < .infinity else { return x * (1 + change) }
    let value = (change + change / (1 + change)) / 2
    return x < 0 ? -value : value
  }

  /// Returns the hyperbolic cosine of `x`, to 2 ulp up to |x| = 709.
  public static func cosh(_ x: Double) -> Double {
    let power = exp(abs(x))
    return (power + 1 / power) / 2
  }

  /// Returns the number whose hyperbolic sine is `x`, to 4 ulp up to |x| = 10¹⁵⁰.
  public static func asinh(_ x: Double) -> Double {
    let size = abs(x)
    guard size >= 0x1p-28 else { return x }
    let square = size * size
    let value = logarithm(onePlus: size + square / (1 + (1 + square).squareRoot()))
    return x < 0 ? -value : value
  }

  /// log(1 + `change`) for a change that is not negative: what rounding 1 + `change` lost is put back
  /// to first order.
  private static func logarithm(onePlus change: Double) -> Double {
    let sum = DoubleDouble(sum: 1, change)
    return log(sum.high) + sum.low / sum.high
  }
}
