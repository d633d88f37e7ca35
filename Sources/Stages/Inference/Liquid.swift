public import Configuration
import Formats
import LiquidNetworks
public import Pipelines
public import Signals

/// Steps a liquid network from one observation to the next, over the true time between them, and
/// says at each how far it is of each class.
public struct Liquid: Stage {
  /// What pipelines call it.
  public static let name = "liquid"
  /// What it does.
  public static let summary =
    "Scores classes with liquid networks that step over the true time between observations."

  /// The stage at work: behind the others of a pipeline, with the weights trained for it.
  public static let example = StageExample(
    .file("pipelines/arrhythmia.json"),
    scene: #"""
      "channels": [ { "kind": "ecg", "lead": "II" }, { "kind": "ecg", "lead": "V1" } ],
      "ectopics": [ { "at": 13 }, { "at": 16, "origin": "supraventricular" } ]
      """#,
    seconds: 10...20, shows: ["II", "QRS"])

  /// The path of the weights.
  public let model: String
  /// The name of the layer, and the beginning of the name of the channel of scores.
  public let output: String
  private let allowsOtherPreprocessing: Bool
  /// A digest of the weights.
  public private(set) var contents = ""
  let explanation: Explanation
  let explainedClass: String?
  let explainedSteps: Int
  var classifier: SequenceClassifier?
  var readers: [NetworkReader] = []

  /// Reads the stage's settings.
  public init(_ settings: inout Settings) {
    model = settings.file("model", "The weights, as 'vigil train' writes them.")
    output = settings.string(
      "output", default: "class",
      "The name of the layer; the channel of scores is named '<output> score',"
        + " or '<output> probability' where the weights were calibrated. Weights that say numbers make"
        + " no layer, and a channel '<output> estimate'.")
    allowsOtherPreprocessing = settings.flag(
      "allowOtherPreprocessing",
      "Takes weights that were trained behind other stages than those that stand before this one.")
    explanation = settings.choice(
      "explain", default: Explanation.none,
      "Adds what moved the network: 'shares', at every step the exact parts of a logit that come of"
        + " each input channel, of the units' own synapses, of leak, start and bias, for an 'ltc'"
        + " without memory, as '<output> shares'; or 'gradients', for any network, as '<output>"
        + " attribution': how each channel at each of the last steps moved the last logit away from"
        + " that of a network that never saw anything in them (integrated gradients), given out at"
        + " the end of the recording and not before. It tells what moved the network, never why a"
        + " patient is ill.")
    explainedClass = settings.optionalString(
      "explainClass",
      "The class whose logit is explained; without it the second of two, whose log-odds it is, and of"
        + " several the one that is said.")
    explainedSteps =
      settings.optionalInteger(
        "explainSteps", in: 1...4096,
        "With 'gradients': over how many last steps; without it 256. What the network remembered"
          + " before them is not explained.") ?? 256
    if settings.isDescribing { return }
    if settings.has("explainClass"), explanation == .none {
      settings.refuse("explainClass", "changes nothing without 'explain'")
    }
    if settings.has("explainSteps"), explanation != .gradients {
      settings.refuse("explainSteps", "changes nothing where gradients explain nothing")
    }
  }

  /// Reads the weights, in a child process; throws where they are not fit to stand here.
  public mutating func load(upstream: String) throws(StageError) {
    let loaded: SequenceClassifier
    do {
      let stored = try IsolatedReader.model(in: model)
      contents = stored.digest
      loaded = try SequenceClassifier(stored)
    } catch let error as ClassifierError {
      throw StageError("model", "\(model): \(error); train the weights again")
    } catch {
      throw StageError("model", "\(error); 'vigil train' makes weights")
    }
    guard allowsOtherPreprocessing || loaded.upstream == upstream else {
      throw StageError(
        "model",
        "\(model) was trained behind other stages or settings than those before it here;"
          + " train it again, or state 'allowOtherPreprocessing'")
    }
    use(loaded)
  }

  /// Takes a classifier that need not be read from a file.
  public mutating func use(_ classifier: SequenceClassifier) {
    self.classifier = classifier
    readers = classifier.readers
  }

  /// Adds the channel of scores, the layer of classes and what explains them, or the channel of
  /// estimates; throws where an input is missing or nothing can be explained.
  public func output(for layout: Layout) throws(Mismatch) -> Layout {
    let (classifier, inputs) = try prepare(layout)
    var layout = layout
    let delay =
      Inputs(channels: inputs.sources.map(\.slot)).delay(in: layout)
      + (classifier.encoding.grid.cell ?? .zero)
    try layout.add(classifier.channel(output, delay: delay), key: "output")
    if let layer = classifier.layer(output, delay: delay) {
      try layout.add(layer, key: "output")
    }
    if let added = try explained(classifier, inputs, in: layout, delay: delay) {
      try layout.add(added, key: "output")
    }
    return layout
  }

  /// The channels that the network takes in.
  public func joins(in layout: Layout) -> Inputs {
    guard let (_, inputs) = try? prepare(layout) else { return Inputs() }
    return Inputs(channels: inputs.sources.map(\.slot))
  }

  func prepare(
    _ layout: Layout
  ) throws(Mismatch) -> (SequenceClassifier, ObservedInputs) {
    guard let classifier else { throw Mismatch("model", "the weights have not been read") }
    let inputs = try ObservedInputs(classifier.encoding.names, in: layout, key: "model")
    guard inputs.sourceOfInput == classifier.encoding.channelOfInput else {
      throw Mismatch("model", "the network's inputs belong together in another way than here")
    }
    return (classifier, inputs)
  }
}
