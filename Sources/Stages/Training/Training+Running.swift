import Evaluation
import Formats
import Kernels
import LiquidNetworks

extension Training {
  /// What a member is learning.
  public enum Phase: String, CaseIterable, Sendable {
    /// To say the next observation.
    case pretraining
    /// The target.
    case target
  }

  /// What an epoch came to.
  public struct Epoch: Sendable {
    /// The number of the member, from 1.
    public var member: Int
    /// What it is learning.
    public var phase: Phase
    /// The number of the epoch, from 1.
    public var number: Int
    /// The number of epochs of the phase.
    public var count: Int
    /// The weighted mean loss over the sequences, each piece before the change that it led to.
    public var loss: Double
    /// How the network does on the recordings to choose by; in pretraining there is no such score.
    public var validation: ClassifierScore?
    /// What the epoch is chosen by, higher better.
    public var score: Double
  }

  /// What a training came to.
  public struct Result: Sendable {
    /// The classifier: of each member the weights of its best epoch.
    public var classifier: SequenceClassifier
    /// The number of that epoch of each member.
    public var epochs: [Int]
    /// How the members together do on the recordings to choose by.
    public var validation: ClassifierScore
    /// What was fitted on them then.
    public var fit: Fit
  }

  /// Trains all members, tells `report` of each epoch, and gives those of the best epochs; of equal
  /// ones the first.
  ///
  /// - Parameters:
  ///   - checkpoint: How far an earlier run of the same training has come; none: it begins.
  ///   - save: What is told after each epoch how far the training has come.
  ///   - report: What is told after each epoch what it came to.
  /// - Returns: The classifier, with its figures.
  /// - Throws: `TrainingDiverged` where the loss ceased to be a number, `CheckpointMismatch` where the
  ///   checkpoint does not fit, and what `save` throws.
  public func run(
    from checkpoint: TrainingCheckpoint? = nil,
    saving save: (TrainingCheckpoint) throws -> Void = { _ in },
    reporting report: (Epoch) -> Void = { _ in }
  ) throws -> Result {
    let cell = architecture.cell
    let progress = try run(cell, from: checkpoint, saving: save, reporting: report)
    let members = progress.members.map(\.weights)
    let epochs = progress.members.map(\.epoch)
    let spoken = logits(members, on: validation.map(\.sequence))
    let score = score(spoken, width: logits)
    let fit = fit(members, spoken, score)
    let classifier = classifier(members, fit) { card in
      note(score, epochs, on: &card)
      card.figures += fit.figures
      card.notes += fit.notes
    }
    return Result(classifier: classifier, epochs: epochs, validation: score, fit: fit)
  }

  private func run<C: Cell>(
    _ cell: C, from checkpoint: TrainingCheckpoint?,
    saving save: (TrainingCheckpoint) throws -> Void,
    reporting report: (Epoch) -> Void
  ) throws -> TrainingCheckpoint {
    var progress = checkpoint ?? TrainingCheckpoint()
    let size = cell.layout.count + logits * (cell.outputs + 1)
    guard
      progress.members.count <= plan.members,
      progress.members.allSatisfy({ member in
        member.weights.count == size && member.weights.allSatisfy(\.isFinite)
      })
    else { throw CheckpointMismatch("holds members that are none of this plan's") }
    while progress.members.count < plan.members {
      let seed = UInt64(plan.seed + progress.members.count)
      var random = Xoshiro(seed: seed)
      var model = Model(cell, outputs: logits + row.next.count, &random)
      if let pretraining = plan.pretraining, progress.phase == .pretraining {
        var options = plan.optimiser.options
        options.epochs = pretraining.epochs
        options.learningRate = pretraining.learningRate
        let objective = Objective([nextObservation(weight: 1)], targetWidth: row.width)
        model = try learn(
          model, objective, options, seed, .pretraining, &progress, save, report
        ).model
      }
      progress.phase = .target
      let best = try learn(
        model, objective, plan.optimiser.options, seed, .target, &progress, save, report)
      progress.members.append(
        .init(weights: best.model.keeping(outputs: logits), epoch: best.epoch))
      progress.phase = .pretraining
    }
    return progress
  }

