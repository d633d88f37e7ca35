/// A logistic function for those who fold −log₂ e into what they multiply by anyway.
///
/// It needs no argument reduction, and its power of two comes multiplied by a constant that makes
/// the polynomial's first coefficient one: a quarter fewer operations than `sigmoid`.
extension Elementary {
  /// What `gatePower` multiplies powers of two by.
  @inlinable
  @inline(__always)
  public static var gateScale: Float { 753.21216 }

  /// How far from zero the argument of `gatePower` may be.
  @inlinable
  @inline(__always)
  public static var gateLimit: Float { 115 }

  /// Returns 2ˣ · `gateScale` of each lane within ±`gateLimit`, to 2e-7 of its size.
  @inlinable
  @inline(__always)
  public static func gatePower(_ x: Lanes) -> Lanes {
    let shift = Lanes(repeating: 0x1.8p23)
    let shifted: Lanes = x + shift
    let f: Lanes = x - (shifted - shift)
    // 2ᶠ with the least greatest relative error, 7.5e-8, times the constant.
    var p: Lanes = f + 7.2877355
    p = p * f + 41.808647
    p = p * f + 180.93753
    p = p * f + 522.0867
    p = p * f + 753.2122
    // The whole part goes straight into the exponent.
    let whole: SIMD16<UInt32> = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< 23
    return unsafeBitCast(unsafeBitCast(p, to: SIMD16<UInt32>.self) &+ whole, to: Lanes.self)
  }

  /// Returns each lane, or the limit of `gatePower` where it is beyond it.
  @inlinable
  @inline(__always)
  public static func gateArgument(_ x: Lanes) -> Lanes {
    var x = x
    x.replace(with: Lanes(repeating: gateLimit), where: x .> gateLimit)
    x.replace(with: Lanes(repeating: -gateLimit), where: x .< -gateLimit)
    return x
  }

  /// Returns 1 / (1 + 2ˣ) of each lane, to 2e-7 of its size; beyond ±115, the value there.
  @inlinable
  @inline(__always)
  public static func gate(_ x: Lanes) -> Lanes {
    let scale = Lanes(repeating: gateScale)
    return scale / (scale + gatePower(gateArgument(x)))
  }
}
