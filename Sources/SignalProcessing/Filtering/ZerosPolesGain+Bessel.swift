internal import Kernels

extension ZerosPolesGain {
  /// The prototype of the flattest delay (`scipy.signal.besselap`).
  static func bessel(_ order: Int, norm: RecursiveDesign.BesselNorm) -> ZerosPolesGain {
    let polynomial = BesselPolynomial(order)
    let constant = polynomial.coefficients[order]
    let delay = ZerosPolesGain(zeros: [], poles: polynomial.roots, gain: constant)
    switch norm {
    case .delay: return delay
    case .phase:
      let scale = Elementary.exp(-Elementary.log(constant) / Double(order))
      return ZerosPolesGain(zeros: [], poles: delay.poles.map { scale * $0 }, gain: 1)
    case .magnitude:
      return delay.lowPass(1 / delay.halfPowerFrequency)
    }
  }

  /// Where a low-pass filter of unit gain, without zeros, lets half the power through, in rad/s.
  private var halfPowerFrequency: Double {
    var (low, high) = (0.0, 1.0)
    while powerLoss(high) < 2 { high *= 2 }
    while true {
      let middle = (low + high) / 2
      guard low < middle && middle < high else { return middle }
      if powerLoss(middle) < 2 { low = middle } else { high = middle }
    }
  }

  private func powerLoss(_ frequency: Double) -> Double {
    let denominator = poles.reduce(Complex(1)) { $0 * (Complex(0, frequency) - $1) }
    return (denominator.magnitude / gain) * (denominator.magnitude / gain)
  }
}
