extension Elementary {
  /// Returns the natural logarithm of `x`, to 1 ulp; NaN below zero.
  public static func log(_ x: Double) -> Double {
    if let edge = logarithmAtTheEdge(x) { return edge }
    let (n, f) = parts(x)
    let (half, correction) = logarithm(onePlus: f)
    // ln 2 in two parts, the first with 32 bits so that its product with n is exact.
    let high = n * 0x1.62e42fee00000p-1
    let low = n * 0x1.a39ef35793c76p-33
    return high - ((half - (correction + low)) - f)
  }

  /// Returns the logarithm of `x` to base 2, to 2 ulp; exact for powers of two.
  public static func log2(_ x: Double) -> Double {
    if let edge = logarithmAtTheEdge(x) { return edge }
    let (n, f) = parts(x)
    let (half, correction) = logarithm(onePlus: f)
    return n + (f - (half - correction)) * 1.442_695_040_888_963_4
  }

  /// Returns the logarithm of `x` to base 10, to 2 ulp.
  public static func log10(_ x: Double) -> Double {
    if let edge = logarithmAtTheEdge(x) { return edge }
    let (n, f) = parts(x)
    let (half, correction) = logarithm(onePlus: f)
    // log₁₀ 2 in two parts, the first with 32 bits so that its product with n is exact.
    let low = n * 0x1.f79fef311f12bp-34 + (f - (half - correction)) * 0.434_294_481_903_251_8
    return n * 0x1.3441350800000p-2 + low
  }

  /// What a logarithm is where there is nothing to compute.
  private static func logarithmAtTheEdge(_ x: Double) -> Double? {
    if x > 0, x < .infinity { return nil }
    if x == 0 { return -.infinity }
    return x == .infinity ? x : .nan
  }

  /// Takes `x` apart into 2ⁿ (1 + f) with 1 + f between √½ and √2.
  static func parts(_ x: Double) -> (n: Double, f: Double) {
    var x = x
    var exponent = 0
    if x < .leastNormalMagnitude {
      x *= 0x1p54
      exponent = -54
    }
    let bits = x.bitPattern
    exponent += Int(bits >> 52) - 1023
    var mantissa = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    if mantissa > 0x1.6a09e667f3bcdp0 {
      mantissa *= 0.5
      exponent += 1
    }
    return (Double(exponent), mantissa - 1)
  }

  /// Returns f²/2 and a correction such that ln(1 + f) = f − (f²/2 − correction).
  @inline(__always)
  private static func logarithm(onePlus f: Double) -> (half: Double, correction: Double) {
    let s = f / (2 + f)
    let z = s * s
    // (2 artanh(s)/s − 2) / z by interpolation at the Chebyshev nodes, error 5e-19.
    var p = 0.13088034850974767
    p = p * z + 0.1326863836926161
    p = p * z + 0.15386244737621896
    p = p * z + 0.18181795547521132
    p = p * z + 0.22222222392581045
    p = p * z + 0.28571428570799784
    p = p * z + 0.40000000000000885
    p = p * z + 0.6666666666666666
    let half = 0.5 * f * f
    return (half, s * (half + z * p))
  }
}
