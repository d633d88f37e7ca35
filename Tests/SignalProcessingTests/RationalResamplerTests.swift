import Kernels
import SignalProcessing
import Testing

private func resampled(
  _ samples: [Float], by resampler: RationalResampler, at position: Int = 0,
  cuts: [Range<Int>]? = nil
) -> [Float] {
  var state = resampler.start(at: position)
  return filtered(samples, by: resampler, &state, cuts: cuts).measured
}

@Test(arguments: resampledGoldens.indices)
func resampledSamplesEqualThoseOfSciPy(index: Int) {
  let golden = resampledGoldens[index]
  let samples = (0..<900).map { (i: Int) in Float((7 * i * i + 3 * i) % 41) / 16 - 1 }
  let resampler = RationalResampler(up: golden.up, down: golden.down, bridge: 0)
  let output = resampled(samples, by: resampler)
  #expect(output.count == (900 * golden.up + golden.down - 1) / golden.down - extra(golden))
  for (ours, theirs) in zip(output[golden.first...], golden.samples) {
    #expect(abs(Double(ours) - theirs) < 1e-6)
  }
}

/// SciPy extrapolates up to the next sample that would have come; nothing is measured there.
private func extra(_ ratio: (up: Int, down: Int, first: Int, samples: [Double])) -> Int {
  (900 * ratio.up - 1) / ratio.down - 899 * ratio.up / ratio.down
}

@Test(arguments: [(25, 36), (36, 25), (1, 4), (4, 1), (2, 3)])
func aResampledSineKeepsItsTimes(ratio: (Int, Int)) {
  let resampler = RationalResampler(up: ratio.0, down: ratio.1, bridge: 0)
  func sine(_ time: Double) -> Double { Elementary.sin(2 * .pi * 0.03 * time) }
  let samples = (0..<1000).map { Float(sine(Double($0) + 77)) }
  let output = resampled(samples, by: resampler, at: 77)
  let first = resampler.outputPosition(notBefore: 77)
  for (index, value) in output.enumerated() {
    let time = Double((first + index) * ratio.1) / Double(ratio.0)
    guard time > 150, time < 1000 else { continue }
    #expect(abs(Double(value) - sine(time)) < 2e-3)
  }
}

@Test(arguments: [(25, 36), (36, 25), (1, 4), (4, 1), (1, 1)], [1, 2] as [UInt64])
func cutsDoNotShowInResampling(ratio: (Int, Int), seed: UInt64) {
  let resampler = RationalResampler(up: ratio.0, down: ratio.1, bridge: 10)
  var noise = Noise(seed)
  var samples = (0..<4000).map { _ in noise.normal() }
  for gap in [0..<3, 100..<101, 700..<710, 1500..<1511, 2000..<2500, 3995..<4000] {
    for index in gap { samples[index] = .nan }
  }
  let whole = resampled(samples, by: resampler, at: 13)
  let count = resampler.outputPosition(notBefore: 13 + 4000)
  #expect(whole.count <= count - resampler.outputPosition(notBefore: 13))
  let cuts = randomCuts(of: samples.count, seed: seed)
  #expect(bits(resampled(samples, by: resampler, at: 13, cuts: cuts)) == bits(whole))
  for (index, value) in whole.enumerated() {
    let centre = (resampler.outputPosition(notBefore: 13) + index) * ratio.1
    let before = centre / ratio.0 - 13
    let after = (centre + ratio.0 - 1) / ratio.0 - 13
    #expect(value.isNaN == (samples[before].isNaN || samples[after].isNaN))
  }
}

@Test func aConstantIsResampledToItself() {
  var samples = [Float](repeating: 5, count: 500)
  for index in 200..<300 { samples[index] = .nan }
  let output = resampled(samples, by: RationalResampler(up: 25, down: 36, bridge: 10))
  #expect(output.allSatisfy { $0.isNaN || abs($0 - 5) < 0.02 })
}

@Test func resamplingIsNoLaterThanItsLatencyAndAllocatesNothing() {
  let resampler = RationalResampler(up: 25, down: 36, bridge: 10)
  let samples = [Float](repeating: 1, count: 3600)
  var state = resampler.start()
  var output = FilteredSamples()
  for index in samples.indices {
    resampler.process(samples.span.extracting(index..<index + 1), &state, into: &output)
    #expect(output.count >= resampler.outputPosition(notBefore: index + 1 - resampler.latency))
  }
  let count = allocations {
    output.removeAll()
    resampler.process(samples.span, &state, into: &output)
  }
  #expect(count == 0)
}
