public import Configuration

/// What a simulated recording is to show, as a person writes it in a file.
///
/// Times are seconds from the start. Every parameter has the default of an adult at rest, so a
/// scenario says what is special about it.
public struct Scenario: Sendable {
  /// What it is for, in one sentence.
  public let description: String
  /// The pseudonym of the patient.
  public let subject: String?
  /// The seed of everything that is left to chance.
  public let seed: UInt64
  /// How long it is, in seconds.
  public let duration: Double
  /// When it begins, in seconds since 1970-01-01T00:00:00Z; without it the recording has no clock.
  public let start: Double?

  let patient: Patient
  let rhythms: [Rhythm]
  let ectopics: [Ectopic]
  let waves: [Wave]
  let numerics: [Numeric]
  let events: [Event]

  /// Reads a scenario.
  public init(_ settings: inout Settings) {
    description = settings.string("description", default: "A recording.", "What it is for.")
    subject = settings.optionalString("subject", "Pseudonym of the patient.")
    seed = UInt64(
      settings.integer("seed", in: 0...1_000_000_000, default: 1, "Seed of all chance."))
    let length = settings.number("duration", in: 1...86_400, unit: "s", "Length.")
    duration = length
    start = settings.optionalNumber(
      "start", in: 0...4_102_444_800, unit: "s", "Beginning, since 1970-01-01T00:00:00Z.")
    patient =
      settings.object("patient", "What differs from an adult at rest.") { Patient(&$0) }
      ?? Patient()
    rhythms = settings.list("rhythms", "Rhythms, each until the next; sinus rhythm at first.") {
      Rhythm(&$0)
    }
    ectopics = settings.list("ectopics", "Premature beats at stated times.") { Ectopic(&$0) }
    let channels = settings.list("channels", required: true, "Waves, in the order of the file.") {
      Wave(&$0)
    }
    waves = channels
    let quantities = settings.list("numerics", "Numbers taken at uneven times.") { Numeric(&$0) }
    numerics = quantities
    let names = channels.map(\.name) + quantities.map(\.name)
    events = settings.list("events", "What happens.") {
      Event(&$0, channels: names, duration: length)
    }
    check(names, &settings)
  }

  /// What a machine of modest size holds at once: a recording is made whole.
  private static let mostSamples = 1e8

  private func check(_ names: [String], _ settings: inout Settings) {
    if waves.isEmpty, !settings.isDescribing, settings.has("channels") {
      settings.refuse("channels", "must have at least one channel")
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      let key = index < waves.count ? "channels" : "numerics"
      settings.refuse(key, "must give each channel a name of its own: '\(name)' comes twice")
    }
    let samples = waves.reduce(0) { $0 + $1.hertz * duration }
    if samples > Self.mostSamples {
      settings.refuse(
        "duration", "times the rates of all channels must not exceed 100 million samples")
    }
    for (first, second) in zip(rhythms, rhythms.dropFirst()) where second.from <= first.from {
      settings.refuse("rhythms", "must be in the order of their times, 'from'")
    }
  }
}

extension Scenario {
  /// Reads a scenario from the text of a file, or throws all that is wrong with it.
  public static func read(_ text: SourceText) throws(Diagnostics) -> Scenario {
    let object = try JSON.parse(text)
    var settings = Settings(object, in: text, path: "scenario")
    let scenario = Scenario(&settings)
    settings.finish(ignoring: ["$schema"])
    guard settings.diagnostics.isEmpty else { throw Diagnostics(settings.diagnostics) }
    return scenario
  }
}
