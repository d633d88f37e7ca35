import Configuration
import Formats
import LiquidNetworks
import Signals
import Stages
import Testing

@Suite struct TrainingTests {
  @Test func theNetworkLearnsWhatOnlyTheTimeBetweenStepsTells() throws {
    var losses: [Double] = []
    let result = try training(
      #"""
      "epochs": 60, "batch": 4, "length": 20, "learningRate": 0.02, "schedule": "constant",
      "choose": "f1"
      """#
    )
    .run(reporting: { losses.append($0.loss) })
    #expect(losses.count == 60 && losses[59] < losses[0] / 4)
    // The first step of a recording has no interval before it.
    #expect(result.validation.meanF1 > 0.95)
    #expect(
      result.classifier.card.figures.contains { $0.name == "mean F1" && $0.on == "validation" })
  }

  @Test func classesWeighAlikeWhereTheBalanceIsFull() throws {
    let full = try training("", plan: #", "loss": { "balance": 1 }"#)
    let shares = zip(full.classWeights, full.counts).map { $0 * Float($1) }
    #expect(abs(shares[0] - shares[1]) < 1e-3)
    #expect(try training("", plan: #", "loss": { "balance": 0 }"#).classWeights == [1, 1])
  }

  @Test func aTrainingThatWasStoppedGoesOnWithTheSameBits() throws {
    let training = try training(
      #""epochs": 4, "batch": 2, "averaging": "exponential", "schedule": "plateau""#,
      plan: #", "members": 2, "pretraining": { "epochs": 2 }, "loss": { "next": 0.1 }"#)
    var checkpoints: [TrainingCheckpoint] = []
    let whole = try training.run(saving: { checkpoints.append($0) })
    #expect(checkpoints.count == 12 && whole.classifier.members.count == 2)
    #expect(whole.classifier.members[0] != whole.classifier.members[1])
    for checkpoint in [checkpoints[0], checkpoints[3], checkpoints[7], checkpoints[11]] {
      let kept = try TrainingCheckpoint(checkpoint.stored(of: "t"), of: "t")
      #expect(kept == checkpoint)
      var epochs = 0
      let rest = try training.run(from: kept, reporting: { _ in epochs += 1 })
      #expect(rest.classifier.members == whole.classifier.members)
      #expect(epochs < 12 && rest.epochs == whole.epochs)
    }
    #expect(throws: CheckpointMismatch.self) {
      try TrainingCheckpoint(checkpoints[0].stored(of: "t"), of: "another")
    }
    var damaged = checkpoints[11]
    damaged.members[0].weights.removeLast()
    #expect(throws: CheckpointMismatch.self) { try training.run(from: damaged) }
  }

  @Test(arguments: [
    #""cell": "lstm", "units": 4"#, #""cell": "ltc", "units": 5, "unfolds": 3"#,
    #""cell": "wired-cfc", "units": 8"#, #""units": 4, "mixedMemory": true"#,
    #""cell": "ltc", "units": 8, "wiring": { "kind": "auto-ncp", "outputs": 2 }"#,
  ])
  func everyCellLearnsByAPlanAndComesBackFromItsFile(network: String) throws {
    let result = try training(
      #""epochs": 3, "learningRate": 0.01"#, plan: #", "members": 2"#, network: network
    ).run()
    let again = try SequenceClassifier(StoredModel(result.classifier.stored.group, from: "w.h5"))
    #expect(again.members == result.classifier.members)
    #expect(again.architecture == result.classifier.architecture)
    #expect(result.validation.loss.isFinite)
  }

  @Test func aWiringThatDoesNotFitIsRefused() throws {
    #expect(throws: WiringError.self) {
      try training("", network: #""cell": "wired-cfc", "units": 2"#)
    }
  }

  @Test func threadsChangeNoBit() throws {
    let one = try training(#""epochs": 2"#).run()
    let two = try training(#""epochs": 2"#, plan: #", "threads": 2"#).run()
    #expect(one.classifier.members == two.classifier.members)
  }

  @Test func ofARecordingTheLastStepIsLearntWhereThatIsAsked() throws {
    let last = try training(#""epochs": 1"#, target: #", "at": "last", "before": 0.3"#)
    #expect(last.counts.reduce(0, +) == 4)
    let result = try last.run()
    #expect(result.validation.count == 2)
  }

  @Test func whatIsNextIsLearntBesideTheTargetAndNotKept() throws {
    let plain = try training(#""epochs": 1"#).run().classifier
    let beside = try training(#""epochs": 1"#, plan: #", "loss": { "next": 1 }"#).run().classifier
    #expect(plain.members[0].count == beside.members[0].count)
    #expect(plain.members != beside.members && beside.outputs == 1)
  }

  @Test func aLimitThatIsMissedIsSaid() throws {
    let limits =
      #", "acceptance": [ { "figure": "auroc", "bound": 1.5 }, { "figure": "loss", "bound": 9 } ]"#
    let training = try training(#""epochs": 1"#, plan: limits)
    let result = try training.run()
    #expect(training.limits(result).map(\.isMet) == [false, true])
    #expect(result.classifier.card.notes.contains { $0.text.hasSuffix("missed") })
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
        upstream: "u", card: ModelCard()
      ).run()
    }
    #expect(
      error?.description
        == "the training diverged in epoch 1; lower 'learningRate' or 'clip', or raise 'batch'")
  }
}
