extension Settings {
  /// Reads a number; without a default it must be given.
  public mutating func number(
    _ key: String, in range: ClosedRange<Double>, default standard: Double? = nil,
    unit: String = "", _ help: String
  ) -> Double {
    declare(key, .number(range), unit, standard.map { .number($0) }, standard == nil, help)
    let value = readNumber(key, in: range, unit: unit, required: standard == nil)
    return resolve(key, value ?? standard ?? range.lowerBound) { .number($0) }
  }

  /// Reads a number that need not be given.
  public mutating func optionalNumber(
    _ key: String, in range: ClosedRange<Double>, unit: String = "", _ help: String
  ) -> Double? {
    declare(key, .number(range), unit, nil, false, help)
    guard let value = readNumber(key, in: range, unit: unit, required: false) else { return nil }
    return resolve(key, value) { .number($0) }
  }

  /// Reads a whole number; without a default it must be given.
  public mutating func integer(
    _ key: String, in range: ClosedRange<Int>, default standard: Int? = nil, unit: String = "",
    _ help: String
  ) -> Int {
    let initial = standard.map { JSON.Value.number(Double($0)) }
    declare(key, .integer(range), unit, initial, standard == nil, help)
    let value = readInteger(key, in: range, unit: unit, required: standard == nil)
    return resolve(key, value ?? standard ?? range.lowerBound) { .number(Double($0)) }
  }

  /// Reads a whole number that need not be given.
  public mutating func optionalInteger(
    _ key: String, in range: ClosedRange<Int>, unit: String = "", _ help: String
  ) -> Int? {
    declare(key, .integer(range), unit, nil, false, help)
    guard let value = readInteger(key, in: range, unit: unit, required: false) else { return nil }
    return resolve(key, value) { .number(Double($0)) }
  }

  /// Reads true or false; on a command line the bare word stands for true.
  public mutating func flag(_ key: String, default standard: Bool = false, _ help: String) -> Bool {
    declare(key, .boolean, "", .bool(standard), false, help)
    let value = read(key, required: false, expected: "true or false") { json in
      if case .bool(let flag) = json { flag } else { nil }
    } parse: {
      Bool($0)
    } check: { _ in
      nil
    }
    return resolve(key, value ?? standard) { .bool($0) }
  }

  /// Reads a text; without a default it must be given.
  public mutating func string(
    _ key: String, default standard: String? = nil, _ help: String
  ) -> String {
    declare(key, .string, "", standard.map { .string($0) }, standard == nil, help)
    return resolve(key, readString(key, required: standard == nil) ?? standard ?? "") {
      .string($0)
    }
  }

  /// Reads a text that need not be given.
  public mutating func optionalString(_ key: String, _ help: String) -> String? {
    declare(key, .string, "", nil, false, help)
    guard let value = readString(key, required: false) else { return nil }
    return resolve(key, value) { .string($0) }
  }

  /// Reads the path of a file, which a file of settings names from the folder it stands in.
  public mutating func file(_ key: String, _ help: String) -> String {
    relative(string(key, help))
  }

  /// Reads the path of a file that need not be given.
  public mutating func optionalFile(_ key: String, _ help: String) -> String? {
    optionalString(key, help).map { relative($0) }
  }

  /// Reads a text or a list of texts; without a default at least one must be given.
  public mutating func strings(
    _ key: String, default standard: [String]? = nil, _ help: String
  ) -> [String] {
    declare(
      key, .strings, "", standard.map { .values($0.map { .string($0) }) }, standard == nil, help)
    let value = read(key, required: standard == nil, expected: "a text or a list of texts") {
      json in
      switch json {
      case .string(let one): return [one]
      case .array(let items):
        let texts = items.compactMap { if case .string(let text) = $0.value { text } else { nil } }
        return texts.count == items.count && !texts.isEmpty ? texts : nil
      default: return nil
      }
    } parse: {
      $0.split(separator: ",").map(String.init)
    } check: { _ in
      nil
    }
    let values = value ?? standard ?? []
    // An empty list cannot be written down, so it is left out of what is in force as well.
    if values.isEmpty { return [] }
    return resolve(key, values) { .values($0.map { .string($0) }) }
  }

