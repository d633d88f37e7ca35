import Testing

@testable import SignalProcessing

/// The designs of SciPy of `kind`, of every order and band.
private func goldens(_ kind: String) -> [DesignGolden] {
  DesignGolden.all.filter { $0.name.hasPrefix("\(kind) ") }
}

/// The distance from each of `values` to the nearest of `others`, the largest of all.
private func distance(_ values: [Complex], _ others: [Complex]) -> Double {
  values.map { value in others.map { ($0 - value).magnitude }.min() ?? .infinity }.max() ?? 0
}

private let kinds = [
  "butterworth", "chebyshevI 0.01", "chebyshevI 3.5", "chebyshevII 40", "elliptic 0.5 60",
  "elliptic 3 20", "bessel phase", "bessel delay", "bessel mag",
]

@Test(arguments: kinds)
func zerosPolesAndGainEqualThoseOfSciPy(kind: String) {
  #expect(goldens(kind).count == 32)
  for golden in goldens(kind) {
    let ours = golden.design.digital(order: golden.order, band: golden.band, rate: golden.rate)
    let zeros = ours.zeros.filter { $0.imaginary >= 0 }
    let poles = ours.poles.filter { $0.imaginary >= 0 }
    #expect(zeros.count == golden.zeros.count, "\(golden.name)")
    #expect(poles.count == golden.poles.count, "\(golden.name)")
    #expect(abs(ours.gain / golden.gain - 1) < 1e-12, "\(golden.name)")
    #expect(distance(zeros, golden.zeros) < 1e-12, "\(golden.name)")
    #expect(distance(golden.zeros, zeros) < 1e-12, "\(golden.name)")
    #expect(distance(poles, golden.poles) < 1e-12, "\(golden.name)")
    #expect(distance(golden.poles, poles) < 1e-12, "\(golden.name)")
  }
}

@Test(arguments: kinds)
func sectionsEqualThoseOfSciPy(kind: String) {
  for golden in goldens(kind) {
    let ours = golden.design.sections(order: golden.order, band: golden.band, rate: golden.rate)
    #expect(ours.sections.count == golden.sections.count, "\(golden.name)")
    for (left, right) in zip(ours.sections, golden.sections) {
      let size = max(right.b0.magnitude, right.b1.magnitude, right.b2.magnitude)
      #expect(abs(left.b0 - right.b0) <= 1e-12 * size, "\(golden.name)")
      #expect(abs(left.b1 - right.b1) <= 1e-12 * size, "\(golden.name)")
      #expect(abs(left.b2 - right.b2) <= 1e-12 * size, "\(golden.name)")
      #expect(abs(left.a1 - right.a1) <= 1e-12, "\(golden.name)")
      #expect(abs(left.a2 - right.a2) <= 1e-12, "\(golden.name)")
    }
  }
}
