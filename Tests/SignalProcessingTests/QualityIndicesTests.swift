import Kernels
import SignalProcessing
import Testing

private func indices(
  _ wanted: [QualityIndices.Index], rate: Double = 100, half: Int = 100, halves: Int = 10,
  stride: Int = 6, mains: Double = 45, rails: Rails = Rails()
) -> QualityIndices {
  QualityIndices(
    wanted, rate: rate, half: half, halves: halves, stride: stride,
    limits: QualityIndices.Limits(mains: mains, flatRange: 0.01, flatCount: 20, rails: rails))
}

private func vectors(
  of samples: [Float], by indices: QualityIndices, beats: [[Int]] = [], cuts: [Range<Int>]? = nil
) -> [Float] {
  var state = indices.start()
  var vectors: [Float] = []
  for cut in cuts ?? [0..<samples.count] {
    for (detector, positions) in beats.enumerated() {
      for beat in positions where cut.contains(beat) {
        state.note(beatAt: beat, isOfSecond: detector == 1)
      }
    }
    indices.process(samples.span.extracting(cut), &state, into: &vectors)
  }
  return vectors
}

/// A ramp of residues with a peak of two samples every 0.9 s.
private let samples = (0..<2000).map { (i: Int) in
  Float((7 * i * i + 3 * i) % 41) / 16 - 1 + (i % 90 < 2 ? 2 : 0)
}

@Test func indicesEqualThoseOfSciPy() {
  let found = vectors(
    of: samples, by: indices([.kurtosis, .skewness, .complexes, .baseline, .powerline]))
  #expect(found.count == 10)
  for (one, golden) in zip(found, indicesGolden) { #expect(abs(Double(one) - golden) < 2e-6) }
}

@Test(arguments: 1...3 as ClosedRange<UInt64>)
func cutsDoNotShowInIndices(seed: UInt64) {
  var noise = Noise(seed)
  var samples = (0..<6000).map { _ in min(2, noise.normal()) }
  for index in Array(700..<790) + Array(2000..<3300) { samples[index] = .nan }
  for index in 4000..<4100 { samples[index] = 2 }
  let wanted = indices(
    QualityIndices.Index.allCases, rails: Rails(learningAt: 100))
  let beats = [Array(stride(from: 3, to: 6000, by: 83)), Array(stride(from: 9, to: 6000, by: 97))]
  let whole = vectors(of: samples, by: wanted, beats: beats)
  #expect(whole.count == 9 * 10)
  let cuts = randomCuts(of: 6000, seed: seed)
  #expect(bits(vectors(of: samples, by: wanted, beats: beats, cuts: cuts)) == bits(whole))
  for vector in 0..<9 {
    let span = wanted.end(ofVector: vector) - 1000..<wanted.end(ofVector: vector)
    let missing = span.count { !samples[$0].isFinite }
    #expect(whole[10 * vector + 7] == Float(missing) / 1000)
    #expect(whole[10 * vector].isNaN == (missing > 500))
  }
}

@Test func flatAndMissingSharesCountSamples() {
  var samples = (0..<1000).map { Float($0 % 7) }
  for index in 100..<151 { samples[index] = 3 }
  for index in 300..<319 { samples[index] = 3 }
  for index in 500..<540 { samples[index] = index == 520 ? .nan : 3 }
  for index in 600..<700 { samples[index] = .infinity }
  let found = vectors(of: samples, by: indices([.flat, .missing]))
  #expect(found == [71 / Float(899), 101 / Float(1000)])
}

@Test func saturationCountsRailsThatWereLearnedAndStated() {
  var noise = Noise(5)
  let samples = (0..<2000).map { index in
    let wave = Float(abs(index % 100 - 50)) / 10 - 2.5
    return max(-1.5, min(1.5, wave + 0.05 * noise.normal()))
  }
  let share = Float(samples[600..<1600].count { abs($0) == 1.5 }) / 1000
  #expect(share > 0.35 && share < 0.45)
  #expect(vectors(of: samples, by: indices([.saturated])) == [0, 0])
  #expect(
    vectors(of: samples, by: indices([.saturated], rails: Rails(low: -1.5, high: 1.5)))[1]
      == share)
  // A rail is held for three samples three times, and fewer than half of all samples lie there.
  #expect(
    vectors(of: samples, by: indices([.saturated], rails: Rails(learningAt: 100)))[1] == share)
}

