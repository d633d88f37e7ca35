import Kernels
import SignalProcessing
import Testing

private let samples = (0..<900).map { (i: Int) in Double((7 * i * i + 3 * i) % 41) / 16 - 1 }

private func densities(of samples: [Double], by welch: Welch) -> [Double] {
  welch.densities(of: samples.span)
}

@Test func wholeSpectraEqualThoseOfSciPy() {
  let welch = Welch(rate: 100, length: 128)
  let ours = densities(of: samples, by: welch)
  let narrow = samples.map { Float($0) }
  let single = welch.densities(of: narrow.span)
  #expect(ours.count == 65)
  let peak = wholeWelchGolden.max() ?? 0
  for (index, golden) in wholeWelchGolden.enumerated() {
    #expect(abs(ours[5 * index] / golden - 1) < 1e-9)
    #expect(abs(single[5 * index] - golden) < 1e-6 * peak)
  }
  let hamming = Welch(rate: 50, tapers: .window(.hamming, length: 45), overlap: 30)
  let other = densities(of: samples, by: hamming)
  #expect(other.count == 23)
  for (index, golden) in hammingWelchGolden.enumerated() {
    #expect(abs(other[3 * index] / golden - 1) < 1e-9)
  }
}

@Test func multitaperSpectraEqualTheirDefinition() {
  let tapers = TaperSet.slepian(length: 300, halfBandwidth: 3, count: 5)
  let ours = densities(of: Array(samples[..<300]), by: Welch(rate: 100, tapers: tapers))
  for (index, golden) in multitaperGolden.enumerated() {
    #expect(abs(ours[15 * index] / golden - 1) < 1e-9, "\(index)")
  }
}

/// Parseval: the area under a density is the energy of the tapered stretch.
@Test(arguments: [64, 75]) func densitiesAddUpToTheVariance(length: Int) {
  let tapers = TaperSet.slepian(length: length, halfBandwidth: 2, count: 3)
  let mean = samples[..<length].reduce(0, +) / Double(length)
  var expected = 0.0
  for order in 0..<3 {
    for index in 0..<length {
      let value = (samples[index] - mean) * tapers.values[order * length + index]
      expected += value * value * tapers.weights[order]
    }
  }
  let spectrum = densities(of: Array(samples[..<length]), by: Welch(rate: 10, tapers: tapers))
  let area = spectrum.reduce(0, +) * 10 / Double(length)
  #expect(abs(area / expected - 1) < 1e-12)
}

@Test func stretchesThatMissSamplesAreLeftOut() {
  let welch = Welch(rate: 100, length: 100)
  var holed = samples
  holed[350] = .nan
  holed[360] = .infinity
  let before = densities(of: Array(samples[0..<350]), by: welch)
  let behind = densities(of: Array(samples[400..<900]), by: welch)
  let ours = densities(of: holed, by: welch)
  for index in ours.indices {
    let expected = (before[index] * 6 + behind[index] * 9) / 15
    #expect(abs(ours[index] / expected - 1) < 1e-12)
  }
  for place in 0..<10 { holed[90 * place] = .nan }
  for density in densities(of: holed, by: welch) { #expect(density.isNaN) }
  for density in densities(of: Array(samples[0..<99]), by: welch) { #expect(density.isNaN) }
}

@Test func columnsEqualThoseOfSciPy() {
  let spectrogram = Spectrogram(rate: 100, tapers: .window(.hann, length: 64), hop: 40)
  var state = spectrogram.start()
  var columns: [Float] = []
  let narrow = samples.map { Float($0) }
  spectrogram.process(narrow.span, &state, into: &columns)
  #expect(columns.count == 33 * 21)
  for (index, golden) in spectrogramGolden.enumerated() {
    #expect(abs(Double(columns[3 * 33 + 8 * index]) - golden) < 1e-6)
  }
}

@Test(arguments: [1, 17, 64, 90])
func cutsDoNotShowInColumns(hop: Int) {
  let tapers = TaperSet.slepian(length: 64, halfBandwidth: 2, count: 3)
  let spectrogram = Spectrogram(rate: 100, tapers: tapers, hop: hop)
  var noise = Noise(UInt64(hop))
  var samples = (0..<3000).map { _ in noise.normal() }
  for index in [0, 1000] { samples[index] = .nan }
  var whole: [Float] = []
  var state = spectrogram.start()
  spectrogram.process(samples.span, &state, into: &whole)
  #expect(whole.count == 33 * ((3000 - 64) / hop + 1))
  for index in 0..<whole.count / 33 {
    let end = spectrogram.end(ofColumn: index)
    let isMissing = end - 64 <= 0 || (end - 64 <= 1000 && end > 1000)
    #expect(whole[33 * index].isNaN == isMissing)
  }
  var cut: [Float] = []
  state = spectrogram.start()
  for range in randomCuts(of: 3000, seed: UInt64(hop)) {
    spectrogram.process(samples.span.extracting(range), &state, into: &cut)
  }
  #expect(bits(cut) == bits(whole))
}

@Test func columnsAllocateNothing() {
  let spectrogram = Spectrogram(rate: 100, tapers: .window(.hann, length: 64), hop: 40)
  let samples = (0..<900).map { Float($0 % 7) }
  var state = spectrogram.start()
  var columns: [Float] = []
  columns.reserveCapacity(2 * 33 * 30)
  #expect(allocations { spectrogram.process(samples.span, &state, into: &columns) } == 0)
}
