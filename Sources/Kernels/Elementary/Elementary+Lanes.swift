extension Elementary {
  /// Returns *e* to the power of each lane, to 2 ulp, subnormal results included.
  @inlinable
  @inline(__always)
  public static func exp(_ x: Lanes) -> Lanes {
    var x = x
    x.replace(with: 89, where: x .> 89)
    x.replace(with: -104, where: x .< -104)
    let (n, r) = reduced(x)
    let one = Lanes(repeating: 1)
    let power: Lanes = one + expMinus1(ofReduced: r)
    // Two steps, so that neither factor leaves the range while the product is still in it.
    let half: SIMD16<Int32> = n &>> 1
    return power * powerOfTwo(half) * powerOfTwo(n &- half)
  }

  /// Returns 2 to the power of each lane, to 2 ulp between −126 and 127; beyond them, their value.
  @inlinable
  @inline(__always)
  public static func exp2(_ x: Lanes) -> Lanes {
    var x = x
    x.replace(with: 127, where: x .> 127)
    x.replace(with: -126, where: x .< -126)
    let shift = Lanes(repeating: 0x1.8p23)
    let shifted: Lanes = x + shift
    let f: Lanes = x - (shifted - shift)
    // (2ᶠ − 1) / f by interpolation at the Chebyshev nodes, error 9e-9.
    var p = Lanes(repeating: 0.00015453163)
    p = p * f + 0.0013390863
    p = p * f + 0.009618083
    p = p * f + 0.05550357
    p = p * f + 0.2402265
    p = p * f + 0.6931472
    p = p * f + 1
    return p * powerOfTwo(integers(shifted))
  }

  /// Returns the logistic function 1 / (1 + e⁻ˣ) of each lane, to 3 ulp; below −88, its value there.
  @inlinable
  @inline(__always)
  public static func sigmoid(_ x: Lanes) -> Lanes {
    var x = x
    x.replace(with: -88, where: x .< -88)
    x.replace(with: 87, where: x .> 87)
    let zero = Lanes(repeating: 0)
    let one = Lanes(repeating: 1)
    let (n, r) = reduced(zero - x)
    let power: Lanes = (one + expMinus1(ofReduced: r)) * powerOfTwo(n)
    return one / (one + power)
  }

  /// Returns the hyperbolic tangent of each lane, to 3 ulp, small ones included.
  @inlinable
  @inline(__always)
  public static func tanh(_ x: Lanes) -> Lanes {
    let bits = unsafeBitCast(x, to: SIMD16<UInt32>.self)
    let sign: SIMD16<UInt32> = bits & 0x8000_0000
    var size = unsafeBitCast(bits & 0x7fff_ffff, to: Lanes.self)
    size.replace(with: 10, where: size .> 10)
    // tanh(a) = −c / (2 + c) with c = e^(−2a) − 1: no cancellation at either end.
    let two = Lanes(repeating: 2)
    let one = Lanes(repeating: 1)
    let (n, r) = reduced(Lanes(repeating: -2) * size)
    let scale = powerOfTwo(n)
    let change: Lanes = scale * expMinus1(ofReduced: r) + (scale - one)
    let value: Lanes = change / (two + change)
    let magnitude = unsafeBitCast(value, to: SIMD16<UInt32>.self) & 0x7fff_ffff
    return unsafeBitCast(magnitude | sign, to: Lanes.self)
  }

  /// Returns ln(1 + eˣ) of each lane, to 3 ulp above −87.
  @inlinable
  @inline(__always)
  public static func softplus(_ x: Lanes) -> Lanes {
    let zero = Lanes(repeating: 0)
    let two = Lanes(repeating: 2)
    let size = unsafeBitCast(
      unsafeBitCast(x, to: SIMD16<UInt32>.self) & 0x7fff_ffff, to: Lanes.self)
    let u = exp(zero - size)
    let s: Lanes = u / (two + u)
    let z: Lanes = s * s
    // (2 artanh(s)/s − 2) / z by interpolation at the Chebyshev nodes, error 1e-9.
    var p = Lanes(repeating: 0.2322433)
    p = p * z + 0.21706575
    p = p * z + 0.28592357
    p = p * z + 0.39999706
    p = p * z + 0.6666667
    var above = x
    above.replace(with: 0, where: x .< 0)
    return above + s * (two + z * p)
  }
}

extension Elementary {
  /// Takes each lane apart into `n · ln 2 + r` with |r| ≤ ln 2 / 2, for lanes below 2²¹.
  @inlinable
  @inline(__always)
  static func reduced(_ x: Lanes) -> (n: SIMD16<Int32>, r: Lanes) {
    // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the lowest bits.
    let shift = Lanes(repeating: 0x1.8p23)
    let shifted: Lanes = x * 1.442695 + shift
    let n: Lanes = shifted - shift
    // ln 2 in two parts, the first with 12 bits so that its product with n is exact.
    let rough: Lanes = x - n * 0.693115234375
    return (integers(shifted), rough - n * 3.1946183e-05)
  }

  /// The whole numbers that adding 1.5 · 2²³ left in the lowest bits.
  @inlinable
  @inline(__always)
  static func integers(_ shifted: Lanes) -> SIMD16<Int32> {
    unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- 0x4b40_0000
  }

  /// 2ⁿ of each lane for n between −127, which gives zero, and 127.
  @inlinable
  @inline(__always)
  static func powerOfTwo(_ n: SIMD16<Int32>) -> Lanes {
    unsafeBitCast((n &+ 127) &<< 23, to: Lanes.self)
  }

  /// eʳ − 1 for |r| ≤ ln 2 / 2 by interpolation at the Chebyshev nodes, error 2e-8.
  @inlinable
  @inline(__always)
  static func expMinus1(ofReduced r: Lanes) -> Lanes {
    var p = Lanes(repeating: 0.00139264)
    p = p * r + 0.008363353
    p = p * r + 0.041666552
    p = p * r + 0.16666576
    p = p * r + 0.5
    return r + (r * r) * p
  }
}
