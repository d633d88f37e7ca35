internal import Evaluation
internal import Testing

@Suite struct PairedComparisonTests {
  /// Patients whose first score is better than the second by some noise of its own.
  private func patients(_ count: Int, noise: Double) -> [[PairedCase]] {
    var seed: UInt64 = 7
    func uniform() -> Double {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(seed >> 11) / 0x1p53
    }
    return (0..<count).map { index in
      let risk = uniform()
      let isPositive = uniform() < risk
      let first = risk
      let second = min(1, max(0, risk + noise * (uniform() - 0.5)))
      return [PairedCase(first: first, second: second, isPositive: isPositive)].compactMap(\.self)
    }
  }

  @Test("A model does not differ from itself, in any resample")
  func same() throws {
    let same = patients(200, noise: 0)
    let figure = try #require(PairedFigure(over: same, resamples: 200) { $0.areaUnderROC })
    #expect(figure.first == figure.second)
    #expect(figure.difference.lower == 0 && figure.difference.upper == 0)
    #expect(!figure.excludesNone)
  }

  @Test("The difference is that of the figures, and its interval excludes nought where it is large")
  func different() throws {
    let cases = patients(600, noise: 1.6)
    let area = try #require(PairedFigure(over: cases, resamples: 300) { $0.areaUnderROC })
    #expect(area.difference.estimate == area.first - area.second)
    #expect(area.difference.lower > 0 && area.excludesNone)
    let brier = try #require(PairedFigure(over: cases, resamples: 300) { $0.brierScore })
    #expect(brier.difference.upper < 0 && brier.excludesNone)
  }

  @Test("The interval is narrower than those of two models measured apart")
  func pairing() throws {
    let cases = patients(400, noise: 0.2)
    let paired = try #require(PairedFigure(over: cases, resamples: 300) { $0.areaUnderROC })
    let alone = try #require(
      BootstrapInterval(over: cases, resamples: 300) { $0.map(\.first).areaUnderROC })
    #expect(
      paired.difference.upper - paired.difference.lower < (alone.upper - alone.lower) / 2)
  }
}
