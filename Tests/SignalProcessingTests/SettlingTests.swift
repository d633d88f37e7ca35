import SignalProcessing
import Testing

/// The impulse response of `sections`, as ``RecursiveFilter`` runs them.
private func impulseResponse(_ sections: SecondOrderSections, count: Int) -> [Double] {
  var signal = [Double](repeating: 0, count: count)
  signal[0] = 1
  for section in sections.sections {
    var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
    for index in signal.indices {
      let x = signal[index]
      let newer = section.b0 * x + section.b1 * x1 + section.b2 * x2
      let y = newer - section.a1 * y1 - section.a2 * y2
      (x1, x2, y1, y2) = (x, x1, y, y1)
      signal[index] = y
    }
  }
  return signal
}

@Test(arguments: [
  Butterworth.bandPass(order: 2, low: 0.5, high: 40, rate: 360),
  Butterworth.highPass(order: 1, frequency: 0.5, rate: 250),
  Butterworth.lowPass(order: 6, frequency: 30, rate: 250),
  Notch.design(frequency: 50, quality: 30, rate: 500),
])
func whatCameBeforeSettlingHasTheStatedShareOfTheWeight(sections: SecondOrderSections) {
  let response = impulseResponse(sections, count: 30_000)
  let total = response.reduce(0) { $0 + $1.magnitude }
  for share in [0.1, 1e-3] {
    let settled = sections.settling(to: share)
    let rest = response[settled...].reduce(0) { $0 + $1.magnitude }
    let restBefore = response[(settled * 9 / 10)...].reduce(0) { $0 + $1.magnitude }
    #expect(rest <= share * total * (1 + 1e-5))
    #expect(restBefore > share * total)
  }
}

@Test func whatNeverSettlesSaysSo() {
  let integrator = SecondOrderSections.Section(b0: 1, b1: 0, b2: 0, a1: -1, a2: 0)
  #expect(SecondOrderSections([integrator]).settling(to: 1e-3) == .max)
  #expect(SecondOrderSections([]).settling(to: 1e-3) == 0)
  let halves = SecondOrderSections.Section(b0: 1, b1: 1, b2: 0, a1: 0, a2: 0)
  #expect(SecondOrderSections([halves]).settling(to: 1e-3) == 2)
}
