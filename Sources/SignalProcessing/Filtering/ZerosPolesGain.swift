/// A filter as its zeros, its poles and its gain, in the s-plane or in the z-plane.
///
/// The changes of band and the bilinear transform are those of `scipy.signal` (`lp2lp_zpk`,
/// `lp2hp_zpk`, `lp2bp_zpk`, `lp2bs_zpk`, `bilinear_zpk`).
struct ZerosPolesGain {
  var zeros: [Complex]
  var poles: [Complex]
  var gain: Double

  private var excessPoles: Int { poles.count - zeros.count }

  /// The low-pass filter moved from 1 rad/s to `frequency`.
  func lowPass(_ frequency: Double) -> ZerosPolesGain {
    ZerosPolesGain(
      zeros: zeros.map { frequency * $0 },
      poles: poles.map { frequency * $0 },
      gain: gain * repeatedProduct(of: frequency, count: excessPoles))
  }

  /// The high-pass filter that mirrors this low-pass filter about `frequency`.
  func highPass(_ frequency: Double) -> ZerosPolesGain {
    ZerosPolesGain(
      zeros: zeros.map { Complex(frequency) / $0 }
        + Array(repeating: Complex(0), count: excessPoles),
      poles: poles.map { Complex(frequency) / $0 },
      gain: gain * gainOfMirror)
  }

  /// The band-pass filter of `width` around `centre`.
  func bandPass(centre: Double, width: Double) -> ZerosPolesGain {
    ZerosPolesGain(
      zeros: bandEdges(of: zeros.map { width / 2 * $0 }, centre: centre)
        + Array(repeating: Complex(0), count: excessPoles),
      poles: bandEdges(of: poles.map { width / 2 * $0 }, centre: centre),
      gain: gain * repeatedProduct(of: width, count: excessPoles))
  }

  /// The band-stop filter of `width` around `centre`.
  func bandStop(centre: Double, width: Double) -> ZerosPolesGain {
    let mirrored = Complex(width / 2)
    return ZerosPolesGain(
      zeros: bandEdges(of: zeros.map { mirrored / $0 }, centre: centre)
        + Array(repeating: Complex(0, centre), count: excessPoles)
        + Array(repeating: Complex(0, -centre), count: excessPoles),
      poles: bandEdges(of: poles.map { mirrored / $0 }, centre: centre),
      gain: gain * gainOfMirror)
  }

  /// The digital filter that the bilinear transform makes at two samples a second.
  func bilinear() -> ZerosPolesGain {
    let double = Complex(4)
    let numerator = zeros.reduce(Complex(1)) { $0 * (double - $1) }
    let denominator = poles.reduce(Complex(1)) { $0 * (double - $1) }
    return ZerosPolesGain(
      zeros: zeros.map { (double + $0) / (double - $0) }
        + Array(repeating: Complex(-1), count: excessPoles),
      poles: poles.map { (double + $0) / (double - $0) },
      gain: gain * (numerator / denominator).real)
  }

  private var gainOfMirror: Double {
    let numerator = zeros.reduce(Complex(1)) { $0 * -$1 }
    let denominator = poles.reduce(Complex(1)) { $0 * -$1 }
    return (numerator / denominator).real
  }

  private func bandEdges(of scaled: [Complex], centre: Double) -> [Complex] {
    let roots = scaled.map { ($0 * $0 - Complex(centre * centre)).squareRoot }
    return zip(scaled, roots).map { $0 + $1 } + zip(scaled, roots).map { $0 - $1 }
  }

  private func repeatedProduct(of factor: Double, count: Int) -> Double {
    (0..<count).reduce(1) { product, _ in product * factor }
  }
}
