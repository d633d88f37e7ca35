import Configuration
import Pipelines
import Signals
import Stages

/// The reference page of a stage, in Markdown.
struct StagePage {
  /// How wide pictures are.
  private static let columns = 84
  private let type: any Stage.Type

  init(_ type: any Stage.Type) { self.type = type }

  /// The page of all stages: what each does, from what to what, and where more is said.
  static func index() throws -> String {
    var text = "# Stages\n\nMade by `vigil stages --markdown`; do not edit.\n\n"
    text +=
      "Channels and layers are those of the examples: what a stage takes and gives depends on its"
      + " settings.\n\n| stage | what it does | in | out |\n|---|---|---|---|\n"
    for stage in catalogue.stages {
      let run = try ExampleRun(stage.example, of: stage)
      text +=
        "| [\(stage.name)](stages/\(stage.name).md) | \(stage.summary)"
        + " | \(taken(by: run)) | \(given(by: run)) |\n"
    }
    return text
  }

  private static func taken(by run: ExampleRun) -> String {
    (run.shown.channels.map { run.layouts.before.channels[$0].words }
      + run.shown.layers.map { run.layouts.before.layers[$0].words }).joined(separator: ", ")
  }

  private static func given(by run: ExampleRun) -> String {
    (run.changed.map { "the same: " + run.layouts.behind.channels[$0].words }
      + run.addedChannels.map { run.layouts.behind.channels[$0].words }
      + run.addedLayers.map { run.layouts.behind.layers[$0].words }
      + run.alerts.map { "alert `\($0.name)`" }).joined(separator: ", ")
  }

  /// The page.
  func text() throws -> String {
    var text = "# \(type.name)\n\nMade by `vigil stages \(type.name) --markdown`; do not edit.\n\n"
    text += "\(type.summary)\n"
    let example = type.example
    let run = try ExampleRun(example, of: type)
    text += "\n## Example\n\n" + Self.pipeline(example) + "\n"
    text += Self.table(run)
    for note in run.notes { text += "\n\(note)." }
    text += run.notes.isEmpty ? "" : "\n"
    text +=
      "\n```text\n" + ExamplePicture(run, columns: Self.columns).lines.joined(separator: "\n")
    text += "\n```\n"
    if let slot = run.changed.first,
      case let channel = run.layouts.before.channels[slot], let rate = channel.rate,
      let response = try? FilterResponse(of: run.stage, on: channel)
    {
      let lines = ResponsePicture(response, columns: Self.columns).lines
      text += "\n## Response\n\nAt \(rate.hertz.brief(in: rate.hertz)) Hz:\n\n```text\n"
      text += lines.map(\.trimmingEnd).joined(separator: "\n") + "\n```\n"
    }
    let parameters = catalogue.parameters(of: type)
    text += "\n## Settings\n\n" + SettingsTable.text(parameters)
    for definition in catalogue.definitions where SettingsTable.refers(parameters, definition.name)
    {
      text += "\n### \(definition.name)\n\n" + SettingsTable.text(definition.parameters)
    }
    return text
  }

  /// What the example's pipeline says.
  private static func pipeline(_ example: StageExample) -> String {
    switch example.source {
    case .file(let path): return "Behind the stages before it in [\(path)](../../../\(path)):\n"
    case .stages(let stages):
      let text = SourceText(path: "example", "[\(stages.joined(separator: ",\n"))]")
      guard let list = try? JSON.parse(text), case .array(let items) = list.value else { return "" }
      return "```json\n" + items.map(\.value.text).joined(separator: ",\n") + "\n```\n"
    }
  }

  /// What goes in and what comes out, with units and latencies.
  private static func table(_ run: ExampleRun) -> String {
    var text = "| | name | kind | unit | samples | latency |\n|---|---|---|---|---|---|\n"
    func row(_ what: String, _ channel: ChannelDescription) {
      text +=
        "| \(what) | `\(channel.name)` | \(channel.kind.rawValue) | `\(channel.unit.rawValue)`"
        + " | \(channel.samplesText) | \(channel.delay.latencyText) |\n"
    }
    func row(_ what: String, _ layer: LayerDescription) {
      let labels = layer.labels.map { "`\($0)`" }.joined(separator: ", ")
      let kind = layer.kind.map { "layer of \($0.rawValue)" } ?? "layer"
      text +=
        "| \(what) | `\(layer.name)` | \(kind) | | \(labels) | \(layer.delay.latencyText) |\n"
    }
    for slot in run.shown.channels { row("in", run.layouts.before.channels[slot]) }
    for slot in run.shown.layers { row("in", run.layouts.before.layers[slot]) }
    for slot in run.changed { row("changed", run.layouts.behind.channels[slot]) }
    for slot in run.addedChannels { row("added", run.layouts.behind.channels[slot]) }
    for slot in run.addedLayers { row("added", run.layouts.behind.layers[slot]) }
    for alert in run.alerts {
      text +=
        "| raised | `\(alert.name)` | alert of \(alert.priority.rawValue) priority | |"
        + " | \(alert.latency.latencyText) |\n"
    }
    return text
  }
}

extension ChannelDescription {
  /// The channel and its unit.
  fileprivate var words: String { unit == .one ? "`\(name)`" : "`\(name)` in `\(unit.rawValue)`" }

  /// How often there are samples, and of what.
  fileprivate var samplesText: String {
    let times = rate.map { "\($0.hertz.brief(in: $0.hertz)) Hz" } ?? "at uneven times"
    guard let first = axis.first, let last = axis.last else { return times }
    let values =
      axis.count <= 4
      ? axis.map { "`\($0)`" }.joined(separator: ", ") : "`\(first)` to `\(last)`"
    return "\(times), \(axis.count.of("value")): \(values)"
  }
}

extension LayerDescription {
  /// The layer and what it is of.
  fileprivate var words: String { "`\(name)`" + (kind.map { ", a layer of \($0.rawValue)" } ?? "") }
}

extension Time {
  /// A latency in words.
  fileprivate var latencyText: String {
    switch self {
    case .zero: "none"
    case .distantFuture: "the whole recording"
    default: "\(seconds.brief(in: 0.5)) s"
    }
  }
}
