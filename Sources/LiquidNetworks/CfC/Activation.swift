internal import Kernels

/// A function that bends a backbone layer, under its name in ncps.
public enum Activation: String, Sendable, CaseIterable {
  /// 1.7159 · tanh(0.666 x).
  case lecunTanh = "lecun_tanh"
  /// The hyperbolic tangent.
  case tanh
  /// What is above zero.
  case relu
  /// x · sigmoid(x).
  case silu
  /// x · Φ(x), with the distribution function of the normal distribution itself.
  case gelu

  /// The function of each lane.
  @inline(__always)
  func value(_ x: Lanes) -> Lanes {
    switch self {
    case .lecunTanh: return Lanes(repeating: 1.7159) * Elementary.tanh(x * 0.666)
    case .tanh: return Elementary.tanh(x)
    case .relu: return x.replacing(with: 0, where: x .< 0)
    case .silu: return x * Elementary.sigmoid(x)
    case .gelu: return x * Self.normalShare(x)
    }
  }

  /// Φ(x), the share of a normal distribution that is below x.
  @inline(__always)
  private static func normalShare(_ x: Lanes) -> Lanes {
    let half = Lanes(repeating: 0.5)
    return half + half * Elementary.erf(x * 0.70710677)
  }

  /// The function of each lane and its derivative there.
  @inline(__always)
  func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes) {
    let one = Lanes(repeating: 1)
    switch self {
    case .lecunTanh:
      let y = Elementary.tanh(x * 0.666)
      return (Lanes(repeating: 1.7159) * y, Lanes(repeating: 1.7159 * 0.666) * (one - y * y))
    case .tanh:
      let y = Elementary.tanh(x)
      return (y, one - y * y)
    case .relu:
      return (x.replacing(with: 0, where: x .< 0), one.replacing(with: 0, where: x .< 0))
    case .silu:
      let s = Elementary.sigmoid(x)
      return (x * s, s + x * s * (one - s))
    case .gelu:
      let share = Self.normalShare(x)
      let density: Lanes = Elementary.exp(x * x * -0.5) * 0.3989423
      return (x * share, share + x * density)
    }
  }
}
