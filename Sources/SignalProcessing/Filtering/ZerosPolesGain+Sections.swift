extension ZerosPolesGain {
  /// The filter as a cascade, poles paired with the zeros nearest to them.
  ///
  /// Pairing and order are those of `scipy.signal.zpk2sos(pairing="nearest")`: the poles nearest to
  /// the unit circle come last, so that what they amplify has been filtered before. The gain is in
  /// the first section. Zeros and poles must be real or come in conjugate pairs, equal in number.
  func sections() -> [SecondOrderSections.Section] {
    precondition(zeros.count == poles.count, "a digital filter has as many zeros as poles")
    let padding = poles.count % 2 == 1 ? [Complex(0)] : []
    var poles = upperHalf(of: poles + padding)
    var zeros = upperHalf(of: zeros + padding)
    var sections: [SecondOrderSections.Section] = []
    while let first = takeWorst(&poles, where: { _ in true }) {
      let realPoles = poles.count { $0.isReal }
      let realZeros = zeros.count { $0.isReal }
      if first.isReal && realPoles == 0 {
        let zero = takeNearest(to: first, &zeros) { $0.isReal }
        sections.append(section(zeros: (zero, Complex(0)), poles: (first, Complex(0))))
      } else if poles.count + 1 == zeros.count, !first.isReal, realPoles == 1, realZeros == 1 {
        let zero = takeNearest(to: first, &zeros) { !$0.isReal }
        sections.append(section(zeros: (zero, zero.conjugate), poles: (first, first.conjugate)))
      } else {
        let second =
          first.isReal ? takeWorst(&poles) { $0.isReal } ?? Complex(0) : first.conjugate
        let zero = takeNearest(to: first, &zeros) { _ in true }
        let other = zero.isReal ? takeNearest(to: first, &zeros) { $0.isReal } : zero.conjugate
        sections.append(section(zeros: (zero, other), poles: (first, second)))
      }
    }
    sections.reverse()
    sections[0].b0 *= gain
    sections[0].b1 *= gain
    sections[0].b2 *= gain
    return sections
  }

  /// One of each conjugate pair by real and then imaginary part, and then the real ones.
  private func upperHalf(of values: [Complex]) -> [Complex] {
    let tolerance = 100 * Double.ulpOfOne
    let real = values.filter { $0.imaginary.magnitude <= tolerance * $0.magnitude }
    let upper = values.filter { $0.imaginary > tolerance * $0.magnitude }
    return upper.sorted { ($0.real, $0.imaginary) < ($1.real, $1.imaginary) }
      + real.map { Complex($0.real) }.sorted { $0.real < $1.real }
  }

  /// Takes out the pole nearest to the unit circle.
  private func takeWorst(_ poles: inout [Complex], where allowed: (Complex) -> Bool) -> Complex? {
    take(&poles, where: allowed) { (1 - $0.magnitude).magnitude }
  }

  private func takeNearest(
    to pole: Complex, _ zeros: inout [Complex], where allowed: (Complex) -> Bool
  ) -> Complex {
    take(&zeros, where: allowed) { ($0 - pole).magnitude } ?? Complex(0)
  }

  private func take(
    _ values: inout [Complex], where allowed: (Complex) -> Bool, by cost: (Complex) -> Double
  ) -> Complex? {
    let candidates = values.indices.filter { allowed(values[$0]) }
    guard let best = candidates.min(by: { cost(values[$0]) < cost(values[$1]) }) else {
      return nil
    }
    return values.remove(at: best)
  }

  private func section(
    zeros: (Complex, Complex), poles: (Complex, Complex)
  ) -> SecondOrderSections.Section {
    SecondOrderSections.Section(
      b0: 1, b1: -(zeros.0 + zeros.1).real, b2: (zeros.0 * zeros.1).real,
      a1: -(poles.0 + poles.1).real, a2: (poles.0 * poles.1).real)
  }
}
