extension Elementary {
  /// Returns the angle between −π/2 and π/2 whose tangent is `x`, to 1 ulp.
  public static func atan(_ x: Double) -> Double {
    let size = abs(x)
    guard size == size else { return x }
    if size < 0x1p-27 { return x }
    let value = arctangent(size)
    return x < 0 ? -value : value
  }

  /// Returns the angle of the point (`x`, `y`) from the positive x axis, between −π and π, to 2 ulp.
  public static func atan2(_ y: Double, _ x: Double) -> Double {
    guard x == x, y == y else { return .nan }
    let (height, width) = (abs(y), abs(x))
    let isBehind = x.sign == .minus
    var angle: Double
    if height > width {
      // π/2 less what is missing from the vertical, or more.
      let rest = atan(width / height)
      angle = 0x1.921fb54442d18p0 - ((isBehind ? -rest : rest) - 0x1.1a62633145c07p-54)
    } else {
      let isDiagonal = height == width && height != 0
      angle = height == 0 ? 0 : isDiagonal ? 0x1.921fb54442d18p-1 : atan(height / width)
      if isBehind { angle = 0x1.921fb54442d18p1 - (angle - 0x1.1a62633145c07p-53) }
    }
    return y.sign == .minus ? -angle : angle
  }

  /// The arctangent of a positive number: that of the nearest of five known points and the rest.
  private static func arctangent(_ x: Double) -> Double {
    if x < 0.4375 { return x + series(x) }
    if x < 0.6875 {
      return sum(0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56, (2 * x - 1) / (2 + x))
    }
    if x < 1.1875 {
      return sum(0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55, (x - 1) / (x + 1))
    }
    if x < 2.4375 {
      return sum(0x1.f730bd281f69bp-1, 0x1.007887af0cbbdp-56, (x - 1.5) / (1 + 1.5 * x))
    }
    return sum(0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -1 / x)
  }

  @inline(__always)
  private static func sum(_ high: Double, _ low: Double, _ t: Double) -> Double {
    high + (t + (series(t) + low))
  }

  /// arctan(t) − t for |t| ≤ 7/16 by interpolation at the Chebyshev nodes, error 4e-18.
  @inline(__always)
  private static func series(_ t: Double) -> Double {
    let z = t * t
    var p = 0.014773184616905514
    p = p * z - 0.033128134255983266
    p = p * z + 0.044922592931895176
    p = p * z - 0.05216679739312525
    p = p * z + 0.05876946456754867
    p = p * z - 0.06666241923359942
    p = p * z + 0.07692285554889285
    p = p * z - 0.09090908355602592
    p = p * z + 0.11111111096645038
    p = p * z - 0.14285714285566806
    p = p * z + 0.1999999999999941
    p = p * z - 0.3333333333333333
    return t * z * p
  }
}
