public import Signals

/// Something stated once about a whole recording, such as an age or an outcome.
public struct Descriptor: Hashable, Sendable {
  /// What is stated.
  public enum Value: Hashable, Sendable {
    /// A number.
    case number(Double)
    /// A text.
    case text(String)
  }

  /// What it is about.
  public var name: String
  /// What is stated.
  public var value: Value
  /// Whether this is an outcome or a label, which no stage may see.
  public var isReference: Bool

  /// A descriptor with this name and value.
  public init(_ name: String, _ value: Value, isReference: Bool = false) {
    self.name = name
    self.value = value
    self.isReference = isReference
  }
}

/// A layer of annotations that no stage may see: labels to train on or to be held against.
public struct ReferenceLayer: Hashable, Sendable {
  /// The name of the layer.
  public var name: String
  /// What is remarked, in the order of the onsets.
  public var intervals: [Interval]

  /// A layer of this name with these intervals.
  public init(name: String, intervals: [Interval]) {
    self.name = name
    self.intervals = intervals
  }
}
