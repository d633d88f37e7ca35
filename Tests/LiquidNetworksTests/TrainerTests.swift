import Kernels
import LiquidNetworks
import Testing

@Suite("Training")
struct TrainerTests {
  /// Whether the times between observations, and nothing else, are short or long.
  static func task(_ count: Int, seed: UInt64, length: Int = 12) -> [LabelledSequence] {
    var random = Xoshiro(seed: seed)
    return (0..<count).map { _ in
      let isSlow = random.number(below: 2) == 1
      let elapsed = (0..<length).map { _ in (isSlow ? 1.5 : 0.5) + 0.4 * random.uniform() }
      let inputs = (0..<length).map { _ in random.uniform() - 0.5 }
      return LabelledSequence(
        sequence: TimedSequence(inputs: inputs, elapsed: elapsed), lastTarget: isSlow ? 1 : 0)
    }
  }

  static func model(outputs: Int = 2) -> Model<CfCCell> {
    var random = Xoshiro(seed: 21)
    let configuration = CfCCell.Configuration(inputs: 1, units: 8, backboneUnits: 16)
    return Model(CfCCell(configuration), outputs: outputs, &random)
  }

  static func accuracy(_ model: Model<CfCCell>, on sequences: [LabelledSequence]) -> Double {
    let scores = model.lastScores(on: sequences.map(\.sequence))
    let right = zip(scores, sequences).count { score, sequence in
      let said = score.count == 1 ? score[0] > 0 : score[1] > score[0]
      return (said ? 1 : 0) == sequence.targets[sequence.targets.count - 1]
    }
    return Double(right) / Double(sequences.count)
  }

  @Test(
    "learns from uneven times alone, by classes and by log-odds, whole and in pieces",
    arguments: [(2, nil), (1, nil), (2, 5)] as [(Int, Int?)])
  func learns(_ outputs: Int, _ chunk: Int?) throws {
    var options = TrainingOptions()
    options.learningRate = 0.01
    options.batch = 32
    options.chunk = chunk
    options.epochs = 12
    var trainer = Trainer(Self.model(outputs: outputs), .classes(outputs: outputs), options)
    var epochs: [TrainingEpoch] = []
    let outcome = trainer.train(
      on: Self.task(256, seed: 31), validation: Self.task(100, seed: 32)
    ) { epochs.append($0) }
    guard case .finished(let model, let best) = outcome else {
      Issue.record("\(outcome.message)")
      return
    }
    #expect(epochs.map(\.number) == Array(1...12))
    #expect(epochs.last(where: \.isBest) == best)
    #expect(Self.accuracy(model, on: Self.task(200, seed: 33)) >= 0.98)
  }

  @Test("what one objective taught serves another: first the next observation, then the class")
  func phases() {
    let width = 2
    func labelled(_ sequences: [LabelledSequence]) -> [LabelledSequence] {
      sequences.map { labelled in
        let inputs = labelled.sequence.inputs
        var targets: [Float] = []
        for step in inputs.indices {
          targets += [
            labelled.targets[step], step + 1 < inputs.count ? inputs[step + 1] : .nan,
          ]
        }
        return LabelledSequence(sequence: labelled.sequence, targets: targets)
      }
    }
    let next = Objective.Term(.gaussian, outputs: 1..<3, targets: 1..<2)
    let main = Objective.Term(.binary(), outputs: 0..<1, targets: 0..<1)
    let training = labelled(Self.task(128, seed: 34))
    var options = TrainingOptions()
    options.learningRate = 0.01
    var first = Trainer(
      Self.model(outputs: 3), Objective([next], targetWidth: width), options)
    let before = first.epoch(on: training)
    for _ in 0..<9 { _ = first.epoch(on: training) }
    #expect(first.model.loss(on: training, first.objective) < before)
    var faint = next
    faint.weight = 0.1
    var second = Trainer(first.model, Objective([main, faint]), options)
    for _ in 0..<15 { _ = second.epoch(on: training) }
    let scores = second.model.lastScores(on: training.map(\.sequence))
    let right = zip(scores, training).count { ($0[0] > 0 ? 1 : 0) == $1.targets.suffix(2).first }
    #expect(Double(right) / 128 >= 0.95)
  }

  @Test("gives the same weights for the same seed, and others for another")
  func seeds() {
    func trained(_ seed: UInt64) -> Model<CfCCell> {
      var options = TrainingOptions()
      options.batch = 20
      options.seed = seed
      var trainer = Trainer(Self.model(), .classes(outputs: 2), options)
      _ = trainer.epoch(on: Self.task(50, seed: 41))
      return trainer.model
    }
    #expect(trained(1) == trained(1))
    #expect(trained(1) != trained(2))
  }

  @Test("ends when patience is used up and keeps the best epoch")
  func patience() {
    var options = TrainingOptions()
    options.epochs = 30
    options.patience = 2
    var trainer = Trainer(Self.model(), .classes(outputs: 2), options)
    // The third epoch is the best, whatever the model; what is no number is never best.
    var scores = [Double.nan, 0.2, 0.9, .nan, 0.4, 0.5].makeIterator()
    var models: [Model<CfCCell>] = []
    let outcome = trainer.train(
      on: Self.task(16, seed: 61),
      score: {
        models.append($0)
        return scores.next() ?? 0
      })
    guard case .finished(let model, let best) = outcome else {
      Issue.record("\(outcome.message)")
      return
    }
    #expect(best.number == 3)
    #expect(models.count == 5)
    #expect(model == models[2])
  }

  @Test("a model survives being written as named tensors and read again")
  func roundTrip() throws {
    let model = Self.model()
    let read = try Model(model.cell, outputs: 2, model.parameters)
    #expect(read == model)
    #expect(model.parameters.all.map(\.name).suffix(2) == ["readout.weight", "readout.bias"])
    #expect(throws: ParameterError.self) {
      try Model(model.cell, outputs: 3, model.parameters)
    }
  }
}
