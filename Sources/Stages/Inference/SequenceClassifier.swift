public import Evaluation
public import Formats
public import LiquidNetworks
public import Signals

/// Liquid networks with what they need around them to tell classes, or numbers, step by step: how
/// inputs are encoded before them, and how their units are read out behind them.
public struct SequenceClassifier: Sendable {
  /// How inputs are encoded.
  public var encoding: InputEncoding
  /// The names of the classes, in the order of the scores, or of the numbers.
  public var classes: [String]
  /// What the outputs mean.
  public var meaning: Meaning
  /// What is said of a step or a stretch: the kind of the annotations.
  public var kind: Annotation.Kind
  /// What each network is.
  public var architecture: Architecture
  /// The number of outputs: of classes as many as there are, or one, the log-odds of the second of
  /// two.
  public var outputs: Int
  /// The weights of each network and its readout, one flat array each; what they speak together is
  /// the mean of their logits.
  public var members: [[Float]]
  /// What makes probabilities of the logits, fitted on cases that were not trained on; none where
  /// nobody has fitted it.
  public var calibration: Calibration?
  /// The number of cases that it was fitted on; 0: not known.
  public var calibrationCases: Int
  /// The scores of the second of two classes that negative recordings exceed at a wanted rate.
  public var thresholds: [ConformalThreshold]
  /// The digest of the stages that the network was trained behind.
  public var upstream: String
  /// Where the weights come from, and how well they do.
  public var card: ModelCard

  /// A classifier of these parts, whose sizes must fit each other.
  public init(
    encoding: InputEncoding, classes: [String], meaning: Meaning = .classes,
    kind: Annotation.Kind, architecture: Architecture, outputs: Int, members: [[Float]],
    calibration: Calibration? = nil, calibrationCases: Int = 0,
    thresholds: [ConformalThreshold] = [], upstream: String, card: ModelCard = ModelCard()
  ) {
    precondition(architecture.inputs == encoding.width && !members.isEmpty)
    precondition(meaning.fits(outputs: outputs, names: classes))
    self.encoding = encoding
    self.classes = classes
    self.meaning = meaning
    self.kind = kind
    self.architecture = architecture
    self.outputs = outputs
    self.members = members
    self.calibration = calibration
    self.calibrationCases = calibrationCases
    self.thresholds = thresholds
    self.upstream = upstream
    self.card = card
  }

  /// The networks, ready to step one sequence.
  public var readers: [NetworkReader] {
    members.map { NetworkReader(architecture.cell, outputs: outputs, $0) }
  }
}

/// A network and the layer that reads its outputs, ready to step one sequence.
public struct NetworkReader: Sendable {
  /// The network.
  public let network: any RecurrentNetwork
  /// The layer from its outputs to the logits.
  public let readout: Affine

  init<C: Cell>(_ cell: C, outputs: Int, _ weights: [Float]) {
    let model = Model(cell, outputs: outputs, weights: weights)
    network = model.network
    readout = model.readout
  }

  /// Steps to an observation, and adds the logits to sums, each in the order of the units.
  func step(
    _ input: [Float], after elapsed: Float, _ state: inout NetworkState, _ units: inout [Float],
    addingTo logits: inout [Float]
  ) {
    var span = units.mutableSpan
    network.step(input.span, after: elapsed, &state, into: &span)
    read(units, addingTo: &logits)
  }

  /// Reads the units, and adds the logits to sums, each in the order of the units.
  func read(_ units: [Float], addingTo logits: inout [Float]) {
    for row in 0..<readout.rows {
      var sum = readout.bias[row]
      for column in 0..<readout.columns {
        sum += readout.weight[row * readout.columns + column] * units[column]
      }
      logits[row] += sum
    }
  }
}
