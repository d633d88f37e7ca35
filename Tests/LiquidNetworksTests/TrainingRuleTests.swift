import CAllocations
import Kernels
import Testing

@testable import LiquidNetworks

@Suite("The rules of training")
struct TrainingRuleTests {
  @Test("schedules begin, turn and end where they say")
  func schedules() {
    #expect(Schedule.constant.factor(after: 7.5, of: 10) == 1)
    #expect(Schedule.exponential(factor: 0.5).factor(after: 3.9, of: 10) == 0.125)
    let cosine = Schedule.cosine(warmUp: 2, floor: 0.1)
    #expect(cosine.factor(after: 0, of: 10) == 0)
    #expect(cosine.factor(after: 1, of: 10) == 0.5)
    #expect(cosine.factor(after: 2, of: 10) == 1)
    #expect(abs(cosine.factor(after: 6, of: 10) - 0.55) < 1e-15)
    #expect(abs(cosine.factor(after: 10, of: 10) - 0.1) < 1e-15)
    let plateau = Schedule.plateau(factor: 0.5, patience: 2, floor: 0.2)
    #expect(
      (0...4).map { plateau.factor(after: 5, of: 10, drops: $0) } == [1, 0.5, 0.25, 0.2, 0.2])
  }

  @Test("a plateau lowers the rate when patience is used up, each time anew")
  func plateau() {
    var options = TrainingOptions()
    options.schedule = .plateau(factor: 0.5, patience: 2, floor: 0.01)
    options.learningRate = 1e-3
    options.epochs = 8
    var trainer = Trainer(LearningTask.model(outputs: 1), .classes(outputs: 1), options)
    var scores = [1.0, 0, 0, 2, 0, 0, 0, 0].makeIterator()
    var rates: [Double] = []
    _ = trainer.train(
      on: LearningTask.sequences(16, seed: 1), score: { _ in scores.next() ?? 0 },
      report: { rates.append($0.rate * 1e3) })
    #expect(rates == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
  }

  @Test("a gradient longer than the clip goes as far as one of its length")
  func clip() {
    // The first step of Adam hides the size of a gradient; the second shows it.
    func trained(_ clip: Double) -> [Float] {
      LearningTask.trained(16, epochs: 3) { $0.clip = clip }.current.weights
    }
    #expect(trained(1e9) == trained(1e8))
    #expect(trained(1e-3) != trained(1e9))
  }

  @Test("what is fixed stays, what must not be negative is not, and only matrices decay")
  func roles() {
    let before = LearningTask.model(outputs: 1)
    let trainer = LearningTask.trained(64, epochs: 30) {
      // So large that every gain overshoots zero at some step and is held there.
      $0.learningRate = 2
      $0.averaging = .epochs(3)
    }
    for after in [trainer.current, trainer.model] {
      #expect(after.parameters["sign"] == before.parameters["sign"])
      #expect(after.parameters["gain"]?.values.allSatisfy { $0 >= 0 } == true)
    }
    #expect(trainer.current.parameters["gain"]?.values.contains(0) == true)
    // Without a target nothing pulls but the decay, and a batch without a target changes nothing.
    var options = TrainingOptions()
    options.weightDecay = 0.5
    var silent = LearningTask.sequences(16, seed: 1)
    for row in silent.indices { silent[row].weight = 0 }
    var idle = Trainer(before, .classes(outputs: 1), options)
    #expect(idle.epoch(on: silent) == 0)
    #expect(idle.current == before)
    func size(_ name: String, _ decay: Double) -> Float {
      let values =
        LearningTask.trained(64, epochs: 20) { $0.weightDecay = decay }
        .current.parameters[name]?.values ?? []
      return values.reduce(0) { $0 + $1 * $1 }
    }
    #expect(size("input.weight", 2) < 0.7 * size("input.weight", 0))
  }

  @Test(
    "a training that was stopped goes on with the same bits",
    arguments: [Averaging.none, .exponential(decay: 0.9), .epochs(3)])
  func resume(_ averaging: Averaging) throws {
    func options(_ options: inout TrainingOptions) {
      options.averaging = averaging
      options.schedule = .plateau(factor: 0.5, patience: 1, floor: 0.01)
      options.dropout.outputs = 0.1
      options.chunk = 5
      options.epochs = 7
    }
    let whole = LearningTask.trained(70, epochs: 7, options)
    let training = LearningTask.sequences(70, seed: 1)
    let validation = LearningTask.sequences(30, seed: 2)
    for cut in [1, 4, 6] {
      var first = LearningTask.trained(1, epochs: 1, options)
      first = Trainer(LearningTask.model(outputs: 1), first.objective, first.options)
      let score = { (model: Model<LeakyCell>) in
        -model.loss(on: validation, Objective.classes(outputs: 1))
      }
      for _ in 0..<cut { _ = first.next(on: training, score: score) }
      // What goes on begins elsewhere, so that everything must come from the checkpoint.
      var random = Xoshiro(seed: 99)
      var second = Trainer(
        Model(LeakyCell(inputs: 2, units: 5), outputs: 1, &random), first.objective, first.options)
      try second.restore(first.checkpoint)
      #expect(second.checkpoint == first.checkpoint)
      while second.next(on: training, score: score) != nil {}
      #expect(second.checkpoint == whole.checkpoint)
      #expect(second.outcome == whole.outcome)
      #expect(second.model == whole.model)
    }
  }

  @Test("a checkpoint of another model is refused and changes nothing")
  func otherCheckpoint() {
    var random = Xoshiro(seed: 1)
    let other = Trainer(
      Model(LeakyCell(inputs: 3, units: 5), outputs: 1, &random), .classes(outputs: 1))
    var trainer = LearningTask.trained(16)
    let before = trainer.checkpoint
    #expect(throws: ParameterError.self) { try trainer.restore(other.checkpoint) }
    #expect(trainer.checkpoint == before)
  }

  @Test(
    "a damaged checkpoint is refused",
    arguments: [
      ("drops", 9e15), ("epochs", 9e15), ("plateau since", 17), ("best epoch", 17),
      ("diverged in", 18), ("mean power", 1.5), ("square power", -0.5), ("mean power", .nan),
    ])
  func damagedCheckpoint(name: String, value: Double) throws {
    var trainer = LearningTask.trained(16)
    var checkpoint = trainer.checkpoint
    try trainer.restore(checkpoint)
    let place = try #require(checkpoint.scalars.firstIndex { $0.name == name })
    checkpoint.scalars[place].value = value
    #expect(throws: ParameterError.self) { try trainer.restore(checkpoint) }
  }

  @Test("a training that diverges says so and keeps finite weights")
  func divergence() {
    var sequences = LearningTask.sequences(20, seed: 1)
    sequences[7].sequence.inputs[0] = .nan
    var trainer = Trainer(LearningTask.model(outputs: 1), .classes(outputs: 1))
    let outcome = trainer.train(on: sequences, validation: [])
    #expect(outcome == .diverged(epoch: 1))
    #expect(outcome.message.contains("lower the learning rate"))
    #expect(trainer.isOver)
    let isFinite = trainer.current.weights.allSatisfy(\.isFinite)
    #expect(isFinite)
  }

  @Test("a mean over the last epochs is their mean")
  func mean() {
    var weights: [[Float]] = []
    for epochs in 1...3 { weights.append(LearningTask.trained(epochs: epochs).current.weights) }
    let mean = LearningTask.trained(epochs: 3) { $0.averaging = .epochs(2) }.model.weights
    for index in mean.indices {
      #expect(abs(mean[index] - (weights[1][index] + weights[2][index]) / 2) <= 1e-6)
    }
  }

  @Test(
    "every sequence is seen once an epoch, in batches of groups of like length",
    arguments: [1, 16, 20, 37, 64, 700])
  func order(_ size: Int) {
    var random = Xoshiro(seed: 6)
    let lengths = (0..<700).map { _ in 1 + random.number(below: 100) }
    let batches = Batches(lengths: lengths, size: size, seed: 1, epoch: 1)
    #expect(batches == Batches(lengths: lengths, size: size, seed: 1, epoch: 1))
    #expect(batches != Batches(lengths: lengths, size: size, seed: 1, epoch: 2))
    #expect(batches.all.joined().joined().sorted() == Array(lengths.indices))
    #expect(batches.all.allSatisfy { $0.joined().count <= size })
    #expect(batches.all.count == (700 + size - 1) / size)
    let groups = Array(batches.all.joined())
    #expect(groups.allSatisfy { $0.count <= 16 && !$0.isEmpty })
    // Steps that lanes wait: few where there is a choice of sequences to group.
    let waited = groups.reduce(0) { sum, group in
      let own = group.map { lengths[$0] }
      return sum + (own.max() ?? 0) * own.count - own.reduce(0, +)
    }
    #expect(Double(waited) < 0.1 * Double(lengths.reduce(0, +)))
  }

  @Test("longer sequences need no more allocations")
  func allocations() {
    func count(_ length: Int) -> Int {
      let sequences = (0..<40).map { row in
        LabelledSequence(
          sequence: TimedSequence(
            inputs: [Float](repeating: 0.1, count: 2 * length),
            elapsed: [Float](repeating: 1, count: length)),
          lastTarget: Float(row % 2))
      }
      var trainer = Trainer(LearningTask.model(outputs: 1), .classes(outputs: 1))
      _ = trainer.epoch(on: sequences)
      let before = allocations_on_this_thread()
      _ = trainer.epoch(on: sequences)
      return allocations_on_this_thread() - before
    }
    let (short, long) = (count(10), count(200))
    #expect(long <= short + 8, "\(long) for long ones, \(short) for short ones")
    #expect(long < 400)
  }
}
