extension Elementary {
  /// Returns *e* to the power `x`, to 1 ulp.
  public static func exp(_ x: Double) -> Double {
    exp(x, 0)
  }

  /// Returns the hyperbolic tangent of `x`, to 3 ulp.
  public static func tanh(_ x: Double) -> Double {
    let size = abs(x)
    guard size == size else { return x }
    if size < 0x1p-28 { return x }
    if size > 22 { return x < 0 ? -1 : 1 }
    let change = expMinus1(-2 * size)
    let value = -change / (2 + change)
    return x < 0 ? -value : value
  }

  /// Returns the logistic function 1 / (1 + e⁻ˣ), to 2 ulp.
  public static func sigmoid(_ x: Double) -> Double {
    1 / (1 + exp(-x))
  }

  /// Returns eˣ − 1 without cancellation near zero, to 2 ulp.
  public static func expMinus1(_ x: Double) -> Double {
    guard x < 709.7, x > -40 else { return exp(x) - 1 }
    if abs(x) < 0x1p-54 { return x }
    let (n, r, rest) = reduced(x, 0)
    let change = r + (r * r * tail(r) + rest)
    let scale = Double.powerOfTwo(Int(n) - 1)
    return (scale * change + (scale - 0.5)) * 2
  }

  /// Returns *e* to the power `x + rest`, where `rest` is too small to show in `x`.
  static func exp(_ x: Double, _ rest: Double) -> Double {
    guard x == x else { return x }
    if x > 709.783 { return .infinity }
    if x < -745.14 { return 0 }
    let (n, r, low) = reduced(x, rest)
    let power = 1 + (r + (r * r * tail(r) + low))
    // Two steps, so that neither factor leaves the range while the product is still in it.
    let half = Int(n) / 2
    return power * .powerOfTwo(half) * .powerOfTwo(Int(n) - half)
  }

  /// Takes `x + rest` apart into `n · ln 2 + r + low` with |r| ≤ ln 2 / 2.
  @inline(__always)
  private static func reduced(_ x: Double, _ rest: Double) -> (n: Double, r: Double, low: Double) {
    let n = (x * 1.442_695_040_888_963_4).nearestInteger
    // ln 2 in two parts, the first with 32 bits so that its product with n is exact.
    let high = x - n * 0x1.62e42fee00000p-1
    let low = n * 0x1.a39ef35793c76p-33 - rest
    let r = high - low
    return (n, r, (high - r) - low)
  }

  /// (eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2: interpolation at the Chebyshev nodes, error 3e-19.
  @inline(__always)
  private static func tail(_ r: Double) -> Double {
    var p = 2.091490776353654e-09
    p = p * r + 2.5105525766604453e-08
    p = p * r + 2.755727311096799e-07
    p = p * r + 2.7557254656189135e-06
    p = p * r + 2.4801587325968616e-05
    p = p * r + 0.000198412698754089
    p = p * r + 0.0013888888888883627
    p = p * r + 0.008333333333325966
    p = p * r + 0.04166666666666667
    p = p * r + 0.1666666666666667
    return p * r + 0.5
  }
}
