internal import HDF5

/// The values that stand at a place of a file.
enum Elements: Hashable {
  case texts([String])
  case integers([Int64])
  case numbers([Double])
  case references([Reference])

  init(_ value: AttributeValue) {
    switch value {
    case .text(let text): self = .texts([text])
    case .texts(let texts): self = .texts(texts)
    case .integer(let number): self = .integers([number])
    case .integers(let numbers): self = .integers(numbers)
    case .number(let number): self = .numbers([number])
    case .numbers(let numbers): self = .numbers(numbers)
    }
  }

  var count: Int {
    switch self {
    case .texts(let texts): texts.count
    case .integers(let numbers): numbers.count
    case .numbers(let numbers): numbers.count
    case .references(let references): references.count
    }
  }

  /// The number at a place; a text that reads as a finite number is one.
  func number(at index: Int) -> Double? {
    let number: Double? =
      switch self {
      case .texts(let texts): Double(texts[index].split(separator: " ").joined(separator: " "))
      case .integers(let numbers): Double(numbers[index])
      case .numbers(let numbers): numbers[index]
      case .references: nil
      }
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The text at a place.
  func text(at index: Int) -> String? {
    if case .texts(let texts) = self { texts[index] } else { nil }
  }

  /// What stands at a place, as it was found.
  func spelling(at index: Int) -> String {
    switch self {
    case .texts(let texts): texts[index]
    case .integers(let numbers): "\(numbers[index])"
    case .numbers(let numbers): "\(numbers[index])"
    case .references: "a reference"
    }
  }
}
