import SignalProcessing
import Testing

private func learned(from samples: [Float], rate: Double) -> Rails.State {
  let rails = Rails(learningAt: rate)
  var state = rails.start()
  for sample in samples { _ = rails.learn(from: sample, &state) }
  return state
}

/// An electrocardiogram of 30 s with some noise, wander and the steps of an analog converter.
private func electrocardiogram(rate: Double, step: Float = 0.005) -> [Float] {
  let times = SyntheticECG.times(seconds: 30, interval: 0.7)
  let samples = SyntheticECG(rate: rate).samples(seconds: 30, beats: times)
  var noise = Noise(4)
  return samples.indices.map { index in
    let phase = Float(index % Int(4 * rate)) / Float(4 * rate)
    let wander = 0.2 * abs(phase - 0.5)
    return ((samples[index] + wander + 0.01 * noise.normal()) / step).rounded() * step
  }
}

@Test(arguments: [100.0, 250, 360, 1000]) func topsOfBeatsAreNoRails(rate: Double) {
  for step in [0.002, 0.005, 0.02] as [Float] {
    let state = learned(from: electrocardiogram(rate: rate, step: step), rate: rate)
    #expect(state.low == nil && state.high == nil, "in steps of \(step) mV")
  }
}

@Test func smoothTopsOfFortyLevelsAreNoRails() {
  for levels in [40, 64, 256] as [Float] {
    let samples = (0..<6000).map { index in
      // A parabola up and one down, which is as blunt as a sine.
      let phase = Float(index % 200) / 100
      let half = phase < 1 ? phase : phase - 1
      let arc = 4 * half * (1 - half) * (phase < 1 ? 1 : -1)
      return (arc * levels / 2).rounded()
    }
    let state = learned(from: samples, rate: 100)
    #expect(state.low == nil && state.high == nil, "\(levels) levels")
  }
}

@Test(arguments: [250.0, 360]) func aClippedElectrocardiogramHasARail(rate: Double) {
  let clipped = electrocardiogram(rate: rate).map { min(0.6, $0) }
  let state = learned(from: clipped, rate: rate)
  #expect(state.high == 0.6)
  #expect(state.low == nil)
}

@Test func aLeadThatIsOffShowsARailOnceItIsHeld() {
  var samples = electrocardiogram(rate: 250)
  for index in 5000..<5124 { samples[index] = -3.3 }
  #expect(learned(from: samples, rate: 250).low == nil)
  samples[5124] = -3.3
  #expect(learned(from: samples, rate: 250).low == -3.3)
  // A rail that the signal passes is none.
  samples[7000] = -3.4
  #expect(learned(from: samples, rate: 250).low == nil)
}

@Test func restAndConstantsAreNoRails() {
  let constant = [Float](repeating: 1, count: 3000)
  #expect(learned(from: constant, rate: 100).high == nil)
  // Without noise the baseline is the lowest value there is, again and again.
  let resting = (0..<3000).map { Float(max(0, 10 - abs($0 % 80 - 40))) }
  #expect(learned(from: resting, rate: 100).low == nil)
  // A line that creeps on in steps holds each of its values for a while.
  let creeping = (0..<6000).map { Float($0 / 100) }
  #expect(learned(from: creeping, rate: 100).high == nil)
}

@Test func aShareAtLearnedRailsBeginsWhereTheRailWasReached() {
  var samples = electrocardiogram(rate: 250)
  for index in 5000..<5400 { samples[index] = 3.3 }
  samples[5200] = .nan
  for (share, window) in [(0.9, 250), (0.3, 125)] {
    let rails = SampleShare(of: .saturated(Rails(learningAt: 250)), share: share, window: window)
    var found: [[Transition]] = []
    for cuts in [[0..<samples.count], randomCuts(of: samples.count, seed: 3)] {
      var state = rails.start()
      var transitions: [Transition] = []
      for cut in cuts {
        rails.process(samples.span.extracting(cut), &state, into: &transitions)
      }
      found.append(transitions)
    }
    #expect(found[0] == found[1])
    #expect(found[0].map(\.position) == [5000, 5400])
    #expect(found[0].map(\.begins) == [true, false])
  }
}
