/// Where each named tensor of a network stands in one flat array of weights.
///
/// Everything that treats weights alike (optimisers, averages, checkpoints, sums over threads) works
/// on the flat array; names and shapes are for files and people.
public struct ParameterLayout: Sendable, Equatable {
  /// What training may do with a tensor.
  public enum Role: Sendable, Equatable {
    /// It learns, and weight decay pulls it towards zero.
    case matrix
    /// It learns and does not decay: biases, time constants, potentials.
    case vector
    /// It learns, does not decay, and is kept at or above zero after each change.
    case nonnegative
    /// It is part of the wiring and never changes.
    case fixed
  }

  /// One tensor.
  public struct Entry: Sendable, Equatable {
    /// The name, as in an ncps state dictionary where ncps has such a tensor.
    public let name: String
    /// The extent of each dimension, the slowest first.
    public let shape: [Int]
    /// Its place in the flat array.
    public let range: Range<Int>
    /// What training may do with it.
    public let role: Role
  }

  /// The tensors, one behind another without gaps.
  public private(set) var entries: [Entry] = []

  /// A layout without tensors.
  public init() {}

  /// The number of values of all tensors together.
  public var count: Int { entries.last?.range.upperBound ?? 0 }

  /// Appends a tensor and returns its place.
  @discardableResult
  public mutating func append(
    _ name: String, _ shape: [Int], _ role: Role = .matrix
  ) -> Range<Int> {
    let first = count
    let range = first..<first + shape.reduce(1, *)
    entries.append(Entry(name: name, shape: shape, range: range, role: role))
    return range
  }

  /// Appends the tensors of another layout, with something before their names, and returns their place.
  @discardableResult
  public mutating func append(_ other: ParameterLayout, prefix: String = "") -> Range<Int> {
    let first = count
    for entry in other.entries { append(prefix + entry.name, entry.shape, entry.role) }
    return first..<count
  }

  /// Returns named tensors with these values.
  public func parameters(_ values: [Float]) -> Parameters {
    Parameters(
      entries.map { Parameter($0.name, shape: $0.shape, values: Array(values[$0.range])) })
  }

  /// Returns the flat array of named tensors.
  ///
  /// - Throws: `ParameterError` when a tensor is missing or has another shape.
  public func values(_ parameters: Parameters) throws(ParameterError) -> [Float] {
    // All shapes first: what a description claims must not take memory that no tensor bears out.
    for entry in entries { _ = try parameters.values(of: entry.name, shape: entry.shape) }
    var values: [Float] = []
    values.reserveCapacity(count)
    for entry in entries {
      values += try parameters.values(of: entry.name, shape: entry.shape)
    }
    return values
  }
}
