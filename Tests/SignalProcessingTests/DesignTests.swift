import Testing

@testable import SignalProcessing

/// The designs of ``designGoldens``, in the same order.
private let designs: [SecondOrderSections] = [
  Butterworth.lowPass(order: 1, frequency: 40, rate: 360),
  Butterworth.lowPass(order: 4, frequency: 40, rate: 250),
  Butterworth.lowPass(order: 7, frequency: 0.7, rate: 128),
  Butterworth.highPass(order: 1, frequency: 0.05, rate: 1000),
  Butterworth.highPass(order: 5, frequency: 0.5, rate: 500),
  Butterworth.bandPass(order: 1, low: 5, high: 15, rate: 200),
  Butterworth.bandPass(order: 2, low: 0.5, high: 40, rate: 360),
  Butterworth.bandPass(order: 3, low: 0.1, high: 0.5, rate: 62.5),
  Butterworth.bandPass(order: 6, low: 8, high: 16, rate: 100),
  Butterworth.bandStop(order: 2, low: 48, high: 52, rate: 360),
  Butterworth.bandStop(order: 3, low: 55, high: 65, rate: 1000),
  Notch.design(frequency: 50, quality: 30, rate: 360),
  Notch.design(frequency: 60, quality: 5, rate: 1000),
]

@Test(arguments: designGoldens.indices)
func designsEqualThoseOfSciPy(index: Int) {
  let golden = designGoldens[index]
  let sections = designs[index].sections
  #expect(sections.count == golden.sections.count, "\(golden.call)")
  for (section, row) in zip(sections, golden.sections) {
    let ours = [section.b0, section.b1, section.b2, 1, section.a1, section.a2]
    for (left, right) in zip(ours, row) {
      #expect(abs(left - right) <= 1e-12 * max(1, abs(right)), "\(golden.call)")
    }
  }
}

@Test(arguments: 1...8)
func butterworthGainIsThatOfItsFormula(order: Int) {
  let low = Butterworth.lowPass(order: order, frequency: 40, rate: 400)
  let high = Butterworth.highPass(order: order, frequency: 40, rate: 400)
  #expect(abs(low.gain(at: 40, rate: 400) - 0.5.squareRoot()) < 1e-9)
  #expect(abs(high.gain(at: 40, rate: 400) - 0.5.squareRoot()) < 1e-9)
  #expect(abs(low.gain(at: 0, rate: 400) - 1) < 1e-9)
  #expect(abs(high.gain(at: 200, rate: 400) - 1) < 1e-9)
  for frequency in stride(from: 5.0, to: 200, by: 15) {
    let sum =
      low.gain(at: frequency, rate: 400).squared + high.gain(at: frequency, rate: 400).squared
    #expect(abs(sum - 1) < 1e-9, "low and high share the power at \(frequency) Hz")
  }
}

@Test func notchTakesOutItsFrequencyAndLittleElse() {
  let notch = Notch.design(frequency: 50, quality: 25, rate: 500)
  #expect(notch.gain(at: 50, rate: 500) < 1e-9)
  #expect(notch.gain(at: 10, rate: 500) > 0.99)
  #expect(abs(notch.gain(at: 0, rate: 500) - 1) < 1e-12)
}

@Test func gainAndGroupDelayEqualThoseOfSciPy() {
  let filter = Butterworth.bandPass(order: 2, low: 0.5, high: 40, rate: 360)
  for (index, frequency) in [1.0, 5, 20, 60].enumerated() {
    #expect(abs(filter.gain(at: frequency, rate: 360) - gainGolden[index]) < 1e-10)
    #expect(abs(filter.groupDelay(at: frequency, rate: 360) - groupDelayGolden[index]) < 1e-8)
  }
}

extension Double {
  fileprivate var squared: Double { self * self }
}
