extension Settings {
  /// Reads an object of settings of its own, or nothing where it is not given.
  ///
  /// A text or a list stands for the member `shorthand`. A `reference` is the name under which the
  /// schema defines the object, for one that can hold itself; it is then not described in place.
  public mutating func object<T>(
    _ key: String, required: Bool = false, shorthand: String? = nil, reference: String? = nil,
    _ help: String, _ body: (inout Settings) -> T
  ) -> T? {
    let inner = describe(reference, body)
    declare(
      key, reference.map { .reference($0) } ?? .object(inner, shorthand: shorthand), "", nil,
      required, help)
    guard case .object(_, let text, let start) = source else { return nil }
    guard let member = member(key) else {
      if required { report("'\(path)' is missing '\(key)'", at: start) }
      return nil
    }
    return nested(member.value, text, name(key), shorthand, body) { settings, members in
      settings.resolved.append(JSON.Member(key, .object(members)))
    }
  }

  /// Reads a list of objects, each of the same settings; empty where it is not given.
  public mutating func list<T>(
    _ key: String, required: Bool = false, reference: String? = nil, _ help: String,
    _ body: (inout Settings) -> T
  ) -> [T] {
    let inner = describe(reference, body)
    declare(key, .list(inner), "", required ? nil : .array([]), required, help)
    if let reference { parameters[parameters.count - 1].kind = .reference("list of \(reference)") }
    guard case .object(_, let text, let start) = source else { return [] }
    guard let member = member(key) else {
      if required { report("'\(path)' is missing '\(key)'", at: start) }
      return []
    }
    guard case .array(let items) = member.value.value else {
      report("'\(name(key))' must be a list, not \(member.value.kind)", at: member.value.offset)
      return []
    }
    if required, items.isEmpty {
      report("'\(name(key))' must not be empty", at: member.value.offset)
    }
    var values: [T] = []
    var canonical: [JSON.Value] = []
    for (index, item) in items.enumerated() {
      values.append(
        nested(item, text, "\(name(key))[\(index)]", nil, body) { _, members in
          canonical.append(.object(members))
        })
    }
    resolved.append(JSON.Member(key, .values(canonical)))
    return values
  }

  private func describe<T>(_ reference: String?, _ body: (inout Settings) -> T) -> [Parameter] {
    guard isDescribing, reference == nil else { return [] }
    return Settings.describing { _ = body(&$0) }
  }

  private mutating func nested<T>(
    _ value: JSON, _ text: SourceText, _ path: String, _ shorthand: String?,
    _ body: (inout Settings) -> T, _ keep: (inout Settings, [JSON.Member]) -> Void
  ) -> T {
    var settings = Settings(value, in: text, path: path, shorthand: shorthand)
    let result = body(&settings)
    settings.finish()
    diagnostics += settings.diagnostics
    keep(&self, settings.resolved)
    return result
  }
}
