internal import Kernels

/// The prototypes that pass what is below 1 rad/s (`scipy.signal.buttap`, `cheb1ap`, `cheb2ap`).
extension ZerosPolesGain {
  /// Poles evenly on the left half of the unit circle.
  static func butterworth(_ order: Int) -> ZerosPolesGain {
    let poles = angles(order).map { Complex(-Elementary.cos($0), -Elementary.sin($0)) }
    return ZerosPolesGain(zeros: [], poles: poles, gain: 1)
  }

  /// Poles on an ellipse, which is the flatter the larger the ripple, in dB.
  static func chebyshevI(_ order: Int, ripple: Double) -> ZerosPolesGain {
    precondition(ripple > 0, "a ripple is above 0 dB")
    let excess = powerExcess(ripple)
    let poles = ellipse(order, Elementary.asinh(1 / excess.squareRoot()) / Double(order))
    return ZerosPolesGain(zeros: [], poles: poles, gain: 1)
      .withGain(order % 2 == 0 ? 1 / (1 + excess).squareRoot() : 1)
  }

  /// The mirror image of ``chebyshevI(_:ripple:)``: poles inside out, and zeros where it peaks.
  static func chebyshevII(_ order: Int, attenuation: Double) -> ZerosPolesGain {
    precondition(attenuation > 0, "an attenuation is above 0 dB")
    let height = powerExcess(attenuation).squareRoot()
    let zeros = angles(order).filter { $0 != 0 }.map { Complex(0, 1 / Elementary.sin($0)) }
    let poles = ellipse(order, Elementary.asinh(height) / Double(order)).map { Complex(1) / $0 }
    return ZerosPolesGain(zeros: zeros, poles: poles, gain: 1).withGain(1)
  }

  /// The power that `decibels` are, less one.
  static func powerExcess(_ decibels: Double) -> Double {
    Elementary.expMinus1(decibels * 0.230_258_509_299_404_568_4)
  }

  /// The filter whose gain at frequency zero is `level`.
  func withGain(_ level: Double) -> ZerosPolesGain {
    let numerator = poles.reduce(Complex(1)) { $0 * -$1 }
    let denominator = zeros.reduce(Complex(1)) { $0 * -$1 }
    return ZerosPolesGain(
      zeros: zeros, poles: poles, gain: level * (numerator / denominator).real)
  }

  private static func ellipse(_ order: Int, _ parameter: Double) -> [Complex] {
    let across = Elementary.sinh(parameter)
    let along = Elementary.cosh(parameter)
    return angles(order).map {
      Complex(-across * Elementary.cos($0), -along * Elementary.sin($0))
    }
  }

  /// The angles of `order` poles to either side of the negative axis.
  private static func angles(_ order: Int) -> [Double] {
    stride(from: 1 - order, to: order, by: 2).map { Double.pi * Double($0) / Double(2 * order) }
  }
}
