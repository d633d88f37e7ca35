import Configuration
import Pipelines
import Stages

/// The settings under which a stage is drawn: those given, and where they lack what the stage
/// requires, those of its example.
struct StageSettings {
  /// The stage.
  let stage: any Stage
  /// The stage as a pipeline lists it, defaults included.
  let text: String

  /// Reads the settings of a stage; throws every mistake in them, each with its place.
  init(of type: any Stage.Type, given: String?) throws(Diagnostics) {
    var members: [JSON.Member] = []
    if case .stages(let stages) = type.example.source, let last = stages.last,
      case .object(let known) = try JSON.parse(SourceText(path: "example", last)).value
    {
      members = known.filter { $0.key != "stage" }
    }
    var text = SourceText(path: "example", "{}")
    var offset = 0
    if let given {
      text = SourceText(path: "--with", given)
      let json = try JSON.parse(text)
      guard case .object(let own) = json.value else {
        throw Diagnostics([
          Diagnostic(
            error: "settings must be an object, not \(json.kind)", at: text.location(of: 0))
        ])
      }
      let required = catalogue.parameters(of: type).filter(\.isRequired).map(\.key)
      members.removeAll { member in
        !required.contains(member.key) || own.contains { $0.key == member.key }
      }
      members = own + members
      offset = json.offset
    }
    var settings = Settings(JSON(.object(members), offset: offset), in: text, path: type.name)
    stage = type.init(&settings)
    settings.finish()
    guard settings.diagnostics.isEmpty else { throw Diagnostics(settings.diagnostics) }
    self.text =
      JSON.Value.object([JSON.Member("stage", .string(type.name))] + settings.resolved).line
  }
}
