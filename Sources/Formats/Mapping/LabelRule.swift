internal import Configuration
internal import Signals

/// How what a file says of its signals becomes a layer of annotations.
struct LabelRule: Sendable {
  enum Kind: String, CaseIterable {
    /// Moments, a row for each.
    case events
    /// Stretches with a start and either a stop or a duration, a row for each.
    case intervals
    /// A class for each sample at a rate; a run of one class is a stretch.
    case classes
    /// A value at a time, which holds until the time of the next row.
    case step
  }

  var kind: Kind
  /// The path of the objects: `*` stands for any part of a name, `{name}` for a name to be taken.
  var match: String
  /// The name of the layer, in which `{name}` stands for the name that was taken.
  var layer: String
  var annotation: Annotation.Kind
  /// Whether no stage may see the layer.
  var isReference: Bool
  var time: TimeRule
  var stop: ColumnRule?
  var duration: ColumnRule?
  /// The unit of durations, where it is not that of the times.
  var durationUnit: ValueSource?
  var label: LabelWordsRule
  var channel: LabelChannelRule?
  var policy: LabelPolicy

  init(_ settings: inout Settings) {
    kind = settings.choice("kind", "How the file tells labels.")
    match = settings.string("match", "The path of the objects, with '*' and '{name}'.")
    layer = settings.string(
      "layer", default: "{name}", "The name of the layer; '{name}' stands for that of the path.")
    let word = settings.optionalWord(
      "annotation", among: Annotation.Kind.allCases.map(\.rawValue),
      "What is remarked on: 'event', and 'quality' of a step, unless given.")
    annotation = word.flatMap { .init(rawValue: $0) } ?? (kind == .step ? .quality : .event)
    isReference = settings.flag(
      "reference", default: true, "Whether the layer is kept from all stages.")
    time =
      settings.object("time", required: true, "When the labels begin.") { TimeRule(&$0) }
      ?? TimeRule()
    stop = ColumnRule.optional("stop", &settings, "When they end.")
    duration = ColumnRule.optional("duration", &settings, "How long they last.")
    durationUnit = ValueSource.optional(
      "durationUnit", &settings, "The unit of durations, where it is not that of times.")
    label =
      settings.object("label", shorthand: "values", "What is said.") { LabelWordsRule(&$0) }
      ?? LabelWordsRule()
    channel = settings.object("channel", "Which channel is meant.") { LabelChannelRule(&$0) }
    policy = LabelPolicy(&settings)
    check(&settings)
  }

  private func check(_ settings: inout Settings) {
    guard !settings.isDescribing else { return }
    switch kind {
    case .intervals where (stop == nil) == (duration == nil):
      settings.refuse(
        stop == nil ? "duration" : "stop",
        "must be given for intervals, or else the other of the two"
      )
    case .events, .classes, .step:
      for (key, isGiven) in [("stop", stop != nil), ("duration", duration != nil)] where isGiven {
        settings.refuse(key, "is for intervals, not for labels of the kind '\(kind.rawValue)'")
      }
    default: break
    }
    if (kind == .classes) != (time.kind == .rate) {
      settings.refuse(
        "time",
        kind == .classes
          ? "must be of the kind 'rate' for classes" : "must be of the kind 'timestamps'")
    }
  }
}

/// What is done with labels that are not as they should be.
struct LabelPolicy: Hashable, Sendable {
  enum Unsorted: String, CaseIterable { case error, sort }
  enum Outside: String, CaseIterable { case error, keep, drop }
  enum Negative: String, CaseIterable { case error, moment, drop }
  enum Duplicate: String, CaseIterable { case error, last }

  var onUnsorted: Unsorted
  var onOutside: Outside
  var onNegative: Negative
  var onDuplicate: Duplicate

  init(_ settings: inout Settings) {
    onUnsorted = settings.choice(
      "onUnsorted", default: .error, "What to do where a label begins before the one before it.")
    onOutside = settings.choice(
      "onOutside", default: .error, "What to do with labels that reach beyond the recording.")
    onNegative = settings.choice(
      "onNegative", default: .error, "What to do with labels that end before they begin.")
    onDuplicate = settings.choice(
      "onDuplicate", default: .error, "What to do with rows of a step that have one time.")
  }
}
