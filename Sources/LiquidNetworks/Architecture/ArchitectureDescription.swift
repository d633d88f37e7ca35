/// What a network is, as a file keeps it: named values in a fixed order, and fixed tensors where a
/// wiring cannot be made again from a few numbers.
public struct ArchitectureDescription: Sendable, Hashable {
  /// What a field holds.
  public enum Value: Sendable, Hashable {
    /// A word.
    case text(String)
    /// A whole number; truth values are 0 and 1.
    case integer(Int)
    /// Whole numbers.
    case integers([Int])
    /// A number.
    case number(Double)
  }

  /// A named value.
  public struct Field: Sendable, Hashable {
    /// The name, such as `backbone units`.
    public var name: String
    /// The value.
    public var value: Value

    /// A field of this name and value.
    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The fields, the architecture's name first.
  public var fields: [Field]
  /// The synapses of a wiring that no generator is known for; else none.
  public var tensors: [Parameter]

  /// A description of these fields and tensors.
  public init(_ fields: [Field] = [], tensors: [Parameter] = []) {
    self.fields = fields
    self.tensors = tensors
  }

  /// The value of a field, if there is one of this name.
  public subscript(name: String) -> Value? {
    fields.first { $0.name == name }?.value
  }

  mutating func put(_ name: String, _ value: Int) { fields.append(Field(name, .integer(value))) }
  mutating func put(_ name: String, _ value: Double) { fields.append(Field(name, .number(value))) }
  mutating func put(_ name: String, _ value: String) { fields.append(Field(name, .text(value))) }
  mutating func put(_ name: String, _ value: Bool) {
    fields.append(Field(name, .integer(value ? 1 : 0)))
  }
}

/// Why named values describe no network: which of them, and what it must be.
public struct ArchitectureError: Error, Hashable, CustomStringConvertible {
  /// The name of the field or tensor.
  public let field: String
  /// What must be.
  public let message: String

  /// An error about a field.
  public init(_ field: String, _ message: String) {
    self.field = field
    self.message = message
  }

  /// The error in one line.
  public var description: String { "'\(field)' \(message)" }
}
