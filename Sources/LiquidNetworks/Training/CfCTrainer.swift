internal import Kernels

/// Trains a model by truncated back-propagation through time and Adam.
///
/// The same data, options and seed give the same weights, bit for bit, on every CPU: the order of
/// every sum is fixed and nothing depends on how many threads there are.
public struct CfCTrainer: Sendable {
  /// How a model is trained.
  public struct Options: Sendable, Equatable {
    /// How far a step of the optimiser goes.
    public var learningRate = 0.003
    /// What the learning rate is multiplied by after each epoch.
    public var learningRateDecay = 1.0
    /// How much of each matrix a step takes away, times the learning rate.
    public var weightDecay = 0.0
    /// The largest Euclidean length of a gradient; a longer one is shortened to it.
    public var clip = 1.0
    /// The number of sequences that are learnt from together.
    public var batch = 64
    /// The number of observations that a gradient reaches back over; none: whole sequences.
    ///
    /// Longer sequences are taken in pieces, each beginning with the state that the one before
    /// ended with.
    public var chunk: Int?
    /// How often all sequences are seen at most.
    public var epochs = 20
    /// The number of epochs without a better score after which training ends; none: never.
    public var patience: Int?
    /// What each class weighs in the loss; none: all alike.
    public var classWeights: [Float]?
    /// What the order of the sequences starts from.
    public var seed: UInt64 = 1

    /// The options that serve most.
    public init() {}
  }

  /// How the model is trained.
  public let options: Options
  private let configuration: CfC.Configuration
  private let classWeights: [Float]
  private var tensors: CfCTensors
  private var adam: CfCAdam
  private var batch: BatchGradient
  private var random: Xoshiro
  private var rate: Double

  /// A trainer that goes on from a model.
  public init(_ model: CfCModel, _ options: Options = Options()) {
    self.options = options
    configuration = model.configuration
    classWeights = options.classWeights ?? [Float](repeating: 1, count: model.classes)
    precondition(classWeights.count == model.classes, "each class has its weight")
    tensors = CfCTensors(model)
    adam = CfCAdam(tensors)
    batch = BatchGradient(tensors, configuration)
    random = Xoshiro(seed: options.seed)
    rate = options.learningRate
  }

  /// The model as it is now.
  public var model: CfCModel { tensors.model(configuration) }

  /// Learns from every sequence once, in a new random order.
  ///
  /// - Parameter sequences: What to learn from.
  /// - Returns: The mean loss of the pieces, each before the change that it led to; not a number when
  ///   the training diverged, in which case the weights are as they were before that piece.
  public mutating func epoch(_ sequences: [ClassifiedSequence]) -> Double {
    var order = Array(sequences.indices)
    random.shuffle(&order)
    var sum = 0.0
    var pieces = 0
    for first in stride(from: 0, to: order.count, by: max(1, options.batch)) {
      // Sequences of like length share lanes, so that few lanes wait for the longest.
      let chosen = order[first..<min(first + max(1, options.batch), order.count)].sorted {
        (sequences[$1].targets.count, $0) < (sequences[$0].targets.count, $1)
      }
      for loss in learn(chosen.map { sequences[$0] }) {
        guard loss.isFinite else { return .nan }
        sum += loss
        pieces += 1
      }
    }
    rate *= options.learningRateDecay
    return pieces == 0 ? 0 : sum / Double(pieces)
  }

  /// Learns from a batch, piece by piece, and returns the loss of each; stops at one that is not
  /// finite, whose change it does not make.
  private mutating func learn(_ members: [ClassifiedSequence]) -> [Double] {
    batch.begin(members, tensors)
    let length = BatchGradient.length(members)
    let chunk = max(1, options.chunk ?? length)
    var losses: [Double] = []
    for start in stride(from: 0, to: length, by: chunk) {
      let range = start..<min(start + chunk, length)
      guard
        let loss = batch.compute(members, range, tensors, classWeights: classWeights)
      else { continue }
      let norm = batch.gradients.norm
      guard loss.isFinite, norm.isFinite else { return losses + [.nan] }
      losses.append(loss)
      adam.apply(
        batch.gradients, times: norm > options.clip ? Float(options.clip / norm) : 1, to: &tensors,
        rate: rate, decay: options.weightDecay)
    }
    return losses
  }
}
