import SignalProcessing
import Testing

@Suite struct DetrendTests {
  @Test func detrendingEqualsThatOfSciPy() {
    for (trend, golden) in [
      (Trend.linear, WindowGoldens.detrended), (.constant, WindowGoldens.centred),
    ] {
      var samples = WindowGoldens.input
      var singles = samples.map { Float($0) }
      var span = samples.mutableSpan
      detrend(&span, removing: trend)
      for (ours, golden) in zip(samples, golden) { #expect(abs(ours - golden) < 1e-13) }
      var singleSpan = singles.mutableSpan
      detrend(&singleSpan, removing: trend)
      for (ours, golden) in zip(singles, golden) { #expect(abs(Double(ours) - golden) < 1e-6) }
    }
  }

  @Test func whatIsMissingTakesNoPartAndStays() {
    var samples = (0..<100).map { 3 - 0.5 * Double($0) }
    for index in 20..<30 { samples[index] = .nan }
    samples[0] = .infinity
    var span = samples.mutableSpan
    detrend(&span)
    #expect(samples[0] == .infinity)
    for index in 1..<100 {
      #expect((20..<30).contains(index) ? samples[index].isNaN : abs(samples[index]) < 1e-12)
    }
  }

  @Test func oneSampleOrNoneIsNoTrouble() {
    var none: [Double] = []
    var span = none.mutableSpan
    detrend(&span)
    var one = [5.0]
    var single = one.mutableSpan
    detrend(&single)
    #expect(one == [0])
  }
}
