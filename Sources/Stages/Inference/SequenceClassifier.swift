import Kernels
public import LiquidNetworks
public import Signals

/// A liquid network with what it needs around it to tell classes step by step: how inputs are
/// encoded before it, and how its units are read out behind it.
public struct SequenceClassifier: Sendable {
  /// How inputs are encoded.
  public var encoding: InputEncoding
  /// The names of the classes, in the order of the scores.
  public var classes: [String]
  /// What is said of a step or a stretch: the kind of the annotations.
  public var kind: Annotation.Kind
  /// The network, and the layer from its units to the scores before they are made to sum to 1.
  public var model: CfCModel
  /// What the scores are divided by before they are made to sum to 1, fitted so that they are
  /// probabilities; none where nobody has fitted it.
  public var temperature: Float?
  /// The digest of the stages that the network was trained behind.
  public var upstream: String
  /// Where the weights come from, as pairs of names and texts.
  public var provenance: [Note]

  /// A remark on where weights come from.
  public struct Note: Hashable, Sendable {
    /// What it is about.
    public var name: String
    /// What is said.
    public var text: String

    /// A remark.
    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// A classifier of these parts, whose sizes must fit each other.
  public init(
    encoding: InputEncoding, classes: [String], kind: Annotation.Kind, model: CfCModel,
    temperature: Float? = nil, upstream: String, provenance: [Note] = []
  ) {
    precondition(
      model.configuration.inputs == encoding.width && model.outputs == classes.count)
    self.encoding = encoding
    self.classes = classes
    self.kind = kind
    self.model = model
    self.temperature = temperature
    self.upstream = upstream
    self.provenance = provenance
  }
}

extension Span<Float> {
  /// The place of the largest value, the first of equal ones; 0 of none.
  func indexOfLargest() -> Int {
    var best = 0
    for index in indices where self[index] > self[best] { best = index }
    return best
  }
}

extension MutableSpan<Float> {
  /// Makes values into shares that sum to 1, each in proportion to its exponential.
  mutating func normaliseExponentially() {
    var largest = -Float.infinity
    for index in indices { largest = Swift.max(largest, self[index]) }
    var sum: Float = 0
    for index in indices {
      self[index] = Elementary.exp(self[index] - largest)
      sum += self[index]
    }
    for index in indices { self[index] /= sum }
  }
}

extension Affine {
  /// The scores of classes, which sum to 1, from the values of a network's units.
  ///
  /// Each sum is taken in the order of the units; a temperature divides it before the scores are
  /// made to sum to 1.
  func score(_ units: [Float], temperature: Float?, into scores: inout [Float]) {
    for row in 0..<rows {
      var sum = bias[row]
      for column in 0..<columns { sum += weight[row * columns + column] * units[column] }
      scores[row] = temperature.map { sum / $0 } ?? sum
    }
    var span = scores.mutableSpan
    span.normaliseExponentially()
  }
}

extension Float {
  /// The natural logarithm, of what is too small that of the smallest normal number.
  var logarithm: Float { Elementary.log(Swift.max(self, .leastNormalMagnitude)) }
}
