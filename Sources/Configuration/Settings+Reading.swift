extension Settings {
  mutating func declare(
    _ key: String, _ kind: Parameter.Kind, _ unit: String, _ standard: JSON.Value?,
    _ isRequired: Bool, _ help: String
  ) {
    parameters.append(
      Parameter(
        key: key, kind: kind, unit: unit, standard: standard, isRequired: isRequired, help: help))
  }

  mutating func resolve<T>(_ key: String, _ value: T, _ json: (T) -> JSON.Value) -> T {
    resolved.append(JSON.Member(key, json(value)))
    return value
  }

  /// Reads a value that is allowed, or reports why there is none.
  mutating func read<T>(
    _ key: String, required: Bool, expected: String,
    json: (JSON.Value) -> T?, parse: (String) -> T?, check: (T) -> String?
  ) -> T? {
    let value: T?
    let offset: Int?
    let subject: String
    switch source {
    case .nothing: return nil
    case .arguments(let arguments):
      subject = "--\(key)"
      offset = nil
      guard let text = arguments.options[key] else {
        if required { report("\(subject) is missing", at: nil) }
        return nil
      }
      value = parse(text)
      if value == nil { report("\(subject) must be \(expected), not '\(text)'", at: nil) }
    case .object(_, _, let start):
      subject = "'\(name(key))'"
      guard let member = member(key) else {
        if required { report("'\(path)' is missing '\(key)'", at: start) }
        return nil
      }
      offset = member.value.offset
      value = json(member.value.value)
      if value == nil {
        let isEmpty =
          if case .array(let items) = member.value.value { items.isEmpty } else { false }
        report(
          isEmpty
            ? "\(subject) must not be empty"
            : "\(subject) must be \(expected), not \(member.value.kind)", at: offset)
      }
    }
    guard let value else { return nil }
    if let problem = check(value) {
      report("\(subject) \(problem)", at: offset)
      return nil
    }
    return value
  }

  func member(_ key: String) -> JSON.Member? {
    guard case .object(let members, _, _) = source else { return nil }
    return members.first { $0.key == key }
  }
}
