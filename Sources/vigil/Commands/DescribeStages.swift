import Configuration
import Pipelines
import Signals
import Stages

/// `vigil stages`: says what a pipeline may name.
struct DescribeStages: Command {
  static let name = "stages"
  static let summary = "Lists the stages that a pipeline may name, or describes or draws some."

  private let names: [String]
  private let markdown: Bool
  private let plot: Bool
  private let given: String?
  private let hertz: Double?

  init(_ settings: inout Settings) {
    names = settings.arguments("name", required: false, "The stages to describe; all without.")
    plot = settings.flag(
      "plot",
      "Draws what a filter does to frequencies, to an impulse and to a step, or another stage's"
        + " example.")
    given = settings.optionalString(
      "with",
      "The settings to draw a stage under, as an object of JSON; what it lacks is as in the example."
    )
    hertz = settings.optionalNumber(
      "rate", in: 0.01...100_000, unit: "Hz",
      "The samples per second of the channel that a filter is drawn for; 360 without.")
    markdown = settings.flag("markdown", "Writes the reference page of the documents.")
    if plot, names.isEmpty { settings.refuse("plot", "needs the name of a stage") }
    for key in ["with", "rate"] where settings.has(key) && !plot {
      settings.refuse(key, "has a meaning with --plot only")
    }
  }

  func run() throws -> ExitStatus {
    let stages = try names.map { name throws(Diagnostics) in
      guard let stage = catalogue[name] else {
        throw Diagnostics(
          error: "unknown stage '\(name)'"
            + suggestion(for: name, among: catalogue.stages.map { $0.name }))
      }
      return stage
    }
    switch (stages.isEmpty, markdown) {
    case (true, true): try Output.write(try StagePage.index())
    case (true, false):
      let width = catalogue.stages.map { $0.name.count }.max() ?? 0
      for stage in catalogue.stages {
        try Output.write("\(stage.name.padded(to: width))  \(stage.summary)\n")
      }
    case (false, true): for stage in stages { try Output.write(try StagePage(stage).text()) }
    case (false, false): for stage in stages { try Output.write(try words(on: stage)) }
    }
    return .done
  }

  private func words(on stage: any Stage.Type) throws -> String {
    guard plot else {
      return "\(stage.name): \(stage.summary)\n\n"
        + Self.table(catalogue.parameters(of: stage), indent: "  ")
    }
    return try StageDrawing(of: stage, under: given, hertz: hertz).text
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
}
