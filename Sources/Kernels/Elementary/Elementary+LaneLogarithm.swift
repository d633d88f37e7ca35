extension Elementary {
  /// Returns the natural logarithm of each lane, to 2 ulp, subnormal ones included; NaN below zero.
  @inlinable
  @inline(__always)
  public static func log(_ x: Lanes) -> Lanes {
    let one = Lanes(repeating: 1)
    // Subnormal lanes are scaled into the normal range first.
    let isSmall = x .< Lanes(repeating: 0x1p-126)
    let scaled: Lanes = x.replacing(with: x * Lanes(repeating: 0x1p24), where: isSmall)
    let bits = unsafeBitCast(scaled, to: SIMD16<Int32>.self)
    // x = 2ⁿ (1 + f) with 1 + f between √½ and √2.
    let shifted: SIMD16<Int32> = bits &- 0x3f35_04f3
    let n: SIMD16<Int32> = shifted &>> 23
    let mantissa: SIMD16<Int32> = bits &- (n &<< 23)
    let f: Lanes = unsafeBitCast(mantissa, to: Lanes.self) - one
    let lowered: SIMD16<Int32> = n.replacing(with: n &- 24, where: isSmall)
    let exponent = Lanes(lowered)
    let s: Lanes = f / (Lanes(repeating: 2) + f)
    let z: Lanes = s * s
    // (2 artanh(s)/s − 2) / z on |s| ≤ 0.1716, its series: the next term is below 1e-8.
    var p = Lanes(repeating: 0.22222222)
    p = p * z + 0.2857143
    p = p * z + 0.4
    p = p * z + 0.6666667
    let half: Lanes = Lanes(repeating: 0.5) * f * f
    let correction: Lanes = s * (half + z * p)
    // ln 2 in two parts, the first with 12 bits so that its product with n is exact.
    let low: Lanes = correction + exponent * Lanes(repeating: 3.1946183e-05)
    var result: Lanes = exponent * Lanes(repeating: 0.693115234375)
    result = result + (f - (half - low))
    result.replace(with: -.infinity, where: x .== 0)
    result.replace(with: .infinity, where: x .== Lanes(repeating: .infinity))
    let isNumber = x .>= 0
    return result.replacing(with: .nan, where: .!isNumber)
  }

  /// Returns ln(1 + x) of each lane, to 3 ulp; NaN below −1.
  @inlinable
  @inline(__always)
  public static func log1p(_ x: Lanes) -> Lanes {
    let one = Lanes(repeating: 1)
    let u: Lanes = one + x
    // What rounding 1 + x took away enters by the slope of the logarithm.
    let lost: Lanes = x - (u - one)
    var result: Lanes = log(u) + lost / u
    result.replace(with: x, where: u .== one)
    result.replace(with: -.infinity, where: u .== 0)
    return result.replacing(with: .infinity, where: x .== Lanes(repeating: .infinity))
  }
}
