/// Takes the fields of a description one by one, and refuses what does not fit or is not known.
struct DescriptionReader {
  private let description: ArchitectureDescription
  private var taken: [String] = []

  init(_ description: ArchitectureDescription) { self.description = description }

  private mutating func value(
    _ name: String, _ what: @autoclosure () -> String
  ) throws(ArchitectureError) -> ArchitectureDescription.Value {
    taken.append(name)
    guard let value = description[name] else {
      throw ArchitectureError(name, "is missing; it must be \(what())")
    }
    return value
  }

  /// Whether there is such a field.
  func has(_ name: String) -> Bool { description[name] != nil }

  mutating func integer(
    _ name: String, in range: ClosedRange<Int>
  ) throws(ArchitectureError) -> Int {
    let what = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .integer(let integer) = try value(name, what), range.contains(integer) else {
      throw ArchitectureError(name, "must be \(what)")
    }
    return integer
  }

  mutating func integers(
    _ name: String, in range: ClosedRange<Int>
  ) throws(ArchitectureError) -> [Int] {
    let what = "whole numbers from \(range.lowerBound) to \(range.upperBound)"
    guard case .integers(let integers) = try value(name, what), !integers.isEmpty,
      integers.allSatisfy(range.contains)
    else { throw ArchitectureError(name, "must be \(what)") }
    return integers
  }

  mutating func flag(_ name: String) throws(ArchitectureError) -> Bool {
    try integer(name, in: 0...1) == 1
  }

  mutating func number(
    _ name: String, in range: ClosedRange<Double>
  ) throws(ArchitectureError) -> Double {
    let what = "a number from \(range.lowerBound) to \(range.upperBound)"
    let number: Double
    switch try value(name, what) {
    case .number(let value): number = value
    case .integer(let value): number = Double(value)
    case .text, .integers: throw ArchitectureError(name, "must be \(what)")
    }
    guard range.contains(number) else { throw ArchitectureError(name, "must be \(what)") }
    return number
  }

  mutating func text(_ name: String) throws(ArchitectureError) -> String {
    guard case .text(let text) = try value(name, "a text") else {
      throw ArchitectureError(name, "must be a text")
    }
    return text
  }

  mutating func word(_ name: String, of words: [String]) throws(ArchitectureError) -> String {
    let what = "one of \(words.joined(separator: ", "))"
    guard case .text(let text) = try value(name, what), words.contains(text) else {
      throw ArchitectureError(name, "must be \(what)")
    }
    return text
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) throws(ArchitectureError) -> Choice {
    let word = try word(name, of: Choice.allCases.map(\.rawValue))
    guard let choice = Choice(rawValue: word) else { throw ArchitectureError(name, "is unknown") }
    return choice
  }

  /// The values of a tensor of this shape, each of them −1, 0 or 1.
  func polarities(_ name: String, _ shape: [Int]) throws(ArchitectureError) -> [Int8] {
    guard let tensor = description.tensors.first(where: { $0.name == name }) else {
      throw ArchitectureError(name, "is missing; it must have shape \(shape)")
    }
    guard tensor.shape == shape else {
      throw ArchitectureError(name, "must have shape \(shape), and has \(tensor.shape)")
    }
    guard tensor.values.allSatisfy({ $0 == 0 || abs($0) == 1 }) else {
      throw ArchitectureError(name, "must hold -1, 0 and 1 alone")
    }
    return tensor.values.map { Int8($0) }
  }

  /// The values of a tensor of whole numbers from zero on.
  func counts(_ name: String) throws(ArchitectureError) -> [Int] {
    guard let tensor = description.tensors.first(where: { $0.name == name }),
      !tensor.values.isEmpty,
      tensor.values.allSatisfy({ Int(exactly: $0).map { $0 >= 0 } ?? false })
    else { throw ArchitectureError(name, "must hold whole numbers") }
    return tensor.values.map { Int($0) }
  }

  /// Throws where a field was not taken: what is not understood may change what the network is.
  func finish() throws(ArchitectureError) {
    if let unknown = description.fields.first(where: { !taken.contains($0.name) }) {
      throw ArchitectureError(unknown.name, "is nothing that this program knows of a network")
    }
  }
}
