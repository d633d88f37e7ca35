extension Elementary {
  /// Returns the sine of `x` radians, to 1 ulp for every finite `x`.
  public static func sin(_ x: Double) -> Double {
    guard abs(x) < .infinity else { return .nan }
    if abs(x) < 0x1p-27 { return x }
    let angle = Angle(x)
    return angle.quadrant & 2 == 0 ? angle.sine(shifted: 0) : -angle.sine(shifted: 0)
  }

  /// Returns the cosine of `x` radians, to 1 ulp for every finite `x`.
  public static func cos(_ x: Double) -> Double {
    guard abs(x) < .infinity else { return .nan }
    let angle = Angle(x)
    return (angle.quadrant + 1) & 2 == 0 ? angle.sine(shifted: 1) : -angle.sine(shifted: 1)
  }

  /// Returns the tangent of `x` radians, to 3 ulp for every finite `x`.
  public static func tan(_ x: Double) -> Double {
    guard abs(x) < .infinity else { return .nan }
    if abs(x) < 0x1p-27 { return x }
    let angle = Angle(x)
    let value = angle.sine(shifted: 0) / angle.sine(shifted: 1)
    return angle.quadrant & 1 == 0 ? value : -value
  }
}

extension Angle {
  /// The sine's or the cosine's size and inner sign, by whichever of the two series applies here.
  func sine(shifted quarter: Int) -> Double {
    (quadrant + quarter) & 1 == 0 ? sineOfRest : cosineOfRest
  }

  /// The sine of the rest, |rest| ≤ π/4.
  private var sineOfRest: Double {
    let z = rest * rest
    // (sin(r)/r − 1) / z by interpolation at the Chebyshev nodes, error 6e-18.
    var p = -7.586094789672523e-13
    p = p * z + 1.6058521349954984e-10
    p = p * z - 2.5052106167335705e-08
    p = p * z + 2.7557319219150783e-06
    p = p * z - 0.00019841269841264821
    p = p * z + 0.008333333333333331
    p = p * z - 0.16666666666666666
    return rest + (z * rest * p + low * (1 - 0.5 * z))
  }

  /// The cosine of the rest, |rest| ≤ π/4.
  private var cosineOfRest: Double {
    let z = rest * rest
    // (cos(r) − 1 + z/2) / z² by interpolation at the Chebyshev nodes, error 1e-18.
    var p = 4.745537017313825e-14
    p = p * z - 1.1470455178216796e-11
    p = p * z + 2.0876755754879594e-09
    p = p * z - 2.755731922129809e-07
    p = p * z + 2.480158730158451e-05
    p = p * z - 0.0013888888888888887
    p = p * z + 0.041666666666666664
    let half = 0.5 * z
    let main = 1 - half
    return main + (((1 - main) - half) + (z * z * p - rest * low))
  }
}
