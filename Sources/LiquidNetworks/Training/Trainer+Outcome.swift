extension Trainer {
  /// What a training came to.
  public enum Outcome: Sendable, Equatable {
    /// It ended; the model is that of the epoch with the best score.
    case finished(Model<C>, TrainingEpoch)
    /// The loss ceased to be a number in an epoch.
    case diverged(epoch: Int)

    /// One sentence: what happened and, where it failed, what helps.
    public var message: String {
      switch self {
      case .finished(_, let epoch):
        "training finished; the weights are those of epoch \(epoch.number)"
      case .diverged(let epoch):
        "training diverged in epoch \(epoch): lower the learning rate or the clip, or raise the"
          + " batch"
      }
    }
  }

  /// Whether epochs and patience are used up, or the training diverged.
  public var isOver: Bool {
    if progress.divergedIn != nil || progress.epochs >= options.epochs { return true }
    guard let patience = options.patience, let best = progress.best else { return false }
    return progress.epochs - best.number >= patience
  }

  /// What the training came to so far; none before the end of the first epoch.
  public var outcome: Outcome? {
    if let epoch = progress.divergedIn { return .diverged(epoch: epoch) }
    return progress.best.map { .finished(model(bestWeights), $0) }
  }

  /// Trains one epoch more and judges the model, unless the training is over.
  ///
  /// Between two epochs is where a training can be stopped, or kept as a checkpoint.
  ///
  /// - Parameters:
  ///   - sequences: What to learn from, the same in every epoch.
  ///   - score: How good a model is, higher better: judged on sequences that are not learnt from.
  /// - Returns: What the epoch came to; none where the training is over or diverged.
  public mutating func next(
    on sequences: [LabelledSequence], score: (Model<C>) -> Double
  ) -> TrainingEpoch? {
    if isOver { return nil }
    let rate = rate(after: Double(progress.epochs))
    let loss = epoch(on: sequences)
    guard loss.isFinite else {
      progress.divergedIn = progress.epochs + 1
      return nil
    }
    let current = model
    let score = score(current)
    // A score that is not a number is no better than any other, and worse than one that is.
    let isBest = progress.best.map { score > $0.score || $0.score.isNaN } ?? true
    let epoch = TrainingEpoch(
      number: progress.epochs, loss: loss, score: score, rate: rate, isBest: isBest)
    if isBest {
      progress.best = epoch
      progress.plateauSince = epoch.number
      bestWeights = current.weights
    } else if case .plateau(_, let patience, _) = options.schedule,
      epoch.number - progress.plateauSince >= patience
    {
      progress.drops += 1
      progress.plateauSince = epoch.number
    }
    return epoch
  }

  /// Trains until the epochs or the patience are used up, and keeps the best epoch's model.
  ///
  /// - Parameters:
  ///   - sequences: What to learn from.
  ///   - score: How good a model is, higher better: judged on sequences that are not learnt from.
  ///   - report: What is told after each epoch.
  /// - Returns: The model of the best epoch, the first of equally good ones.
  public mutating func train(
    on sequences: [LabelledSequence], score: (Model<C>) -> Double,
    report: (TrainingEpoch) -> Void = { _ in }
  ) -> Outcome {
    while let epoch = next(on: sequences, score: score) { report(epoch) }
    return outcome ?? .diverged(epoch: progress.epochs)
  }

  /// Trains and keeps the model with the smallest loss on sequences that are not learnt from.
  ///
  /// - Parameters:
  ///   - sequences: What to learn from.
  ///   - validation: What to choose by.
  ///   - report: What is told after each epoch.
  /// - Returns: The model of the best epoch, whose score is its negative loss on `validation`.
  public mutating func train(
    on sequences: [LabelledSequence], validation: [LabelledSequence],
    report: (TrainingEpoch) -> Void = { _ in }
  ) -> Outcome {
    let (objective, threads) = (objective, options.threads)
    return train(
      on: sequences, score: { -$0.loss(on: validation, objective, threads: threads) },
      report: report)
  }
}
