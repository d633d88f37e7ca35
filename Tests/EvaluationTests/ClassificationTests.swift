internal import Evaluation
internal import Testing

@Suite struct ClassificationTests {
  private func cases(_ scores: [Double], _ outcomes: [Int]) -> [ScoredCase] {
    zip(scores, outcomes).compactMap { ScoredCase(score: $0, isPositive: $1 == 1) }
  }

  @Test("Areas and Brier score equal values worked out by hand")
  func figures() {
    // The example in scikit-learn's manual: 3 of 4 pairs in order; 1/2 · 1 + 1/2 · 2/3.
    let four = cases([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    #expect(four.areaUnderROC == 0.75)
    #expect(four.averagePrecision == 0.5 + 0.5 * (2.0 / 3.0))
    let brier = (0.01 + 0.16 + 0.4225 + 0.04) / 4
    #expect(abs((four.brierScore ?? 0) - brier) < 1e-15)
    #expect(four.prevalence == 0.5)
  }

  @Test("Ties count half, in whatever order they come")
  func ties() {
    let tied = cases([0.5, 0.5, 0.5, 0.9], [1, 0, 0, 1])
    #expect(tied.areaUnderROC == 0.75)
    #expect(tied.averagePrecision == 0.5 * 1 + 0.5 * 0.5)
    #expect(Array(tied.reversed()).areaUnderROC == tied.areaUnderROC)
    #expect(Array(tied.reversed()).averagePrecision == tied.averagePrecision)
  }

  @Test("A figure that is not defined is none, and a score that is not a number is no case")
  func undefined() {
    #expect(cases([0.1, 0.2], [0, 0]).areaUnderROC == nil)
    #expect(cases([0.1, 0.2], [0, 0]).averagePrecision == nil)
    #expect([ScoredCase]().brierScore == nil)
    #expect(ScoredCase(score: .nan, isPositive: true) == nil)
  }

  @Test("Calibration error is nought where probabilities are right and their excess where not")
  func calibration() {
    #expect(cases([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1]).calibrationError(bins: 1) == 0)
    #expect(cases([0.25, 0.25, 1, 1], [0, 0, 1, 1]).calibrationError(bins: 2) == 0.125)
  }

  @Test("A confusion matrix gives each class its figures")
  func confusion() {
    var matrix = ConfusionMatrix(classes: ["A", "B", "C"])
    for (truth, prediction, count) in [(0, 0, 5), (0, 1, 2), (1, 1, 3), (2, 0, 4), (2, 2, 6)] {
      for _ in 0..<count { matrix.add(truth: truth, prediction: prediction) }
    }
    #expect(matrix.accuracy == Proportion(14, of: 20))
    #expect(matrix.sensitivity(of: 0) == Proportion(5, of: 7))
    #expect(matrix.positivePredictivity(of: 0) == Proportion(5, of: 9))
    #expect(matrix.specificity(of: 0) == Proportion(9, of: 13))
    #expect(matrix.f1(of: 0) == 10.0 / 16.0)
    let threshold = cases([0.1, 0.5, 0.9], [0, 1, 0]).confusion(threshold: 0.5)
    #expect(threshold.counts == [1, 1, 0, 1])
  }

  @Test("A bootstrap interval holds the estimate, repeats with its seed and narrows with patients")
  func bootstrap() throws {
    let patient = { (index: Int) in [Double(index % 10)] }
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    let few = try #require(
      BootstrapInterval(over: (0..<20).map(patient), seed: 7, of: mean))
    let again = try #require(
      BootstrapInterval(over: (0..<20).map(patient), seed: 7, of: mean))
    let other = try #require(
      BootstrapInterval(over: (0..<20).map(patient), seed: 8, of: mean))
    let many = try #require(
      BootstrapInterval(over: (0..<500).map(patient), seed: 7, of: mean))
    #expect(few == again)
    #expect(few != other)
    #expect(few.estimate == 4.5)
    // The standard error of the mean of 20 such values is 2.87 / √20 = 0.64.
    #expect(abs(few.lower - (4.5 - 1.96 * 0.642)) < 0.2)
    #expect(abs(few.upper - (4.5 + 1.96 * 0.642)) < 0.2)
    #expect(many.upper - many.lower < (few.upper - few.lower) / 4)
  }

  @Test("A patient's cases stay together, and resamples without the figure are counted")
  func patients() throws {
    let patients = [cases([0.2, 0.4, 0.1, 0.3], [0, 0, 0, 0]), cases([0.9], [1])]
    let interval = try #require(
      BootstrapInterval(over: patients, resamples: 400) { $0.areaUnderROC })
    #expect(interval.estimate == 1)
    #expect(interval.resamples + interval.undefined == 400)
    // Both draws fall on one patient in half of the resamples.
    #expect((150...250).contains(interval.undefined))
    #expect(BootstrapInterval(over: [cases([0.2], [0])]) { $0.areaUnderROC } == nil)
  }
}
