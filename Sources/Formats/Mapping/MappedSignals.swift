internal import HDF5

/// The signals that the rules of a mapping find in one recording of a file.
struct MappedSignals {
  let mapping: Mapping
  let objects: FileObjects
  /// The place of the recording among those of the file, where it holds several.
  let recording: Int?

  /// What one channel is read from; a rule leaves to later ones what is no channel of its own.
  private struct Part: Hashable {
    var path: String
    var field: String?
    var index = 0
  }

  /// The signals in the order of the rules, and of what each rule finds.
  func all() throws(HDF5Error) -> [MappedSignal] {
    var taken: Set<Part> = []
    var names: Set<String> = []
    var signals: [MappedSignal] = []
    for (place, rule) in mapping.signals.enumerated() {
      for match in try objects.matches(rule.match) {
        // What is told by its path is not looked into where that is not meant.
        if rule.name == nil, rule.fields.isEmpty, !match.name.isEmpty,
          !isMeant(match.name, by: rule)
        {
          continue
        }
        for (part, count) in try parts(rule, match) where !taken.contains(part) {
          let scope = MappedScope(
            objects, path: match.path, name: match.name, field: part.field, index: part.index,
            recording: recording)
          guard try fits(rule, scope) else { continue }
          let name = try name(rule, scope, among: count)
          guard isMeant(name, by: rule) else { continue }
          taken.insert(part)
          scope.note("rule", place: "signals[\(place)]", text: rule.match)
          guard names.insert(name).inserted else {
            throw HDF5Error(
              match.path, "has the name of another channel, '\(name)'",
              remedy: "state 'name' in a mapping so that names differ")
          }
          guard signals.count < MappedSignals.most else {
            throw HDF5Error(match.path, "is one of more than \(MappedSignals.most) channels")
          }
          signals.append(try MappedSignal(rule, scope, name: name))
        }
      }
    }
    return signals
  }

  private func isMeant(_ name: String, by rule: SignalRule) -> Bool {
    (rule.names.isEmpty || rule.names.contains { Glob.matches(name, $0) })
      && !rule.except.contains { Glob.matches(name, $0) }
  }

  private func fits(_ rule: SignalRule, _ scope: MappedScope) throws(HDF5Error) -> Bool {
    guard let filter = rule.filter else { return true }
    guard let text = try scope.spelling(ValueSource(attributes: [filter.attribute])) else {
      return false
    }
    return filter.patterns.contains { Glob.matches(text, $0) }
  }

  private func name(_ rule: SignalRule, _ scope: MappedScope, among count: Int) throws(HDF5Error)
    -> String
  {
    if let name = try scope.text(rule.name, "name") {
      guard !name.isEmpty else { throw HDF5Error(scope.path, "the name of a channel is empty") }
      return name
    }
    guard count == 1 else {
      throw HDF5Error(
        scope.path, "has \(count) channels, and their names are not known",
        remedy: "state 'name' in a mapping, such as { \"text\": \"{name}.{number}\" }")
    }
    return scope.field ?? scope.name
  }

  /// What a rule takes of an object, each with the number of channels that share its name.
  private func parts(_ rule: SignalRule, _ match: FileObjects.Match) throws(HDF5Error)
    -> [(Part, Int)]
  {
    if let column = rule.column {
      return [(Part(path: match.path, index: column), 1)]
    }
    let scope = MappedScope(objects, path: match.path, name: match.name, recording: recording)
    // A pattern that finds datasets at any depth finds the groups between them too.
    if rule.values == ".", try objects.kind(at: match.path) != .dataset {
      // A link that leads nowhere, or out of the file, may be a signal: opening it says which.
      if try objects.kind(at: match.path) == nil { _ = try objects.root.dataset(match.path) }
      return []
    }
    let dataset = try scope.values(rule.values)
    guard rule.fields.isEmpty else {
      guard !dataset.fields.isEmpty else {
        if rule.fields.allSatisfy({ $0.contains("*") }) { return [] }
        throw HDF5Error(dataset.path, "must be a table with named columns")
      }
      var parts: [(Part, Int)] = []
      for field in dataset.fields
      where rule.fields.contains(where: { Glob.matches(field.name, $0) }) {
        switch field.type {
        case .integer, .float, .enumeration:
          parts.append((Part(path: match.path, field: field.name), 1))
        case .array(let element, let count) where element.isNumeric:
          guard count <= MappedSignals.most else {
            throw HDF5Error(dataset.path, "has more than \(MappedSignals.most) channels")
          }
          for index in 0..<count {
            parts.append((Part(path: match.path, field: field.name, index: index), count))
          }
        default:
          guard rule.fields.contains(field.name) else { continue }
          throw HDF5Error(dataset.path, "the column '\(field.name)' must hold numbers")
        }
      }
      if let missing = rule.fields.first(where: { wanted in
        !wanted.contains("*") && !dataset.fields.contains { $0.name == wanted }
      }) {
        throw HDF5Error(dataset.path, "must be a table with a numeric column '\(missing)'")
      }
      return parts
    }
    guard dataset.fields.isEmpty else {
      throw HDF5Error(
        dataset.path, "is a table, and which of its columns are meant is not said",
        remedy: "state 'field' in a mapping")
    }
    let count = try SampleShape(rule, dataset.extent, at: dataset.path).channels
    guard count <= MappedSignals.most else {
      throw HDF5Error(
        dataset.path, "has \(count) channels, and at most \(MappedSignals.most) are read",
        remedy: "state its 'dimensions' in a mapping: channels may stand where time does")
    }
    return (0..<count).map { (Part(path: match.path, index: $0), count) }
  }

  /// The most channels of one recording.
  private static let most = 10_000
}
