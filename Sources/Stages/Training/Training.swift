import Evaluation
import Kernels
import LiquidNetworks
public import Signals

/// The training of a classifier by a plan: the same data and plan give the same weights, bit for
/// bit.
public struct Training: Sendable {
  private let plan: TrainingPlan
  private let encoding: InputEncoding
  private let kind: Annotation.Kind
  private let upstream: String
  private let provenance: [SequenceClassifier.Note]
  private let windows: [ClassifiedSequence]
  private let validation: [ClassifiedSequence]
  private let classes: [String]

  /// How many steps there are to learn from, of each class.
  public let counts: [Int]

  /// What an epoch came to.
  public struct Epoch: Sendable {
    /// The number, from 1.
    public var number: Int
    /// The weighted mean loss over the windows, each before the change that it led to.
    public var loss: Double
    /// How the network does on the recordings to choose by.
    public var validation: ClassifierScore
  }

  /// What a training came to.
  public struct Result: Sendable {
    /// The classifier of the best epoch.
    public var classifier: SequenceClassifier
    /// The number of that epoch.
    public var epoch: Int
    /// How it does on the recordings to choose by.
    public var validation: ClassifierScore
  }

  /// A training on these recordings, with an encoding fitted to those to learn from alone.
  public init(
    _ plan: TrainingPlan, encoding: InputEncoding, train: [LabelledSteps],
    validation: [LabelledSteps], kind: Annotation.Kind, upstream: String,
    provenance: [SequenceClassifier.Note]
  ) {
    self.plan = plan
    self.encoding = encoding
    self.kind = kind
    self.upstream = upstream
    self.provenance = provenance
    classes = plan.target.classes.map(\.name)
    windows = train.flatMap { encoding.sequences(of: $0, longest: plan.optimiser.length) }
    self.validation = validation.flatMap { encoding.sequences(of: $0) }
    counts = windows.counts(of: classes.count)
  }

  /// What each class weighs in the loss; over all steps the mean weight is 1.
  public var classWeights: [Float] {
    let total = Double(counts.reduce(0, +))
    let present = Double(counts.count { $0 > 0 })
    let raw = counts.map { count in
      count == 0
        ? 0 : Elementary.pow(total / (present * Double(count)), plan.optimiser.balance)
    }
    let mean = zip(raw, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / max(1, total)
    return raw.map { Float($0 / mean) }
  }
}

extension Training {
  /// Trains through all epochs, tells `report` of each, and gives the best by the mean F1 on the
  /// recordings to choose by; of equal ones the first.
  public func run(_ report: (Epoch) -> Void) throws(TrainingDiverged) -> Result {
    let configuration = CfC.Configuration(
      inputs: encoding.width, units: plan.network.units,
      backboneUnits: plan.network.backboneUnits, backboneLayers: plan.network.backboneLayers,
      activation: plan.network.activation, mode: plan.network.mode)
    var random = Xoshiro(seed: UInt64(plan.seed))
    let initial = CfCModel(configuration, outputs: classes.count, &random)
    var trainer = CfCTrainer(initial, options)
    var best: Result?
    for number in 1...plan.optimiser.epochs {
      let loss = trainer.epoch(windows)
      guard loss.isFinite else { throw TrainingDiverged(epoch: number) }
      let model = trainer.model
      let score = ClassifierScore(of: model, classes: classes, on: validation)
      report(Epoch(number: number, loss: loss, validation: score))
      if let best, best.validation.meanF1 >= score.meanF1 { continue }
      best = Result(
        classifier: SequenceClassifier(
          encoding: encoding, classes: classes, kind: kind, model: model, upstream: upstream,
          provenance: provenance + figures(score, number)),
        epoch: number, validation: score)
    }
    guard let best else { preconditionFailure("a plan has at least one epoch") }
    return best
  }

  private var options: CfCTrainer.Options {
    var options = CfCTrainer.Options()
    options.learningRate = plan.optimiser.learningRate
    options.learningRateDecay = plan.optimiser.decay
    options.weightDecay = plan.optimiser.weightDecay
    options.clip = plan.optimiser.clip
    options.batch = plan.optimiser.batch
    options.classWeights = classWeights
    options.seed = UInt64(plan.seed)
    return options
  }

  /// What the file of weights says of its training.
  private func figures(_ score: ClassifierScore, _ epoch: Int) -> [SequenceClassifier.Note] {
    let steps = zip(classes, counts).map { "\($0) \($1)" }.joined(separator: ", ")
    let confusion = classes.indices.map { truth in
      classes.indices.map { "\(score.confusion[truth, $0])" }.joined(separator: " ")
    }.joined(separator: "; ")
    return [
      .init("seed", "\(plan.seed)"), .init("epoch", "\(epoch) of \(plan.optimiser.epochs)"),
      .init("training steps", steps),
      .init("validation confusion, a row a true class", confusion),
      .init("validation mean F1", "\(score.meanF1)"),
    ]
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