  /// Reads a number or a list of numbers, which need not be given.
  public mutating func numbers(
    _ key: String, in range: ClosedRange<Double>, _ help: String
  ) -> [Double] {
    declare(key, .numbers(range), "", nil, false, help)
    let values = read(key, required: false, expected: "a number or a list of numbers") { json in
      switch json {
      case .number(let one): return [one]
      case .array(let items):
        let numbers = items.compactMap { item in
          if case .number(let number) = item.value { number } else { nil }
        }
        return numbers.count == items.count && !numbers.isEmpty ? numbers : nil
      default: return nil
      }
    } parse: { text -> [Double]? in
      let numbers = text.split(separator: ",").map { Double(String($0)) }
      return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
    } check: { numbers in
      numbers.first { !range.contains($0) }.map { number in
        Self.between(range.lowerBound.written, range.upperBound.written, "", number.written)
      }
    }
    guard let values else { return [] }
    return resolve(key, values) { .values($0.map { .number($0) }) }
  }

  /// Reads one of the cases of an enumeration; without a default it must be given.
  public mutating func choice<C: CaseIterable & RawRepresentable & Sendable>(
    _ key: String, of type: C.Type = C.self, default standard: C? = nil, _ help: String
  ) -> C where C.RawValue == String {
    let all = C.allCases.map(\.rawValue)
    declare(
      key, .choice(all), "", standard.map { .string($0.rawValue) }, standard == nil, help)
    let raw = readWord(key, among: all, required: standard == nil)
    let value = raw.flatMap { C(rawValue: $0) } ?? standard ?? C.allCases.first
    guard let value else { preconditionFailure("a choice without cases") }
    return resolve(key, value) { .string($0.rawValue) }
  }

  /// Reads one of some words, which need not be given.
  public mutating func optionalWord(
    _ key: String, among words: [String], _ help: String
  ) -> String? {
    declare(key, .choice(words), "", nil, false, help)
    guard let word = readWord(key, among: words, required: false) else { return nil }
    return resolve(key, word) { .string($0) }
  }

  private mutating func readWord(_ key: String, among words: [String], required: Bool) -> String? {
    read(key, required: required, expected: "a text") { json in
      if case .string(let text) = json { text } else { nil }
    } parse: {
      $0
    } check: { text in
      if words.contains(text) { return nil }
      let names = words.map { "'\($0)'" }.joined(separator: ", ")
      return "must be one of \(names), not '\(text)'" + suggestion(for: text, among: words)
    }
  }

  private mutating func readNumber(
    _ key: String, in range: ClosedRange<Double>, unit: String, required: Bool
  ) -> Double? {
    read(key, required: required, expected: "a number") { json in
      if case .number(let number) = json { number } else { nil }
    } parse: { text in
      Double(text).flatMap { $0.isFinite ? $0 : nil }
    } check: {
      range.contains($0)
        ? nil
        : Self.between(
          range.lowerBound.written, range.upperBound.written, unit, $0.written)
    }
  }

  private mutating func readInteger(
    _ key: String, in range: ClosedRange<Int>, unit: String, required: Bool
  ) -> Int? {
    read(key, required: required, expected: "a whole number") { json in
      if case .number(let number) = json { Int(exactly: number) } else { nil }
    } parse: {
      Int($0)
    } check: {
      range.contains($0)
        ? nil : Self.between("\(range.lowerBound)", "\(range.upperBound)", unit, "\($0)")
    }
  }

  private mutating func readString(_ key: String, required: Bool) -> String? {
    read(key, required: required, expected: "a text") { json in
      if case .string(let text) = json { text } else { nil }
    } parse: {
      $0
    } check: {
      $0.isEmpty ? "must not be empty" : nil
    }
  }

  private static func between(
    _ low: String, _ high: String, _ unit: String, _ value: String
  ) -> String {
    "must be between \(low) and \(high)\(unit.isEmpty ? "" : " \(unit)"), not \(value)"
  }

  /// The path that a file of settings means by `path`.
  private func relative(_ path: String) -> String {
    guard case .object(_, let text, _) = source else { return path }
    return text.path(of: path)
  }
}
