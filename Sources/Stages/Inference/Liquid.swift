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

  /// The path of the weights.
  public let model: String
  /// The name of the layer, and the beginning of the name of the channel of scores.
  public let output: String
  private let allowsOtherPreprocessing: Bool
  /// A digest of the weights.
  public private(set) var contents = ""
  private var classifier: SequenceClassifier?
  private var readers: [NetworkReader] = []

  /// Reads the stage's settings.
  public init(_ settings: inout Settings) {
    model = settings.file("model", "The weights, as 'vigil train' writes them.")
    output = settings.string(
      "output", default: "class",
      "The name of the layer; the channel of scores is named '<output> score',"
        + " or '<output> probability' where the weights were calibrated.")
    allowsOtherPreprocessing = settings.flag(
      "allowOtherPreprocessing",
      "Takes weights that were trained behind other stages than those that stand before this one.")
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

  /// Adds the channel of scores and the layer of classes; throws where an input is missing.
  public func output(for layout: Layout) throws(Mismatch) -> Layout {
    let (classifier, inputs) = try prepare(layout)
    var layout = layout
    let delay =
      Inputs(channels: inputs.sources.map(\.slot)).delay(in: layout)
      + (classifier.encoding.grid.cell ?? .zero)
    let word = classifier.calibration == nil ? "score" : "probability"
    try layout.add(
      ChannelDescription(
        name: "\(output) \(word)", kind: .other, unit: .one, axis: classifier.classes,
        delay: delay), key: "output")
    try layout.add(
      LayerDescription(
        name: output, delay: delay, kind: classifier.kind, labels: classifier.classes),
      key: "output")
    return layout
  }

  /// The channels that the network takes in.
  public func joins(in layout: Layout) -> Inputs {
    guard let (_, inputs) = try? prepare(layout) else { return Inputs() }
    return Inputs(channels: inputs.sources.map(\.slot))
  }

  private func prepare(
    _ layout: Layout
  ) throws(Mismatch) -> (SequenceClassifier, ObservedInputs) {
    guard let classifier else { throw Mismatch("model", "the weights have not been read") }
    let inputs = try ObservedInputs(classifier.encoding.names, in: layout, key: "model")
    guard inputs.sourceOfInput == classifier.encoding.channelOfInput else {
      throw Mismatch("model", "the network's inputs belong together in another way than here")
    }
    return (classifier, inputs)
  }

  /// What a run remembers.
  public struct State: Sendable {
    let inputs: ObservedInputs
    let channel: Int
    let layer: Int
    var merge: StepMerge
    var cell: StepGrid.State
    var encoding: InputEncoding.State
    var networks: [NetworkState]
    /// The values of the networks' units before the first step.
    let rest: [[Float]]
    var units: [Float]
    var logits: [Float]
    var scores: [Float]
    /// The class of the stretch that is open.
    var open: Int?
    /// How many steps took a time outside the trained range, and were given its nearest end.
    public internal(set) var clamped = 0
    /// How many steps followed a gap, so that the network began anew.
    public internal(set) var resets = 0
  }

  /// The state before the first step.
  public func start(on layout: Layout) -> State {
    guard let (classifier, inputs) = try? prepare(layout) else {
      preconditionFailure("a stage is started only on a layout that it fits")
    }
    return State(
      inputs: inputs, channel: layout.channels.count, layer: layout.layers.count,
      merge: StepMerge(inputs), cell: classifier.encoding.grid.start(inputs: inputs.count),
      encoding: classifier.encoding.start(),
      networks: readers.map { $0.network.start() }, rest: readers.map { $0.network.start().values },
      units: [Float](repeating: 0, count: readers.map(\.network.outputs).max() ?? 0),
      logits: [Float](repeating: 0, count: classifier.outputs),
      scores: [Float](repeating: 0, count: classifier.classes.count))
  }

  /// Steps over what was observed in the next part.
  public func process(_ part: inout Recording, _ state: inout State) {
    guard let classifier else { return }
    let grid = classifier.encoding.grid
    state.merge.begin()
    while let time = state.merge.next(state.inputs, in: part) {
      if grid.isOver(at: time, state.cell) { step(classifier, &part, &state) }
      grid.add(state.merge.values, at: time, &state.cell)
    }
    var through = Time.distantFuture
    for source in state.inputs.sources {
      through = min(through, part.channels[source.slot].through)
    }
    if grid.isOver(at: through, state.cell) { step(classifier, &part, &state) }
    part.channels[state.channel].through = grid.beginning(of: through)
    part.layers[state.layer].through = grid.beginning(of: through)
  }

  /// Takes the step that waits.
  private func step(
    _ classifier: SequenceClassifier, _ part: inout Recording, _ state: inout State
  ) {
    guard let time = state.cell.time else { return }
    let isFirst = state.encoding.isAtStart
    let step = classifier.encoding.encode(state.cell.values, at: time, &state.encoding)
    classifier.encoding.grid.clear(&state.cell)
    switch step.policy {
    case .taken: break
    case .clamped: state.clamped += 1
    case .reset:
      if !isFirst {
        state.resets += 1
        state.beginAnew()
      }
    }
    for index in state.logits.indices { state.logits[index] = 0 }
    for (index, reader) in readers.enumerated() {
      reader.step(
        state.encoding.encoded, after: step.elapsed, &state.networks[index], &state.units,
        addingTo: &state.logits)
    }
    for index in state.logits.indices { state.logits[index] /= Float(readers.count) }
    classifier.calibration.setScores(ofLogits: state.logits, in: &state.scores)
    part.channels[state.channel].times.append(time)
    part.channels[state.channel].samples.append(contentsOf: state.scores)
    say(state.scores.span.indexOfLargest(), at: time, classifier, &part, &state)
  }

  /// Takes the step that waits, and ends the stretch that is open.
  public func finish(_ part: inout Recording, _ state: inout State) {
    guard let classifier else { return }
    step(classifier, &part, &state)
    var end = Time.distantFuture
    for source in state.inputs.sources { end = min(end, part.channels[source.slot].through) }
    part.channels[state.channel].through = end
    part.layers[state.layer].through = end
    guard let open = state.open else { return }
    part.layers[state.layer].annotations.append(
      Annotation(classifier.kind, .end, at: end, label: classifier.classes[open]))
    state.open = nil
  }

  /// Marks a beat, or where one class gives way to another.
  private func say(
    _ best: Int, at time: Time, _ classifier: SequenceClassifier, _ part: inout Recording,
    _ state: inout State
  ) {
    let score = state.scores[best]
    if classifier.kind == .beat {
      part.layers[state.layer].annotations.append(
        Annotation(.beat, at: time, label: classifier.classes[best], score: score))
      return
    }
    if state.open == best { return }
    if let open = state.open {
      part.layers[state.layer].annotations.append(
        Annotation(classifier.kind, .end, at: time, label: classifier.classes[open]))
    }
    part.layers[state.layer].annotations.append(
      Annotation(classifier.kind, .begin, at: time, label: classifier.classes[best], score: score))
    state.open = best
  }
}

extension Liquid.State {
  /// Forgets all that the networks remember.
  fileprivate mutating func beginAnew() {
    // Assigned as a whole, the values would be copied into new room by the next step.
    for member in rest.indices {
      for index in rest[member].indices {
        networks[member].values[index] = rest[member][index]
      }
    }
  }
}

extension InputEncoding.State {
  /// Whether no step was encoded yet.
  var isAtStart: Bool { previous == nil }
}