  /// Takes one member through a phase, and gives the model of the best epoch.
  private func learn<C: Cell>(
    _ model: Model<C>, _ objective: Objective, _ options: TrainingOptions, _ seed: UInt64,
    _ phase: Phase, _ progress: inout TrainingCheckpoint,
    _ save: (TrainingCheckpoint) throws -> Void, _ report: (Epoch) -> Void
  ) throws -> (model: Model<C>, epoch: Int) {
    var options = options
    options.seed = seed
    options.threads = plan.threads
    // What is stated once is no channel that may fall silent.
    options.dropout.groupOfInput = encoding.channelOfEncoded.map {
      encoding.tellings[$0] == .once ? -1 : $0
    }
    var trainer = Trainer(model, objective, options)
    if let checkpoint = progress.trainer {
      do { try trainer.restore(checkpoint) } catch { throw CheckpointMismatch("\(error)") }
    }
    var score: ClassifierScore?
    func judge(_ model: Model<C>) -> Double {
      if phase == .pretraining {
        return -model.loss(on: validation, objective, threads: plan.threads)
      }
      let outputs = model.scores(on: validation.map(\.sequence), threads: plan.threads)
      let judged = self.score(outputs, width: model.outputs)
      score = judged
      let value = judged.value(of: choice) ?? .nan
      return choice.isCost ? -value : value
    }
    while let epoch = trainer.next(on: windows, score: judge) {
      progress.trainer = trainer.checkpoint
      try save(progress)
      report(
        Epoch(
          member: progress.members.count + 1, phase: phase, number: epoch.number,
          count: options.epochs, loss: epoch.loss, validation: score, score: epoch.score))
    }
    progress.trainer = nil
    switch trainer.outcome {
    case .finished(let model, let epoch): return (model, epoch.number)
    case .diverged(let epoch): throw TrainingDiverged(epoch: epoch)
    case nil: throw TrainingDiverged(epoch: 1)
    }
  }

  /// Says on a model card what the training came to.
  private func note(_ score: ClassifierScore, _ epochs: [Int], on card: inout ModelCard) {
    card.plan = plan.digest
    card.seeds = epochs.indices.map { UInt64(plan.seed + $0) }
    for choice in TrainingPlan.Optimiser.Choice.allCases {
      guard let value = score.value(of: choice) else { continue }
      card.figures.append(.init(choice.words, on: "validation", value, cases: score.count))
    }
    for limit in plan.limits {
      let isMet = limit.isMet(by: score.value(of: limit.figure))
      let bound = limit.figure.isCost ? "at most" : "at least"
      card.notes.append(
        .init(
          "limit on \(limit.figure.words)",
          "\(bound) \(limit.bound) on validation: \(isMet ? "met" : "missed")"))
    }
    let chosen = epochs.map { "\($0)" }.joined(separator: ", ")
    card.notes += [
      .init("epoch", "\(chosen) of \(plan.optimiser.options.epochs)"),
      .init("chosen by", choice.words),
      .init("training steps", zip(classes, counts).map { "\($0) \($1)" }.joined(separator: ", ")),
    ]
    guard meaning == .classes else { return }
    let confusion = classes.indices.map { truth in
      classes.indices.map { "\(score.confusion[truth, $0])" }.joined(separator: " ")
    }.joined(separator: "; ")
    card.notes.append(.init("validation confusion, a row a true class", confusion))
  }
}

extension Model {
  /// The weights of the model with the first of its outputs alone.
  func keeping(outputs count: Int) -> [Float] {
    let readout = readout
    return Array(weights[..<cell.layout.count]) + readout.weight[..<(count * readout.columns)]
      + readout.bias[..<count]
  }
}

extension TrainingPlan.Optimiser.Choice {
  /// The figure in words.
  public var words: String {
    switch self {
    case .auroc: "AUROC"
    case .averagePrecision: "average precision"
    case .f1: "mean F1"
    case .loss: "loss"
    case .meanSquaredError: "mean squared error"
    case .r2: "R²"
    }
  }
}

/// Why a training came to nothing, and what helps.
public struct TrainingDiverged: Error, Hashable, Sendable, CustomStringConvertible {
  /// The epoch in which the loss ceased to be a number.
  public var epoch: Int

  /// What happened, and what helps.
  public var description: String {
    "the training diverged in epoch \(epoch); lower 'learningRate' or 'clip', or raise 'batch'"
  }
}
