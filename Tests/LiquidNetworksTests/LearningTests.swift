import Kernels
import LiquidNetworks
import Testing

/// Sequences of different lengths and times for the small cell, and what to do with them.
enum LearningTask {
  static func model(outputs: Int, inputs: Int = 2) -> Model<LeakyCell> {
    var random = Xoshiro(seed: 5)
    return Model(LeakyCell(inputs: inputs, units: 5), outputs: outputs, &random)
  }

  /// Whether the second input was larger at the beginning than now.
  static func sequences(_ count: Int, seed: UInt64, longest: Int = 12) -> [LabelledSequence] {
    var random = Xoshiro(seed: seed)
    return (0..<count).map { _ in
      let length = 1 + random.number(below: longest)
      let inputs = (0..<2 * length).map { _ in 2 * random.uniform() - 1 }
      let elapsed = (0..<length).map { _ in random.uniform() }
      let label: Float = inputs.reduce(0, +) > 0 ? 1 : 0
      return LabelledSequence(
        sequence: TimedSequence(inputs: inputs, elapsed: elapsed), lastTarget: label)
    }
  }

  static func trained(
    _ count: Int = 90, epochs: Int = 2, _ change: (inout TrainingOptions) -> Void = { _ in }
  ) -> Trainer<LeakyCell> {
    var options = TrainingOptions()
    options.learningRate = 0.02
    options.batch = 40
    options.epochs = epochs
    change(&options)
    var trainer = Trainer(model(outputs: 1), Objective.classes(outputs: 1), options)
    _ = trainer.train(on: sequences(count, seed: 1), validation: sequences(30, seed: 2))
    return trainer
  }
}

@Suite("Learning")
struct LearningTests {
  @Test("gives the same bits with one thread, two or three, scores and losses too")
  func threads() {
    let one = LearningTask.trained { $0.dropout.outputs = 0.2 }
    let validation = LearningTask.sequences(70, seed: 3)
    let sequences = validation.map(\.sequence)
    let objective = Objective.classes(outputs: 1)
    for threads in [2, 3] {
      let other = LearningTask.trained {
        $0.dropout.outputs = 0.2
        $0.threads = threads
      }
      #expect(other.current.weights == one.current.weights)
      #expect(other.progress == one.progress)
      #expect(
        other.model.scores(on: sequences, threads: threads) == one.model.scores(on: sequences))
      #expect(
        other.model.loss(on: validation, objective, threads: threads)
          == one.model.loss(on: validation, objective))
      #expect(
        other.model.gradients(on: validation, objective, threads: threads)
          == one.model.gradients(on: validation, objective))
    }
  }

  @Test("learns what can be learnt, whole and in pieces", arguments: [nil, 4])
  func learns(_ chunk: Int?) throws {
    let trainer = LearningTask.trained(400, epochs: 12) { $0.chunk = chunk }
    let test = LearningTask.sequences(300, seed: 4)
    let scores = trainer.model.lastScores(on: test.map(\.sequence))
    let right = zip(scores, test).count { ($0[0] > 0 ? 1 : 0) == $1.targets[$1.targets.count - 1] }
    #expect(Double(right) / 300 > 0.75)
  }

  @Test("learns nothing through a group of inputs that every sequence goes without")
  func groups() {
    let before = LearningTask.model(outputs: 1)
    let after = LearningTask.trained {
      // Of 2²⁴ draws all but one leave the group out.
      $0.dropout.groups = 0x1.fffffep-1
      $0.dropout.groupOfInput = [-1, 0]
    }
    let (old, new) = (before.weights, after.current.weights)
    for unit in 0..<5 {
      #expect(new[2 * unit] != old[2 * unit], "the input that is in no group")
      #expect(new[2 * unit + 1] == old[2 * unit + 1])
    }
  }

  @Test("goes without the same inputs at every step where that is asked for")
  func held() {
    // One step is the same either way; of several the first alone is.
    func weights(longest: Int, isHeld: Bool) -> [Float] {
      var options = TrainingOptions()
      options.dropout.inputs = 0.5
      options.dropout.isHeld = isHeld
      var trainer = Trainer(
        LearningTask.model(outputs: 1), Objective.classes(outputs: 1), options)
      _ = trainer.epoch(on: LearningTask.sequences(40, seed: 1, longest: longest))
      return trainer.current.weights
    }
    #expect(weights(longest: 1, isHeld: true) == weights(longest: 1, isHeld: false))
    #expect(weights(longest: 6, isHeld: true) != weights(longest: 6, isHeld: false))
  }
}
