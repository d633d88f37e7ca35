public import HDF5

/// Named arrays of numbers and attributes, in groups within groups: what models, checkpoints and
/// state dictionaries of others are in a file.
public struct StoredGroup: Hashable, Sendable {
  /// An array of numbers with a name.
  public struct Tensor: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The length of each dimension; the last one varies fastest.
    public var shape: [Int]
    /// The numbers.
    public var values: Values

    /// A tensor of this name, shape and values, as many as the shape has places.
    public init(_ name: String, shape: [Int], _ values: Values) {
      precondition(shape.reduce(1, *) == values.count, "as many values as the shape has places")
      self.name = name
      self.shape = shape
      self.values = values
    }

    /// A row of these numbers.
    public init(_ name: String, _ values: [Float]) {
      self.init(name, shape: [values.count], .floats(values))
    }
  }

  /// Numbers of one type.
  public enum Values: Hashable, Sendable {
    /// Numbers of 32 bits.
    case floats([Float])
    /// Numbers of 64 bits.
    case doubles([Double])
    /// Whole numbers.
    case integers([Int64])

    /// How many there are.
    public var count: Int {
      switch self {
      case .floats(let values): values.count
      case .doubles(let values): values.count
      case .integers(let values): values.count
      }
    }

    /// The numbers in 32 bits, rounded where they had more.
    public var floats: [Float] {
      switch self {
      case .floats(let values): values
      case .doubles(let values): values.map { Float($0) }
      case .integers(let values): values.map { Float($0) }
      }
    }
  }

  /// An attribute with a name.
  public struct Attribute: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What it holds.
    public var value: AttributeValue

    /// An attribute of this name and value.
    public init(_ name: String, _ value: AttributeValue) {
      self.name = name
      self.value = value
    }
  }

  /// A group within a group.
  public struct Child: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What it holds.
    public var group: StoredGroup

    /// A group of this name.
    public init(_ name: String, _ group: StoredGroup) {
      self.name = name
      self.group = group
    }
  }

  /// What is said of the group, in the order of the names once it was stored.
  public var attributes: [Attribute]
  /// The arrays in their order.
  public var tensors: [Tensor]
  /// The groups within it, in the order of the names once it was stored.
  public var groups: [Child]

  /// A group that holds these.
  public init(
    attributes: [Attribute] = [], tensors: [Tensor] = [], groups: [Child] = []
  ) {
    self.attributes = attributes
    self.tensors = tensors
    self.groups = groups
  }

  /// The value of an attribute, if there is one of this name.
  public subscript(_ name: String) -> AttributeValue? {
    attributes.first { $0.name == name }?.value
  }

  /// The array of this name, if there is one.
  public func tensor(_ name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The group of this name, if there is one.
  public func group(_ name: String) -> StoredGroup? { groups.first { $0.name == name }?.group }
}
