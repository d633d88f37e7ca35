extension CfCTrainer {
  /// What an epoch came to.
  public struct Epoch: Sendable, Equatable {
    /// The number, from 1.
    public var number: Int
    /// The mean loss over what was learnt from, each piece before the change that it led to.
    public var loss: Double
    /// How good the model is after the epoch: higher is better.
    public var score: Double
    /// Whether no epoch before was as good.
    public var isBest: Bool
  }

  /// What a training came to.
  public enum Outcome: Sendable, Equatable {
    /// It ended; the model is that of the epoch with the best score.
    case finished(CfCModel, Epoch)
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

  /// Trains until the epochs or the patience are used up, and keeps the best epoch's model.
  ///
  /// - Parameters:
  ///   - sequences: What to learn from.
  ///   - score: How good a model is, higher better: judged on sequences that are not learnt from.
  ///   - progress: What is told after each epoch.
  /// - Returns: The model of the best epoch, the first of equally good ones.
  public mutating func train(
    on sequences: [ClassifiedSequence], score: (CfCModel) -> Double,
    progress: (Epoch) -> Void = { _ in }
  ) -> Outcome {
    var best: (model: CfCModel, epoch: Epoch)?
    for number in 1...max(1, options.epochs) {
      let loss = epoch(sequences)
      guard loss.isFinite else { return .diverged(epoch: number) }
      let current = model
      let score = score(current)
      let isBest = best.map { score > $0.epoch.score } ?? true
      let epoch = Epoch(number: number, loss: loss, score: score, isBest: isBest)
      if isBest { best = (current, epoch) }
      progress(epoch)
      if let patience = options.patience, let best, number - best.epoch.number >= patience { break }
    }
    guard let best else { return .diverged(epoch: 1) }
    return .finished(best.model, best.epoch)
  }

  /// Trains and keeps the model with the smallest loss on sequences that are not learnt from.
  ///
  /// - Parameters:
  ///   - sequences: What to learn from.
  ///   - validation: What to choose by.
  ///   - progress: What is told after each epoch.
  /// - Returns: The model of the best epoch, whose score is its negative loss on `validation`.
  public mutating func train(
    on sequences: [ClassifiedSequence], validation: [ClassifiedSequence],
    progress: (Epoch) -> Void = { _ in }
  ) -> Outcome {
    let weights = options.classWeights
    return train(
      on: sequences, score: { -$0.loss(on: validation, classWeights: weights) }, progress: progress)
  }
}

extension CfCModel {
  /// Returns the weighted mean cross-entropy over all steps with a target; zero where there is none.
  ///
  /// - Parameters:
  ///   - sequences: Whole sequences, each begun anew.
  ///   - classWeights: What each class weighs; none: all alike.
  /// - Returns: The mean, summed in the order of the sequences.
  public func loss(on sequences: [ClassifiedSequence], classWeights: [Float]? = nil) -> Double {
    let weights = classWeights ?? [Float](repeating: 1, count: classes)
    let tensors = CfCTensors(self)
    let loss = ReadoutLoss(classWeights: weights, over: sequences)
    guard loss.total > 0 else { return 0 }
    var tape = CfCTape(tensors, configuration)
    var sum = 0.0
    for first in stride(from: 0, to: sequences.count, by: 16) {
      let members = Array(sequences[first..<min(first + 16, sequences.count)])
      tape.begin()
      sum += tape.forward(members, 0..<BatchGradient.length(members), tensors, loss)
    }
    return sum
  }

  /// Returns the gradient of `loss` with respect to each named tensor.
  ///
  /// - Parameters:
  ///   - sequences: Whole sequences, each begun anew.
  ///   - classWeights: What each class weighs; none: all alike.
  /// - Returns: The gradients under the names and in the shapes of `parameters`.
  public func gradients(
    on sequences: [ClassifiedSequence], classWeights: [Float]? = nil
  ) -> Parameters {
    let weights = classWeights ?? [Float](repeating: 1, count: classes)
    let tensors = CfCTensors(self)
    var batch = BatchGradient(tensors, configuration)
    batch.begin(sequences, tensors)
    _ = batch.compute(
      sequences, 0..<BatchGradient.length(sequences), tensors, classWeights: weights)
    return batch.gradients.model(configuration).parameters
  }
}
