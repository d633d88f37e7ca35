import Configuration
import Pipelines
import Stages

/// `vigil stages`: says what a pipeline may name.
struct DescribeStages: Command {
  static let name = "stages"
  static let summary = "Lists the stages that a pipeline may name, or describes one."

  private let names: [String]
  private let markdown: Bool

  init(_ settings: inout Settings) {
    names = settings.arguments("name", required: false, "The stages to describe; all without.")
    markdown = settings.flag("markdown", "Writes the reference page of the documents.")
  }

  func run() throws -> ExitStatus {
    if markdown {
      try Output.write(Self.page)
      return .done
    }
    if names.isEmpty {
      let width = catalogue.stages.map { $0.name.count }.max() ?? 0
      for stage in catalogue.stages {
        try Output.write("\(stage.name.padded(to: width))  \(stage.summary)\n")
      }
      return .done
    }
    for name in names {
      guard let stage = catalogue[name] else {
        throw Diagnostics(
          error: "unknown stage '\(name)'"
            + suggestion(for: name, among: catalogue.stages.map { $0.name }))
      }
      try Output.write("\(stage.name): \(stage.summary)\n\n")
      try Output.write(Self.table(catalogue.parameters(of: stage), indent: "  "))
    }
    return .done
  }

  private static func table(_ parameters: [Parameter], indent: String) -> String {
    let keys = parameters.map { $0.key + ($0.isRequired ? " *" : "") }
    let width = keys.map(\.count).max() ?? 0
    return zip(keys, parameters).map { key, parameter in
      let line =
        "\(indent)\(key.padded(to: width))  \(parameter.help) [\(parameter.kindText.trimmed)]"
        + "\(parameter.standardText)\n"
      return line + table(parameter.inner, indent: indent + "    ")
    }.joined()
  }

  /// The reference page of all stages, as Markdown.
  static var page: String {
    var text = "# Stages\n\nMade by `vigil stages --markdown`; do not edit.\n"
    for stage in catalogue.stages {
      text += "\n## \(stage.name)\n\n\(stage.summary)\n\n"
      text += rows(catalogue.parameters(of: stage), prefix: "")
    }
    for definition in catalogue.definitions {
      text += "\n## \(definition.name) (shared by stages)\n\n"
      text += rows(definition.parameters, prefix: "")
    }
    return text
  }

  private static func rows(_ parameters: [Parameter], prefix: String) -> String {
    let head =
      prefix.isEmpty ? "| setting | values | default | what it does |\n|---|---|---|---|\n" : ""
    return head
      + parameters.map { parameter in
        let standard = parameter.isRequired ? "required" : parameter.standard?.line ?? "—"
        let kind = parameter.kindText.trimmed.split(separator: "|").joined(separator: "\\|")
        return "| `\(prefix)\(parameter.key)` | \(kind) | \(standard) | \(parameter.help) |\n"
          + rows(parameter.inner, prefix: "\(prefix)\(parameter.key).")
      }.joined()
  }
}

extension Parameter {
  fileprivate var inner: [Parameter] {
    switch kind {
    case .object(let parameters, _): parameters
    case .list(let parameters): parameters
    default: []
    }
  }
}

extension String {
  fileprivate var trimmed: String { last == " " ? String(dropLast()) : self }
}
