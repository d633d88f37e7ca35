import Kernels
import LiquidNetworks
import Testing

@Suite("Training")
struct TrainerTests {
  /// Whether the times between observations, and nothing else, are short or long.
  static func task(_ count: Int, seed: UInt64, length: Int = 12) -> [ClassifiedSequence] {
    var random = Xoshiro(seed: seed)
    return (0..<count).map { _ in
      let isSlow = random.number(below: 2) == 1
      let elapsed = (0..<length).map { _ in (isSlow ? 1.5 : 0.5) + 0.4 * random.uniform() }
      let inputs = (0..<length).map { _ in random.uniform() - 0.5 }
      var targets = [Int?](repeating: nil, count: length)
      targets[length - 1] = isSlow ? 1 : 0
      return ClassifiedSequence(
        sequence: TimedSequence(inputs: inputs, elapsed: elapsed), targets: targets)
    }
  }

  static func model(outputs: Int = 2) -> CfCModel {
    var random = Xoshiro(seed: 21)
    return CfCModel(
      CfC.Configuration(inputs: 1, units: 8, backboneUnits: 16), outputs: outputs, &random)
  }

  static func accuracy(_ model: CfCModel, on sequences: [ClassifiedSequence]) -> Double {
    let units = model.network.outputs(for: sequences.map(\.sequence))
    var right = 0
    for (values, sequence) in zip(units, sequences) {
      let last = Array(values.suffix(model.configuration.units))
      let logits = (0..<model.outputs).map { row in
        last.indices.reduce(model.readout.bias[row]) {
          $0 + model.readout.weight[row * last.count + $1] * last[$1]
        }
      }
      let said = logits.count == 1 ? (logits[0] > 0 ? 1 : 0) : (logits[1] > logits[0] ? 1 : 0)
      if said == sequence.targets[sequence.targets.count - 1] { right += 1 }
    }
    return Double(right) / Double(sequences.count)
  }

  @Test(
    "learns from uneven times alone, by classes and by log-odds, whole and in pieces",
    arguments: [(2, nil), (1, nil), (2, 5)] as [(Int, Int?)])
  func learns(_ outputs: Int, _ chunk: Int?) throws {
    let training = Self.task(256, seed: 31)
    let validation = Self.task(100, seed: 32)
    var options = CfCTrainer.Options()
    options.learningRate = 0.01
    options.batch = 32
    options.chunk = chunk
    options.epochs = 12
    var trainer = CfCTrainer(Self.model(outputs: outputs), options)
    var epochs: [CfCTrainer.Epoch] = []
    let outcome = trainer.train(on: training, validation: validation) { epochs.append($0) }
    guard case .finished(let model, let best) = outcome else {
      Issue.record("\(outcome.message)")
      return
    }
    #expect(epochs.map(\.number) == Array(1...12))
    #expect(epochs.last(where: \.isBest) == best)
    #expect(Self.accuracy(model, on: Self.task(200, seed: 33)) >= 0.98)
  }

  @Test("gives the same weights for the same seed, and others for another")
  func seeds() {
    func trained(_ seed: UInt64) -> CfCModel {
      var options = CfCTrainer.Options()
      options.batch = 20
      options.seed = seed
      var trainer = CfCTrainer(Self.model(), options)
      _ = trainer.epoch(Self.task(50, seed: 41))
      return trainer.model
    }
    #expect(trained(1) == trained(1))
    #expect(trained(1) != trained(2))
  }

  @Test("says that it diverged, keeps finite weights and says what helps")
  func divergence() {
    var sequences = Self.task(20, seed: 51)
    sequences[7].sequence.inputs[3] = .nan
    var trainer = CfCTrainer(Self.model())
    let outcome = trainer.train(on: sequences, validation: [])
    #expect(outcome == .diverged(epoch: 1))
    #expect(outcome.message.contains("lower the learning rate"))
    let isFinite = trainer.model.parameters.all.allSatisfy { $0.values.allSatisfy(\.isFinite) }
    #expect(isFinite)
  }

  @Test("ends when patience is used up and keeps the best epoch")
  func patience() {
    var options = CfCTrainer.Options()
    options.epochs = 30
    options.patience = 2
    var trainer = CfCTrainer(Self.model(), options)
    // The third epoch is the best, whatever the model.
    var scores = [0.1, 0.2, 0.9, 0.3, 0.4, 0.5].makeIterator()
    var count = 0
    let outcome = trainer.train(
      on: Self.task(16, seed: 61), score: { _ in scores.next() ?? 0 }, progress: { _ in count += 1 }
    )
    guard case .finished(_, let best) = outcome else {
      Issue.record("\(outcome.message)")
      return
    }
    #expect(best.number == 3)
    #expect(count == 5)
  }

  @Test("weight decay shrinks matrices that nothing pulls at")
  func decay() {
    var sequences = Self.task(16, seed: 71)
    for row in sequences.indices {
      sequences[row].targets[sequences[row].targets.count - 1] = 0
    }
    var options = CfCTrainer.Options()
    options.weightDecay = 0.5
    options.epochs = 40
    let before = Self.model()
    var trainer = CfCTrainer(before, options)
    for _ in 0..<40 { _ = trainer.epoch(sequences) }
    func size(_ model: CfCModel) -> Float {
      model.weights.timeA?.weight.reduce(0) { $0 + $1 * $1 } ?? 0
    }
    #expect(size(trainer.model) < 0.95 * size(before))
  }

  @Test("a model survives being written as named tensors and read again")
  func roundTrip() throws {
    let model = Self.model()
    let read = try CfCModel(model.parameters, model.configuration, outputs: 2)
    #expect(read == model)
    #expect(model.parameters.all.map(\.name).suffix(2) == ["readout.weight", "readout.bias"])
    #expect(throws: ParameterError.self) {
      try CfCModel(model.parameters, model.configuration, outputs: 3)
    }
  }
}
