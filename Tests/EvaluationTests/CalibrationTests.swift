internal import Evaluation
internal import Kernels
internal import Testing

@Suite struct CalibrationTests {
  /// Cases whose log-odds are drawn evenly and whose outcomes follow a logistic curve of them.
  private func cases(_ count: Int, slope: Double, intercept: Double, seed: UInt64) -> [ScoredCase] {
    var random = Xoshiro(seed: seed)
    return (0..<count).compactMap { _ in
      let z = 8 * Double(random.uniform()) - 4
      let p = Elementary.sigmoid(intercept + slope * z)
      return ScoredCase(score: z, isPositive: Double(random.uniform()) < p)
    }
  }

  @Test func aLogisticFitFindsTheCurveThatTheOutcomesFollow() throws {
    let fit = try #require(
      LogisticFit(logOdds: cases(20_000, slope: 0.6, intercept: -0.8, seed: 1)))
    #expect(abs(fit.slope - 0.6) < 0.03)
    #expect(abs(fit.intercept + 0.8) < 0.06)
  }

  @Test func aLogisticFitMakesTheMeanProbabilityTheShareOfPositives() throws {
    let some = cases(500, slope: 2, intercept: 1, seed: 2)
    let fit = try #require(LogisticFit(logOdds: some))
    let mean = some.map { fit.probability($0.score) }.reduce(0, +) / 500
    #expect(abs(mean - (some.prevalence ?? 0)) < 1e-10)
  }

  @Test func whatHasNoBestCurveHasNone() {
    func made(_ pairs: [(Double, Bool)]) -> [ScoredCase] {
      pairs.compactMap { ScoredCase(score: $0.0, isPositive: $0.1) }
    }
    #expect(LogisticFit(logOdds: made([(1, true), (2, true)])) == nil)
    #expect(LogisticFit(logOdds: made([(1, true), (1, false)])) == nil)
    #expect(LogisticFit(logOdds: made([(-1, false), (0, false), (1, true), (2, true)])) == nil)
    #expect(LogisticFit(logOdds: []) == nil)
  }

  @Test func theIsotonicCurveIsThatOfScikitLearn() throws {
    // IsotonicRegression(out_of_bounds="clip").fit([1, 2, 2, 3, 4, 5, 6], [0, 1, 0, 0, 1, 0, 1]):
    // predict([0, 1, 1.5, 2, 3, 3.5, 4, 5.5, 7]).
    let pairs: [(Double, Bool)] = [
      (1, false), (2, true), (2, false), (3, false), (4, true), (5, false), (6, true),
    ]
    let curve = try #require(
      IsotonicCurve(fitting: pairs.compactMap { ScoredCase(score: $0, isPositive: $1) }))
    let third = 1.0 / 3
    let wanted = [0, 0, third / 2, third, third, (third + 0.5) / 2, 0.5, 0.75, 1]
    for (score, value) in zip([0, 1, 1.5, 2, 3, 3.5, 4, 5.5, 7], wanted) {
      #expect(abs(curve.probability(score) - value) < 1e-15, "at \(score)")
    }
  }

  @Test func anIsotonicCurveKeepsTheShareOfPositives() throws {
    let some = cases(777, slope: -0.3, intercept: 0.2, seed: 3)
    let curve = try #require(IsotonicCurve(fitting: some))
    let sum = some.map { curve.probability($0.score) }.reduce(0, +)
    #expect(abs(sum - Double(some.count(where: \.isPositive))) < 1e-9)
    #expect(curve.probability(.nan).isNaN)
    #expect(IsotonicCurve(scores: [1, 0], probabilities: [0, 1]) == nil)
    #expect(IsotonicCurve(scores: [0, 1], probabilities: [0.5, 0.4]) == nil)
    #expect(IsotonicCurve(scores: [0, 1], probabilities: [0.5, 1.1]) == nil)
  }

  @Test func aTemperatureFindsHowMuchTooSureTheLogitsAre() throws {
    var random = Xoshiro(seed: 4)
    let cases = (0..<20_000).map { _ in
      let logits = (0..<3).map { _ in 4 * Double(random.uniform()) }
      var draw = Double(random.uniform())
      var truth = 0
      for (index, p) in (Temperature(1)?.probabilities(logits) ?? []).enumerated() {
        draw -= p
        truth = index
        if draw < 0 { break }
      }
      return Temperature.Case(logits: logits.map { 2.5 * $0 }, truth: truth)
    }
    let fitted = try #require(Temperature(fitting: cases))
    #expect(abs(fitted.value - 2.5) < 0.1)
    #expect(Temperature(fitting: []) == nil)
    #expect(Temperature(fitting: [.init(logits: [1], truth: 1)]) == nil)
    #expect(Temperature(0) == nil)
  }

  @Test func oneOutputIsTemperedAsTwoClassesAre() throws {
    let temperature = try #require(Temperature(1.7))
    let one = temperature.probabilities([0.9])
    let two = temperature.probabilities([0, 0.9])
    #expect(abs(one[0] - two[1]) < 1e-15)
  }

  @Test func aConformalThresholdKeepsTheRateOverNewCases() throws {
    // With n = 199 and rate 0.05 the share above the threshold is beta distributed with mean 0.05.
    var random = Xoshiro(seed: 5)
    var above = 0
    for _ in 0..<2_000 {
      let known = (0..<199).map { _ in Double(random.uniform()) }
      let threshold = try #require(ConformalThreshold(negatives: known, rate: 0.05))
      if threshold.alarms(Double(random.uniform())) { above += 1 }
    }
    // Two thousand draws of a probability of 0.05 have a standard deviation of 9.7.
    #expect(abs(Double(above) - 100) < 30)
  }

  @Test func tooFewCasesGiveNoThreshold() {
    let nine = (1...9).map(Double.init)
    #expect(ConformalThreshold(negatives: nine, rate: 0.1)?.score == 9)
    #expect(ConformalThreshold(negatives: nine, rate: 0.09) == nil)
    #expect(ConformalThreshold(negatives: [], rate: 0.5) == nil)
    for rate in [0, 1, -1, .nan, .infinity] {
      #expect(ConformalThreshold(negatives: nine, rate: rate) == nil)
    }
    #expect(ConformalThreshold(negatives: nine, rate: 0.5)?.score == 5)
  }
}
