public import Configuration
public import LiquidNetworks
import Pipelines
public import Signals

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
  /// The channels that the network takes in, or single values of them as `channel/axis`, or whether
  /// they are some value as `channel=value`.
  public let inputs: [String]
  /// What the network is to say.
  public let target: Target
  /// How what was observed becomes what the network takes in.
  public let encoding: Encoding
  /// What the network is.
  public let network: Network
  /// How it is trained.
  public let optimiser: Optimiser
  /// What all that is random starts from.
  public let seed: Int
  /// The path of the weights; without it the stage's own.
  public let output: String?
  /// A digest of the plan with all defaults.
  public let digest: String

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
    inputs = settings.strings(
      "inputs",
      "The channels that the network takes in, or single values as 'channel/axis'; with '=value'"
        + " behind it, whether that is the value.")
    target =
      settings.object("target", required: true, "What the network is to say.") { Target(&$0) }
      ?? Target()
    encoding =
      settings.object("encoding", "How what was observed becomes what the network takes in.") {
        Encoding(&$0)
      } ?? Encoding()
    network = settings.object("network", "What the network is.") { Network(&$0) } ?? Network()
    optimiser =
      settings.object("optimiser", "How the network is trained.") { Optimiser(&$0) } ?? Optimiser()
    seed = settings.integer(
      "seed", in: 0...Int(Int32.max), default: 1, "What all that is random starts from.")
    output = settings.optionalFile("output", "The weights; without it the stage's own.")
    digest = Digest.sha256(JSON.Value.object(settings.resolved).line)
  }

  /// The JSON Schema (draft 2020-12) of a plan.
  public static var schema: JSON.Value {
    Settings.describing { _ = TrainingPlan(&$0) }.document(titled: "Vigil training plan")
  }
}

extension TrainingPlan {
  /// What the network is to say at each step.
  public struct Target: Sendable {
    /// The classes in the order of the network's outputs.
    public var classes: [TargetClass] = []
    /// The farthest that an annotation of the reference may be from the step that it labels.
    public var window = Time(seconds: 0.15)

    init() {}

    init(_ settings: inout Settings) {
      window = Time(
        seconds: settings.number(
          "window", in: 0...10, default: 0.15, unit: "s",
          "The farthest that an annotation may be from the step that it labels."))
      classes = settings.list(
        "classes", required: true, "The classes; a step with none of their labels is not learnt."
      ) { TargetClass(&$0) }
      if settings.isDescribing { return }
      if classes.count < 2 { settings.refuse("classes", "must be at least two") }
      if Set(classes.map(\.name)).count < classes.count {
        settings.refuse("classes", "must have different names")
      }
      if Set(classes.flatMap(\.labels)).count < classes.flatMap(\.labels).count {
        settings.refuse("classes", "must not share labels")
      }
    }

    /// The class that a label of the reference belongs to.
    public func place(of label: String) -> Int? {
      classes.firstIndex { $0.labels.contains(label) }
    }
  }

  /// A class, and the labels of the reference that belong to it.
  public struct TargetClass: Sendable {
    /// The name.
    public var name: String
    /// The labels.
    public var labels: [String]

    init(_ settings: inout Settings) {
      name = settings.string("name", "The name.")
      labels = settings.strings("labels", "The labels of the reference that belong to it.")
    }
  }

  /// What the network is: a closed-form continuous-time network (CfC).
  public struct Network: Sendable {
    /// The number of units.
    public var units = 32
    /// The width of the backbone's layers.
    public var backboneUnits = 64
    /// The number of the backbone's layers.
    public var backboneLayers = 1
    /// What bends the backbone.
    public var activation = Activation.lecunTanh
    /// How time enters.
    public var mode = CfC.Mode.default

    init() {}

    init(_ settings: inout Settings) {
      units = settings.integer("units", in: 1...1024, default: units, "The number of units.")
      backboneUnits = settings.integer(
        "backboneUnits", in: 1...4096, default: backboneUnits, "The width of the backbone.")
      backboneLayers = settings.integer(
        "backboneLayers", in: 0...8, default: backboneLayers, "The depth of the backbone.")
      activation = settings.choice("activation", default: activation, "What bends the backbone.")
      mode = settings.choice("mode", default: mode, "How time enters.")
    }
  }

  /// How the network is trained: Adam with decoupled weight decay over windows of steps.
  public struct Optimiser: Sendable {
    /// How far a step of the optimiser goes.
    public var learningRate = 0.003
    /// What the learning rate is multiplied by after each epoch.
    public var decay = 0.9
    /// How much of each weight a step takes away, times the learning rate.
    public var weightDecay = 0.0001
    /// How often all windows are seen.
    public var epochs = 10
    /// The number of windows between two changes of the weights.
    public var batch = 32
    /// The number of steps in a window.
    public var length = 32
    /// The largest norm of a gradient.
    public var clip = 1.0
    /// How far rare classes weigh more: 0 all steps alike, 1 all classes alike.
    public var balance = 0.5

    init() {}

    init(_ settings: inout Settings) {
      learningRate = settings.number(
        "learningRate", in: 1e-7...1, default: learningRate,
        "How far a step of the optimiser goes.")
      decay = settings.number(
        "decay", in: 0.01...1, default: decay,
        "What the learning rate is multiplied by after each epoch.")
      weightDecay = settings.number(
        "weightDecay", in: 0...1, default: weightDecay,
        "How much of each weight a step takes away, times the learning rate.")
      epochs = settings.integer(
        "epochs", in: 1...10_000, default: epochs, "How often all windows are seen.")
      batch = settings.integer(
        "batch", in: 1...4096, default: batch, "The windows between two changes of the weights.")
      length = settings.integer(
        "length", in: 1...4096, default: length, "The number of steps in a window.")
      clip = settings.number(
        "clip", in: 1e-6...1e6, default: clip, "The largest norm of a gradient.")
      balance = settings.number(
        "balance", in: 0...1, default: balance,
        "How far rare classes weigh more: 0 all steps alike, 1 all classes alike.")
    }
  }
}
