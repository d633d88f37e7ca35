extension ZerosPolesGain {
  /// The prototype with ripple in both bands, in dB (`scipy.signal.ellipap`).
  static func elliptic(_ order: Int, ripple: Double, attenuation: Double) -> ZerosPolesGain {
    precondition(0 < ripple && ripple < attenuation, "0 dB < ripple < attenuation")
    let excess = powerExcess(ripple)
    let selectivity = (excess / powerExcess(attenuation)).squareRoot()
    let bands = EllipticModulus(
      selectivity, complement: ((1 - selectivity) * (1 + selectivity)).squareRoot())
    // The degree equation: the nome of the frequencies' modulus is a root of that of the levels'.
    let flank = EllipticModulus(nome: bands.nome(root: order))
    let depth = bands.inverseImaginarySn(1 / excess.squareRoot()) / Double(order)
    var zeros: [Complex] = []
    var poles: [Complex] = []
    for place in stride(from: 1, to: order, by: 2) {
      let u = Double(place) / Double(order)
      let zero = Complex(0, 1 / (flank.modulus * flank.cd(Complex(u)).real))
      let w = flank.cd(Complex(u, -depth))
      let pole = Complex(-w.imaginary, w.real)
      zeros += [zero, zero.conjugate]
      poles += [pole, pole.conjugate]
    }
    if order % 2 == 1 { poles.append(Complex(-flank.imaginarySn(depth))) }
    return ZerosPolesGain(zeros: zeros, poles: poles, gain: 1)
      .withGain(order % 2 == 0 ? 1 / (1 + excess).squareRoot() : 1)
  }
}
