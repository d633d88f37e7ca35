import Configuration

/// The settings of a stage as a table in Markdown.
enum SettingsTable {
  /// The table, those of inner objects below their own.
  static func text(_ parameters: [Parameter]) -> String {
    "| setting | values | default | what it does |\n|---|---|---|---|\n"
      + rows(parameters, prefix: "")
  }

  private static func rows(_ parameters: [Parameter], prefix: String) -> String {
    parameters.map { parameter in
      let standard = parameter.isRequired ? "required" : parameter.standard?.line ?? "—"
      let kind = parameter.kindText.trimmed.split(separator: "|").joined(separator: "\\|")
      return "| `\(prefix)\(parameter.key)` | \(kind) | \(standard) | \(parameter.help) |\n"
        + rows(parameter.inner, prefix: "\(prefix)\(parameter.key).")
    }.joined()
  }

  /// Whether any of the settings is of the kind that is defined under a name.
  static func refers(_ parameters: [Parameter], _ name: String) -> Bool {
    parameters.contains { parameter in
      if case .reference(let reference) = parameter.kind, reference.hasSuffix(name) { return true }
      return refers(parameter.inner, name)
    }
  }
}

extension Parameter {
  /// The settings of an object or of the objects of a list.
  var inner: [Parameter] {
    switch kind {
    case .object(let parameters, _): parameters
    case .list(let parameters): parameters
    default: []
    }
  }
}

extension String {
  /// The text without a space at its end.
  var trimmed: String { last == " " ? String(dropLast()) : self }
}
