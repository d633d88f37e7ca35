import Configuration
public import LiquidNetworks

extension TrainingPlan {
  /// How far what is said is from what is true: of classes the cross-entropy.
  public struct Loss: Sendable {
    /// How far rare classes weigh more: 0 all steps alike, 1 all classes alike.
    public var balance = 0.5
    /// The γ of the focal loss; 0: none.
    public var focus = 0.0
    /// How far numbers are from what is true.
    public var values = ValueLoss.squared
    /// What saying the next observation weighs beside the target.
    public var next = 0.0

    init() {}

    init(_ settings: inout Settings, _ target: Target) {
      balance = settings.number(
        "balance", in: 0...1, default: balance,
        "How far rare classes weigh more: 0 all steps alike, 1 all classes alike.")
      focus = settings.number(
        "focus", in: 0...10, default: focus,
        "The γ of the focal loss, which weighs less what is said rightly already; 0: none.")
      next = settings.number(
        "next", in: 0...1000, default: next,
        "What the squared error of the next observation weighs beside the target; 0: it is not"
          + " learnt.")
      let word = settings.optionalWord(
        "values", among: ValueLoss.allCases.map(\.rawValue),
        "Of numbers: 'squared' errors, as without it, or 'gaussian', where the deviation of each is"
          + " learnt too.")
      values = word.flatMap { ValueLoss(rawValue: $0) } ?? .squared
      if settings.isDescribing { return }
      for key in target.values.isEmpty ? ["values"] : ["balance", "focus"] where settings.has(key) {
        settings.refuse(
          key, "changes nothing: it belongs to \(target.values.isEmpty ? "numbers" : "classes")")
      }
    }
  }

  /// What is learnt before the target: to say the next observation.
  public struct Pretraining: Sendable {
    /// How often all sequences are seen.
    public var epochs = 10
    /// How far a step of the optimiser goes.
    public var learningRate = 0.003

    init(_ settings: inout Settings) {
      epochs = settings.integer(
        "epochs", in: 1...10_000, default: epochs, "How often all sequences are seen.")
      learningRate = settings.number(
        "learningRate", in: 1e-7...1, default: learningRate,
        "How far a step of the optimiser goes.")
    }
  }

  /// How the network is trained: Adam with decoupled weight decay.
  public struct Optimiser: Sendable {
    /// By what the epoch is chosen whose weights are kept.
    public enum Choice: String, CaseIterable, Sendable {
      /// The area under the receiver operating characteristic, for two classes.
      case auroc
      /// The average precision, for two classes.
      case averagePrecision
      /// The mean F1 of the classes.
      case f1
      /// The loss, the smaller the better.
      case loss
      /// Of numbers, the mean squared error in squares of each one's deviation in training.
      case meanSquaredError
      /// Of numbers, the share of their variance that is explained.
      case r2

      /// Whether less is better.
      public var isCost: Bool { self == .loss || self == .meanSquaredError }

      /// Whether it is defined for a target.
      func fits(_ target: Target) -> Bool {
        switch self {
        case .auroc, .averagePrecision, .f1: target.values.isEmpty
        case .loss: true
        case .meanSquaredError, .r2: !target.values.isEmpty
        }
      }
    }

    private enum Scheduling: String, CaseIterable, Sendable {
      case constant, exponential, cosine, plateau
    }

    private enum Mean: String, CaseIterable, Sendable { case none, exponential, epochs }

    /// The options of the trainer.
    public var options = TrainingOptions()
    /// The number of steps after which a sequence is begun anew; none: never.
    public var length: Int?
    /// By what the epoch is chosen; none: by area for two classes, by F1 for more, by the mean
    /// squared error for numbers.
    public var choice: Choice?

    init() { options.weightDecay = 0.0001 }