@Test func agreementIsTheShareOfBeatsThatBothFound() {
  func share(_ one: [Int], _ other: [Int]) -> Double {
    BeatAgreement.share(of: one.span, and: other.span, tolerance: 15)
  }
  #expect(share([100, 200, 300], [90, 215, 316]) == 0.5)
  #expect(share([100, 200], [100, 110, 200]) == 2.0 / 3)
  #expect(share([], [100]) == 0)
  #expect(share([], []).isNaN)
}

@Test func beatsCorrelateWithTheirTemplate() {
  let times = SyntheticECG.times(seconds: 20, interval: 0.8)
  let clean = SyntheticECG(rate: 100).samples(seconds: 20, beats: times)
  let beats = times.map { Int(($0 * 100).rounded()) }
  var noise = Noise(2)
  var last = 2.0
  for level in [0, 0.05, 0.2, 0.5, 2] as [Float] {
    let noisy = clean.map { $0 + level * noise.normal() }
    var template = TemplateCorrelation(longest: 150)
    let mean = template.mean(of: noisy.span, at: beats.span)
    #expect(mean < last)
    last = mean
  }
  var template = TemplateCorrelation(longest: 150)
  #expect(template.mean(of: clean.span, at: beats.span) > 0.97)
  #expect(last < 0.6)
  #expect(template.mean(of: clean.span, at: Array(beats[..<2]).span).isNaN)
}

/// White noise lowers the share of the QRS band, the kurtosis and the likeness of beats; a wander of
/// the baseline its own index, and mains the share of mains.
@Test func everyIndexFollowsWhatItIsOf() {
  let times = SyntheticECG.times(seconds: 20, interval: 0.8)
  let clean = SyntheticECG(rate: 250).samples(seconds: 20, beats: times)
  let beats = times.map { Int(($0 * 250).rounded()) }
  let wanted = indices(
    [.kurtosis, .complexes, .template, .baseline, .powerline], rate: 250, half: 250, stride: 10,
    mains: 50)
  func index(_ place: Int, _ disturbed: (Float, Int) -> Float) -> [Float] {
    [0, 0.1, 0.3, 1].map { (level: Float) in
      let samples = clean.indices.map { clean[$0] + level * disturbed(clean[$0], $0) }
      return vectors(of: samples, by: wanted, beats: [beats])[5 + place]
    }
  }
  for place in 0..<3 {
    var noise = Noise(3)
    let found = index(place) { _, _ in noise.normal() }
    #expect(found == found.sorted(by: >), "index \(place)")
  }
  let triangle = index(3) { _, position in Float(abs(position % 1250 - 625)) / 300 }
  #expect(triangle == triangle.sorted(by: >))
  let mains = index(4) { _, position in
    Float(Elementary.sin(2 * .pi * 50 * Double(position) / 250))
  }
  #expect(mains == mains.sorted())
  #expect(mains[0] < 0.01 && mains[3] > 0.8)
}

@Test func indicesAllocateNothing() {
  let wanted = indices(QualityIndices.Index.allCases, rails: Rails(learningAt: 100))
  var state = wanted.start()
  var vectors: [Float] = []
  vectors.reserveCapacity(1000)
  var position = 0
  #expect(
    allocations {
      for _ in 0..<20 {
        state.note(beatAt: position)
        state.note(beatAt: position + 4, isOfSecond: true)
        position += 100
      }
      wanted.process(samples.span, &state, into: &vectors)
    } == 0)
}
