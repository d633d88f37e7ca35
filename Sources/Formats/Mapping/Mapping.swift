public import Configuration

/// How a file of any layout becomes a recording: rules that find its signals, and say for each where
/// its values, unit and times are.
///
/// A mapping is one JSON document. What a file leaves open — a unit, a rate, the origin of times —
/// the mapping must say; nothing is guessed.
public struct Mapping: Sendable {
  /// The name of the layout.
  public let name: String
  /// The document.
  public let text: SourceText
  let conditions: [Condition]
  let start: MomentRule?
  let recordings: RecordingsRule?
  let signals: [SignalRule]
  let labels: [LabelRule]

  /// What must hold in a file for the mapping to be chosen for it.
  struct Condition: Sendable {
    var path: String
    var attribute: String?
    var patterns: [String]
  }

  /// Reads a mapping; every mistake is reported with its place.
  public init(_ text: SourceText) throws(Diagnostics) {
    let document = try JSON.parse(text)
    var settings = Settings(document, in: text, path: "mapping")
    self = Mapping(&settings, text)
    settings.finish(ignoring: ["$schema"])
    guard settings.diagnostics.isEmpty else { throw Diagnostics(settings.diagnostics) }
  }

  /// Reads a mapping from a file.
  public init(reading path: String) throws(Diagnostics) {
    try self.init(try SourceText(reading: path))
  }

  private init(_ settings: inout Settings, _ text: SourceText) {
    self.text = text
    name = settings.string("layout", "The name of the layout.")
    _ = settings.optionalString("description", "What the layout is, and who writes it.")
    conditions = settings.list("detect", "What tells a file of this layout; all must hold.") {
      condition in
      Condition(
        path: condition.string("path", "A path that must exist; '*' stands for any name."),
        attribute: condition.optionalString(
          "attribute", "An attribute that must be there."),
        patterns: condition.strings(
          "matches", default: [], "What the attribute must be like, one of them."))
    }
    start = MomentRule.optional(
      "start", &settings,
      "When the recording starts in civil time; the text 'none' where that is not to be known.")
    recordings = settings.object(
      "recordings", "How a file holds several recordings; it holds one unless given."
    ) { RecordingsRule(&$0) }
    signals = settings.list("signals", "The rules of signals, the first that fits first.") {
      SignalRule(&$0)
    }
    labels = settings.list("labels", "The rules of labels.") { LabelRule(&$0) }
    if signals.isEmpty, labels.isEmpty, !settings.isDescribing {
      settings.refuse("signals", "must be given, or else 'labels'")
    }
  }

  /// The JSON Schema (draft 2020-12) of a mapping.
  public static var schema: JSON.Value { parameters.document(titled: "Vigil mapping") }

  /// The settings that a mapping may have, for help and schema.
  public static var parameters: [Parameter] {
    Settings.describing { _ = Mapping(&$0, SourceText(path: "", "")) }
  }
}
