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

  /// The function of each lane.
  @inline(__always)
  func value(_ x: Lanes) -> Lanes {
    switch self {
    case .lecunTanh: return Lanes(repeating: 1.7159) * Elementary.tanh(x * 0.666)
    case .tanh: return Elementary.tanh(x)
    case .relu: return x.replacing(with: 0, where: x .< 0)
    case .silu: return x * Elementary.sigmoid(x)
    }
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
    }
  }
}
