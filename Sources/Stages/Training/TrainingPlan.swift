public import Configuration
public import Pipelines

/// What a network is trained on, towards what, and how: a file of JSON.
public struct TrainingPlan: Sendable {
  /// What the plan is for.
  public let description: String
  /// The path of the pipeline that the network is a stage of.
  public let pipeline: String
  /// The output of the stage that is trained.
  public let stage: String
  /// The path of the cohort.
  public let cohort: String
  /// How the cohort is split; none: as its table says.
  public private(set) var folds: Folds?
  /// The channels that the network takes in, or single values of them as `channel/axis`, or whether
  /// they are some value as `channel=value`.
  public let inputs: [String]
  /// What the network is to say.
  public let target: Target
  /// How what was observed becomes what the network takes in.
  public let encoding: Encoding
  /// What the network is.
  public let network: Network
  /// How far what is said is from what is true.
  public let loss: Loss
  /// What is learnt first; none: nothing.
  public let pretraining: Pretraining?
  /// How it is trained.
  public let optimiser: Optimiser
  /// The number of networks that speak together.
  public let members: Int
  /// What all that is random in the first member starts from; each further one counts one up.
  public private(set) var seed: Int
  /// What makes probabilities of what the networks say.
  public let calibration: Calibrating
  /// The shares of negative recordings that may be alarmed, for each of which a threshold is fitted.
  public let falseAlarmRates: [Double]
  /// The figures on the recordings to choose by that the weights must reach.
  public let limits: [TrainingLimit]
  /// The number of threads, which changes no bit of the weights.
  public private(set) var threads: Int
  /// The path of the weights; without it the stage's own.
  public let output: String?
  private let canonical: String
  private var changes: [String] = []

  /// A digest of the plan with all defaults, and with what was overridden.
  ///
  /// The number of threads does not matter to it.
  public var digest: String {
    Digest.sha256(changes.isEmpty ? canonical : "\(canonical) \(changes.joined(separator: " "))")
  }

  /// Reads a plan; throws every mistake in it at once, each with its place.
  public init(_ text: SourceText) throws(Diagnostics) {
    let json = try JSON.parse(text)
    var settings = Settings(json, in: text, path: "plan")
    self.init(&settings)
    settings.finish(ignoring: ["$schema"])
    if !settings.diagnostics.isEmpty { throw Diagnostics(settings.diagnostics) }
  }

  private init(_ settings: inout Settings) {
    description = settings.string("description", default: "", "What the plan is for.")
    pipeline = settings.file("pipeline", "The pipeline that the network is a stage of.")
    stage = settings.string("stage", "The output of the stage that is trained.")
    cohort = settings.file("cohort", "The recordings, with the truth about them.")
    folds = settings.object(
      "folds",
      "Splits the cohort by the position of patients in ascending order, modulo 'count'; without it"
        + " the cohort's table does."
    ) { Folds(&$0) }
    inputs = settings.strings(
      "inputs",
      "The channels that the network takes in, or single values as 'channel/axis'; with '=value'"
        + " behind it, whether that is the value.")
    let target =
      settings.object("target", required: true, "What the network is to say.") { Target(&$0) }
      ?? Target()
    self.target = target
    encoding =
      settings.object("encoding", "How what was observed becomes what the network takes in.") {
        Encoding(&$0)
      } ?? Encoding()
    network = settings.object("network", "What the network is.") { Network(&$0) } ?? Network()
    loss =
      settings.object("loss", "How far what is said is from what is true.") {
        Loss(&$0, target)
      } ?? Loss()
    pretraining = settings.object(
      "pretraining", "Learns first to say the next observation, which needs no labels."
    ) { Pretraining(&$0) }
    optimiser =
      settings.object("optimiser", "How the network is trained.") {
        Optimiser(&$0, target)
      } ?? Optimiser()
    members = settings.integer(
      "members", in: 1...32, default: 1,
      "The number of networks that speak together: the mean of their outputs is what is said.")
    seed = settings.integer(
      "seed", in: 0...Int(Int32.max), default: 1,
      "What all that is random in the first member starts from; each further one counts one up.")
    calibration = Calibrating(&settings, target)
    falseAlarmRates = Calibrating.readRates(&settings, target)
    limits = settings.list(
      "acceptance", "Figures on the recordings to choose by that must be reached."
    ) { TrainingLimit(&$0) }
    output = settings.optionalFile("output", "The weights; without it the stage's own.")
    canonical = JSON.Value.object(settings.resolved).line
    threads = settings.integer(
      "threads", in: 1...256, default: 1,
      "The number of threads, which changes no bit of the weights.")
  }

  /// Takes what was said beside the plan in place of what it says.
  ///
  /// - Parameters:
  ///   - seed: Another seed.
  ///   - fold: Another part to judge on.
  ///   - threads: Another number of threads.
  /// - Throws: Where the plan has no such part.
  public mutating func override(seed: Int?, fold: Int?, threads: Int?) throws(Diagnostics) {
    if let seed {
      self.seed = seed
      changes.append("seed \(seed)")
    }
    if let fold {
      guard let folds else {
        throw Diagnostics(error: "--fold needs a plan with 'folds'")
      }
      guard fold < folds.count else {
        throw Diagnostics(error: "--fold must be below \(folds.count), the plan's 'folds.count'")
      }
      self.folds = Folds(count: folds.count, test: fold)
      changes.append("fold \(fold)")
    }
    if let threads { self.threads = threads }
  }

  /// The JSON Schema (draft 2020-12) of a plan.
  public static var schema: JSON.Value {
    Settings.describing { _ = TrainingPlan(&$0) }.document(titled: "Vigil training plan")
  }
}
