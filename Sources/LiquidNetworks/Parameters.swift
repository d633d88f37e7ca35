/// A named array of numbers: one tensor of a network's weights.
public struct Parameter: Sendable, Hashable {
  /// The name, as in an ncps state dictionary, such as `rnn_cell.backbone.0.weight`.
  public let name: String
  /// The extent of each dimension, the slowest first.
  public let shape: [Int]
  /// The numbers, the last dimension's neighbours side by side.
  public var values: [Float]

  /// A tensor whose number of values must be the product of its shape.
  public init(_ name: String, shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *), "a tensor holds one value for each place")
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// The weights of a network as named tensors, in a fixed order.
public struct Parameters: Sendable, Hashable {
  /// The tensors in order.
  public var all: [Parameter]

  /// Tensors in the order given.
  public init(_ all: [Parameter] = []) {
    self.all = all
  }

  /// The tensor of a name, if there is one.
  public subscript(name: String) -> Parameter? {
    all.first { $0.name == name }
  }

  /// Returns a tensor's values when it has the shape it must have.
  public func values(of name: String, shape: [Int]) throws(ParameterError) -> [Float] {
    guard let parameter = self[name] else {
      throw ParameterError("the weights must contain \(name) of shape \(shape)")
    }
    guard parameter.shape == shape else {
      throw ParameterError("\(name) must have shape \(shape), and has \(parameter.shape)")
    }
    return parameter.values
  }

  /// The number of values of all tensors together.
  public var count: Int {
    all.reduce(0) { $0 + $1.values.count }
  }
}

/// Why named tensors are not the weights of a network, and what they must be.
public struct ParameterError: Error, Equatable, CustomStringConvertible {
  /// What must be.
  public let description: String

  /// An error that says what must be.
  public init(_ description: String) {
    self.description = description
  }
}
