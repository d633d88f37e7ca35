import Configuration
import Signals
import Stages
import Testing

/// Steps whose class is whether the interval before was short, over recordings of a pattern each.
private func lessons(_ count: Int, scale: Float = 1) -> [LabelledSteps] {
  (0..<count).map { lesson in
    var steps = ObservedSteps(width: 1)
    var targets: [Int?] = []
    var time = 0.0
    for index in 0..<60 {
      let isShort = (index * index + lesson * index) % 5 == 1
      time += isShort ? 0.4 : 0.8
      steps.times.append(Time(seconds: time))
      steps.values.append(scale)
      targets.append(isShort ? 1 : 0)
    }
    return LabelledSteps(steps, targets: targets)
  }
}

private func training(_ optimiser: String, scale: Float = 1) throws -> Training {
  let plan = try TrainingPlan(
    SourceText(
      path: "plan.json",
      #"""
      { "pipeline": "p", "stage": "s", "cohort": "c", "inputs": "x",
        "target": { "classes": [ { "name": "long", "labels": "l" },
                                 { "name": "short", "labels": "s" } ] },
        "network": { "units": 6, "backboneUnits": 8 }, "optimiser": { \#(optimiser) } }
      """#))
  let train = lessons(4, scale: scale)
  let encoding = try #require(
    InputEncoding(fitting: train.map(\.steps), names: ["x"], channels: [0]))
  return Training(
    plan, encoding: encoding, train: train, validation: lessons(6).suffix(2), kind: .beat,
    upstream: "u", provenance: [])
}

@Suite struct TrainingTests {
  @Test func theNetworkLearnsWhatOnlyTheTimeBetweenStepsTells() throws {
    var losses: [Double] = []
    let result = try training(#""epochs": 30, "batch": 4, "length": 20, "learningRate": 0.02"#)
      .run { losses.append($0.loss) }
    #expect(losses.count == 30 && losses[29] < losses[0] / 4)
    // The first step of a recording has no interval before it.
    #expect(result.validation.meanF1 > 0.95)
    #expect(result.classifier.provenance.contains { $0.name == "validation mean F1" })
  }

  @Test func classesWeighAlikeWhereTheBalanceIsFull() throws {
    let full = try training(#""balance": 1"#)
    let shares = zip(full.classWeights, full.counts).map { $0 * Float($1) }
    #expect(abs(shares[0] - shares[1]) < 1e-3)
    #expect(try training(#""balance": 0"#).classWeights == [1, 1])
  }

  @Test func aTrainingWhoseLossIsNoNumberSaysWhatHelps() throws {
    let error = #expect(throws: TrainingDiverged.self) {
      // A value this large, behind a fitted deviation of 1, overflows the backbone.
      var steps = lessons(1)[0]
      for index in 0..<60 { steps.steps.values[index] = index == 3 ? 3e38 : Float(index % 2) }
      let plan = try TrainingPlan(
        SourceText(
          path: "plan.json",
          #"""
          { "pipeline": "p", "stage": "s", "cohort": "c", "inputs": "x",
            "target": { "classes": [ { "name": "a", "labels": "l" },
                                     { "name": "b", "labels": "s" } ] },
            "network": { "units": 2, "activation": "relu", "backboneLayers": 2 } }
          """#))
      let encoding = InputEncoding(
        names: ["x"], channelOfInput: [0], means: [0], deviations: [1e-3],
        clock: StepClock(unit: 1, range: 0...1, gap: 10))
      _ = try Training(
        plan, encoding: encoding, train: [steps], validation: lessons(1), kind: .beat,
        upstream: "u", provenance: []
      ).run { _ in }
    }
    #expect(
      error?.description
        == "the training diverged in epoch 1; lower 'learningRate' or 'clip', or raise 'batch'")
  }
}