    init(_ settings: inout Settings, _ target: Target) {
      self.init()
      options.learningRate = settings.number(
        "learningRate", in: 1e-7...1, default: options.learningRate,
        "How far a step of the optimiser goes.")
      readSchedule(&settings)
      options.weightDecay = settings.number(
        "weightDecay", in: 0...1, default: options.weightDecay,
        "How much of each matrix a step takes away, times the learning rate; 0: plain Adam.")
      options.clip = settings.number(
        "clip", in: 1e-6...1e6, default: options.clip, "The largest norm of a gradient.")
      options.batch = settings.integer(
        "batch", in: 1...4096, default: 32, "The sequences between two changes of the weights.")
      length = settings.optionalInteger(
        "length", in: 1...1_000_000,
        "Cuts recordings into sequences of so many steps, each begun anew; without it they stay whole."
      )
      options.chunk = settings.optionalInteger(
        "chunk", in: 1...1_000_000,
        "How many steps gradients reach back over; without it over the whole sequence.")
      options.epochs = settings.integer(
        "epochs", in: 1...10_000, default: 10, "How often all sequences are seen at most.")
      options.patience = settings.optionalInteger(
        "patience", in: 1...10_000,
        "After how many epochs without a better score training ends; without it never before the last."
      )
      readDropout(&settings)
      readAveraging(&settings)
      choice = settings.optionalWord(
        "choose", among: Choice.allCases.map(\.rawValue),
        "By what the epoch is chosen whose weights are kept; without it 'auroc' for two classes, 'f1'"
          + " for more, 'meanSquaredError' for numbers."
      ).flatMap { Choice(rawValue: $0) }
      if let choice, !settings.isDescribing, !choice.fits(target) {
        settings.refuse("choose", "is not defined for the plan's target")
      }
    }

    private mutating func readSchedule(_ settings: inout Settings) {
      let kind: Scheduling = settings.choice(
        "schedule", default: .exponential, "How the learning rate changes.")
      let factor = settings.number(
        "factor", in: 0.01...1, default: 0.9,
        "What the learning rate is multiplied by: after each epoch, or at each plateau.")
      let warmUp = settings.number(
        "warmUp", in: 0...10_000, default: 0,
        "With 'cosine': the epochs over which the learning rate rises first.")
      let floor = settings.number(
        "floor", in: 0...1, default: 0.01,
        "With 'cosine' and 'plateau': the share of the learning rate that is left at last.")
      let wait = settings.integer(
        "wait", in: 1...1000, default: 3,
        "With 'plateau': the epochs without a better score that make one.")
      options.schedule =
        switch kind {
        case .constant: .constant
        case .exponential: .exponential(factor: factor)
        case .cosine: .cosine(warmUp: warmUp, floor: floor)
        case .plateau: .plateau(factor: factor, patience: wait, floor: floor)
        }
    }

    private mutating func readDropout(_ settings: inout Settings) {
      options.dropout.inputs = Float(
        settings.number(
          "inputDropout", in: 0...0.95, default: 0,
          "The share of inputs that is left out at random."
        ))
      options.dropout.outputs = Float(
        settings.number(
          "outputDropout", in: 0...0.95, default: 0,
          "The share of the network's outputs that the readout does not see."))
      options.dropout.groups = Float(
        settings.number(
          "channelDropout", in: 0...0.95, default: 0,
          "The share of channels that a sequence goes without, their values, masks and ages."))
      options.dropout.isHeld = settings.flag(
        "heldDropout", "Leaves out the same inputs and outputs at every step of a sequence.")
    }

    private mutating func readAveraging(_ settings: inout Settings) {
      let kind: Mean = settings.choice(
        "averaging", default: Mean.none,
        "Whether the weights that are judged and kept are a mean: over all changes, later ones"
          + " counting more, or of the ends of the last epochs.")
      let decay = settings.number(
        "averagingDecay", in: 0.5...0.999999, default: 0.999,
        "With 'exponential': what each change counts for beside the next.")
      let epochs = settings.integer(
        "averagingEpochs", in: 1...100, default: 5, "With 'epochs': how many of them.")
      options.averaging =
        switch kind {
        case Mean.none: .none
        case .exponential: .exponential(decay: decay)
        case .epochs: .epochs(epochs)
        }
    }
  }
}
