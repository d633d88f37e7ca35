import Kernels
import SignalProcessing
import Testing

private let samples = (0..<900).map { (i: Int) in Float((7 * i * i + 3 * i) % 41) / 16 - 1 }

private func spectra(
  of samples: [Float], by welch: SlidingWelch, cuts: [Range<Int>]? = nil
) -> [Float] {
  var state = welch.start()
  var spectra: [Float] = []
  for cut in cuts ?? [0..<samples.count] {
    welch.process(samples.span.extracting(cut), &state, into: &spectra)
  }
  return spectra
}

@Test func spectraEqualThoseOfSciPy() {
  let even = SlidingWelch(rate: 100, length: 128, averaged: 13)
  let odd = SlidingWelch(rate: 50, length: 45, averaged: 8)
  let ours = spectra(of: samples, by: even)
  #expect(ours.count == 65)
  for (index, golden) in welchGolden.enumerated() {
    #expect(abs(Double(ours[8 * index]) - golden) < 1e-6)
  }
  let theirs = spectra(of: Array(samples[..<225]), by: odd)
  #expect(theirs.count == 23)
  for (index, golden) in oddWelchGolden.enumerated() {
    #expect(abs(Double(theirs[4 * index]) - golden) < 1e-6)
  }
}

@Test func thePowerOfASineIsHalfItsSquaredAmplitude() {
  let welch = SlidingWelch(rate: 100, length: 200, averaged: 5)
  let sine = (0..<600).map { Float(3 + 2 * Elementary.sin(2 * .pi * 10 * Double($0) / 100)) }
  let spectrum = spectra(of: sine, by: welch)
  #expect(abs(welch.power(of: spectrum.span.extracting(0..<101), in: 8..<12) - 2) < 1e-3)
  #expect(welch.power(of: spectrum.span.extracting(0..<101), in: 20..<50) < 1e-6)
}

@Test func adjoiningBandsAddUp() {
  let welch = SlidingWelch(rate: 100, length: 128, averaged: 13)
  let spectrum = spectra(of: samples, by: welch)
  let whole = welch.power(of: spectrum.span, in: 1.3..<40.1)
  let parts = [1.3..<7.77, 7.77..<23.456, 23.456..<40.1].map {
    welch.power(of: spectrum.span, in: $0)
  }
  #expect(abs(parts.reduce(0, +) - whole) < 1e-12 * whole)
}

@Test(arguments: 1...3 as ClosedRange<UInt64>)
func cutsDoNotShowInSpectra(seed: UInt64) {
  let welch = SlidingWelch(rate: 100, length: 64, averaged: 6, stride: 2)
  var noise = Noise(seed)
  var samples = (0..<5000).map { _ in noise.normal() }
  for index in [0, 1000, 1001, 3200] + Array(2000..<2300) { samples[index] = .nan }
  let whole = spectra(of: samples, by: welch)
  #expect(
    bits(spectra(of: samples, by: welch, cuts: randomCuts(of: 5000, seed: seed))) == bits(whole))
  for index in 0..<whole.count / welch.width {
    let end = welch.end(ofSpectrum: index)
    let isMissing = whole[index * welch.width].isNaN
    #expect(isMissing == (end > 2000 + 3 * 32 && end - 3 * 32 - 32 < 2300))
  }
}

@Test func spectraAllocateNothing() {
  let welch = SlidingWelch(rate: 100, length: 128, averaged: 4)
  var state = welch.start()
  var spectra: [Float] = []
  spectra.reserveCapacity(5000)
  #expect(allocations { welch.process(samples.span, &state, into: &spectra) } == 0)
}
