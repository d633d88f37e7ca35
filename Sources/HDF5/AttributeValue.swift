/// What an attribute holds.
public enum AttributeValue: Hashable, Sendable {
  /// One string.
  case text(String)
  /// Several strings.
  case texts([String])
  /// One whole number.
  case integer(Int64)
  /// Several whole numbers.
  case integers([Int64])
  /// One number.
  case number(Double)
  /// Several numbers.
  case numbers([Double])

  /// The string, or the only one of several.
  public var text: String? {
    switch self {
    case .text(let text): text
    case .texts(let texts): texts.count == 1 ? texts[0] : nil
    default: nil
    }
  }

  /// The whole number, or the only one of several.
  public var integer: Int64? {
    switch self {
    case .integer(let integer): integer
    case .integers(let integers): integers.count == 1 ? integers[0] : nil
    case .number, .numbers: number.flatMap { Int64(exactly: $0) }
    default: nil
    }
  }

  /// The number, or the only one of several.
  public var number: Double? {
    switch self {
    case .number(let number): number
    case .numbers(let numbers): numbers.count == 1 ? numbers[0] : nil
    case .integer(let integer): Double(integer)
    case .integers(let integers): integers.count == 1 ? Double(integers[0]) : nil
    default: nil
    }
  }

  /// All strings.
  public var texts: [String]? {
    switch self {
    case .text(let text): [text]
    case .texts(let texts): texts
    default: nil
    }
  }

  /// All numbers.
  public var numbers: [Double]? {
    switch self {
    case .number(let number): [number]
    case .numbers(let numbers): numbers
    case .integer(let integer): [Double(integer)]
    case .integers(let integers): integers.map { Double($0) }
    default: nil
    }
  }
}
