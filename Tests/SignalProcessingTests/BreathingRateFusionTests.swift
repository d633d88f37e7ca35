import Kernels
import SignalProcessing
import Testing

/// The estimate over the window that ends at 60 s, of modulations by breathing and by noise.
private func estimate(
  perMinute: [Double], noise amplitude: Float = 0.1, interval: Double = 0.8,
  missing: Range<Double> = 0..<0
) -> BreathingRateFusion.Estimate {
  let fusion = BreathingRateFusion(modulations: perMinute.count)
  var state = fusion.start()
  var noise = Noise(3)
  for time in SyntheticECG.times(seconds: 60.5, interval: interval) where !missing.contains(time) {
    for (modulation, perMinute) in perMinute.enumerated() {
      let breath = Float(Elementary.sin(2 * .pi * perMinute / 60 * time))
      fusion.append(
        70 + breath + amplitude * noise.normal() + Float(time) / 10, at: time, to: modulation,
        &state)
    }
  }
  return fusion.estimate(at: 60, &state)
}

@Suite struct BreathingRateFusionTests {
  @Test(arguments: [6.0, 10, 16, 25, 32]) func theRateIsThatOfTheModulations(perMinute: Double) {
    let found = estimate(perMinute: [perMinute, perMinute, perMinute])
    #expect(abs(found.rate - perMinute) < 0.5)
    #expect(found.agreement > 0.7)
    #expect(abs(estimate(perMinute: [perMinute]).rate - perMinute) < 0.5)
  }

  @Test func twoThatAgreeOutweighOneThatIsNoise() {
    let found = estimate(perMinute: [15, 0, 15], noise: 0.6)
    #expect(abs(found.rate - 15) < 1)
  }

  @Test func whereModulationsDisagreeThereIsNoRate() {
    let found = estimate(perMinute: [8, 16, 30])
    #expect(found.rate.isNaN)
    #expect(found.agreement < 0.6)
    #expect(estimate(perMinute: [0, 0, 0], noise: 1).rate.isNaN)
  }

  @Test func aWindowThatIsNotFilledHasNoRate() {
    #expect(estimate(perMinute: [15], missing: 40..<45).rate.isNaN)
    #expect(estimate(perMinute: [15], missing: 50..<60).rate.isNaN)
    #expect(abs(estimate(perMinute: [15], missing: 10..<20).rate - 15) < 0.5)
    #expect(abs(estimate(perMinute: [15], missing: 40..<43).rate - 15) < 1)
  }

  @Test func aBeatThatIsAnOutlierDoesNotMatter() {
    let fusion = BreathingRateFusion(modulations: 1)
    var state = fusion.start()
    for (index, time) in SyntheticECG.times(seconds: 60, interval: 0.8).enumerated() {
      let breath = Float(Elementary.sin(2 * .pi * 0.25 * time))
      fusion.append(index % 19 == 7 ? 100 : breath, at: time, to: 0, &state)
    }
    #expect(abs(fusion.estimate(at: 60, &state).rate - 15) < 0.5)
  }

  @Test func nothingIsAllocated() {
    let fusion = BreathingRateFusion(modulations: 2)
    var state = fusion.start()
    var time = 0.0
    #expect(
      allocations {
        for _ in 0..<500 {
          time += 0.3
          fusion.append(Float(Elementary.sin(1.5 * time)), at: time, to: 0, &state)
          fusion.append(.nan, at: time, to: 1, &state)
          _ = fusion.estimate(at: time, &state)
        }
      } == 0)
  }
}
