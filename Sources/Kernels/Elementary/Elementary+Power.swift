extension Elementary {
  /// Returns `x` to the power `y`, to 1 ulp, with the special cases of IEEE 754 `pow`.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    guard x == x, y == y else { return .nan }
    let isWhole = abs(y) >= 0x1p53 || y == Double(Int64(y))
    let isOdd = abs(y) < 0x1p53 && isWhole && Int64(y) & 1 == 1
    let isNegative = x.sign == .minus && isOdd
    let size = abs(x)
    if size == 0 || size == .infinity {
      let value: Double = (size == 0) == (y > 0) ? 0 : .infinity
      return isNegative ? -value : value
    }
    if abs(y) == .infinity {
      if size == 1 { return 1 }
      return (size > 1) == (y > 0) ? .infinity : 0
    }
    if x < 0, !isWhole { return .nan }
    if size == 1 { return isNegative ? -1 : 1 }
    let value = power(of: size, y)
    return isNegative ? -value : value
  }

  private static func power(of x: Double, _ y: Double) -> Double {
    let logarithm = extendedLog(x)
    let estimate = y * logarithm.high
    if estimate > 710 { return .infinity }
    if estimate < -746 { return 0 }
    let exponent = DoubleDouble(product: y, logarithm.high).adding(y * logarithm.low)
    return exp(exponent.high, exponent.low)
  }

  /// The natural logarithm to about 80 bits, so that a factor of 700 still leaves a double's 53.
  private static func extendedLog(_ x: Double) -> DoubleDouble {
    let (n, f) = parts(x)
    // s = f / (2 + f), with what the division left over.
    let divisor = DoubleDouble(sum: 2, f)
    let quotient = f / divisor.high
    let back = DoubleDouble(product: quotient, divisor.high)
    let left = ((f - back.high) - back.low) - quotient * divisor.low
    let s = DoubleDouble(sum: quotient, left / divisor.high)
    let z = s * s
    // artanh(s)/s = 1 + z/3 + z² p(z), p by interpolation at the Chebyshev nodes, error 1e-20.
    var p = 0.0586216355180469
    p = p * z.high + 0.058530632299201364
    p = p * z.high + 0.06667404399510495
    p = p * z.high + 0.07692297443501243
    p = p * z.high + 0.09090909168049952
    p = p * z.high + 0.11111111110826383
    p = p * z.high + 0.14285714285714685
    p = p * z.high + 0.2
    var third = DoubleDouble(sum: 0x1.5555555555555p-2, 0x1.5555555555555p-56)
    third = third * z
    let series = DoubleDouble(sum: 1, third.high).adding(third.low + z.high * z.high * p)
    let mantissa = s * series
    let whole = DoubleDouble(sum: n * 0x1.62e42fee00000p-1, 2 * mantissa.high)
    return whole.adding(2 * mantissa.low + n * 0x1.a39ef35793c76p-33)
  }
}
