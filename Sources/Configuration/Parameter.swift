/// What one setting is: enough to check it, explain it, and write its schema.
public struct Parameter: Sendable {
  /// The values that a setting takes.
  public indirect enum Kind: Sendable {
    case number(ClosedRange<Double>)
    case integer(ClosedRange<Int>)
    /// A number or a list of numbers.
    case numbers(ClosedRange<Double>)
    case boolean
    case string
    case strings
    case choice([String])
    /// An object of settings of its own; a text or a list stands for its member `shorthand`.
    case object([Parameter], shorthand: String?)
    /// A list of objects.
    case list([Parameter])
    /// A kind that is defined once and used in several places, itself included.
    case reference(String)
    /// The names of the settings that stand for one of several alternatives.
    case argument(many: Bool)
  }

  /// The key.
  public var key: String
  /// The values it takes.
  public var kind: Kind
  /// The unit of a number, empty where it has none.
  public var unit: String
  /// The value where none is given.
  public var standard: JSON.Value?
  /// Whether it must be given.
  public var isRequired: Bool
  /// What it does, in one sentence.
  public var help: String
}

extension Parameter {
  /// The default as a person writes it: ` (default 4 Hz)`, or nothing.
  public var standardText: String {
    guard let standard else { return "" }
    if case .array(let values) = standard, values.isEmpty { return "" }
    return " (default \(standard.plain)\(unit.isEmpty ? "" : " \(unit)"))"
  }

  /// The values it takes, in words.
  public var kindText: String {
    switch kind {
    case .number(let range): "\(range.lowerBound.written) to \(range.upperBound.written) \(unit)"
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound) \(unit)"
    case .numbers(let range):
      "number or list of numbers, \(range.lowerBound.written) to \(range.upperBound.written)"
    case .boolean: "true or false"
    case .string: "text"
    case .strings: "text or list of texts"
    case .choice(let all): all.joined(separator: " | ")
    case .object(_, let shorthand): shorthand == nil ? "object" : "text, list or object"
    case .list: "list of objects"
    case .reference(let name): name
    case .argument(let many): many ? "one or more" : "one"
    }
  }
}

extension JSON.Value {
  /// The value as a person would write it: texts without quotes.
  fileprivate var plain: String {
    if case .string(let text) = self { text } else { line }
  }
}
