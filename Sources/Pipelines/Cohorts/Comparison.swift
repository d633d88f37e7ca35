public import Configuration
public import Signals

/// How what a pipeline says is compared with the truth.
public struct Comparison: Hashable, Sendable {
  /// What the pipeline is asked; nothing where the cohort is only to learn from.
  public var question: Question?
  /// The farthest apart that two beats may be to match.
  public var window: Time
  /// Where the comparison begins: the pipeline may learn before.
  public var skip: Time
  /// The labels of recordings that count as positive, or of the events that are looked for.
  public var positive: [String] = []
  /// How long after an event's onset an alarm is still of it, should the event end sooner.
  public var tolerance = Time.zero
  /// How long before an event's onset an alarm is already of it.
  public var lead = Time.zero
  /// Whether a score that is high enough is judged as a warning of sepsis, by its utility.
  public var judgesWarnings = false
  /// The score from which on there is a warning; without it the best on the recordings to choose by.
  public var threshold: Double?

  /// Of beats as ANSI/AAMI EC57 has it: within 150 ms, from five minutes on; of anything else from
  /// the start, and without a question.
  public init(with reference: Reference) {
    let isOfBeats = reference.kind == .beat
    question = isOfBeats ? .beats : nil
    window = Time(seconds: 0.15)
    skip = isOfBeats ? Time(seconds: 300) : .zero
  }

  /// Reads how to compare with a reference.
  public init(_ settings: inout Settings, with reference: Reference) {
    self.init(with: reference)
    let alarm = settings.optionalString(
      "alarm",
      "The alarm that is judged: by whether it is raised in a recording, or when, where there are"
        + " events.")
    let score = settings.optionalString(
      "score",
      "The channel, or 'channel/axis', whose value in a recording is judged by the recording's"
        + " label, or at each labelled moment; one named '… probability' is judged as a"
        + " probability, too.")
    let take = settings.choice(
      "take", default: Question.Take.last, "The sample that is a recording's score.")
    positive = settings.strings(
      "positive", default: [],
      "The labels that are positive, or of the events that are looked for; all others are not.")
    window = Time(
      seconds: settings.number(
        "window", in: 0...10, default: 0.15, unit: "s",
        "The farthest apart that two beats may be to match."))
    tolerance = Time(
      seconds: settings.number(
        "tolerance", in: 0...1e6, default: 0, unit: "s",
        "How long after an event's onset an alarm is still of it, should the event end sooner."))
    lead = Time(
      seconds: settings.number(
        "lead", in: 0...1e6, default: 0, unit: "s",
        "How long before an event's onset an alarm is already of it."))
    judgesWarnings = settings.flag(
      "utility",
      "Judges scores that are high enough as warnings of sepsis, by the utility of the Challenge"
        + " 2019; each recording must have a labelled moment for each hour.")
    threshold = settings.optionalNumber(
      "threshold", in: -1e9...1e9,
      "The score from which on there is a warning; without it the one of the greatest utility in"
        + " split 'validation'.")
    let skip = settings.optionalNumber(
      "skip", in: 0...1e6, unit: "s",
      "Where the comparison begins: at 300 s for beats, else at the start.")
    if let skip { self.skip = Time(seconds: skip) }

    if settings.isDescribing { return }
    if alarm != nil, score != nil {
      settings.refuse("score", "must not stand beside 'alarm'")
    }
    let isOfRecordings = reference.column != nil
    switch (alarm, score) {
    case (let alarm?, _): question = isOfRecordings ? .raised(alarm: alarm) : .events(alarm: alarm)
    case (nil, let score?):
      question = isOfRecordings ? .score(channel: score, take) : .moments(channel: score)
    case (nil, nil): break
    }
    if reference.kind == .beat {
      for key in ["alarm", "score"] where settings.has(key) {
        settings.refuse(key, "cannot be judged by beats: the reference must be of another kind")
      }
    }
    refuseIdleKeys(&settings)
    if positive.isEmpty, alarm != nil || score != nil {
      settings.refuse("positive", "must name the labels that count")
    }
  }

  /// Reports what was given and would change nothing.
  private func refuseIdleKeys(_ settings: inout Settings) {
    var isOfBeats = false
    var isOfScores = false
    var isOfEvents = false
    var isOfMoments = false
    switch question {
    case .beats: isOfBeats = true
    case .score: isOfScores = true
    case .events: isOfEvents = true
    case .moments: isOfMoments = true
    case .raised, nil: break
    }
    let rules = [
      ("positive", question != nil && !isOfBeats, "'alarm' or 'score'"),
      ("take", isOfScores, "'score'"), ("window", isOfBeats, "beats"),
      ("tolerance", isOfEvents, "'alarm' and events"), ("lead", isOfEvents, "'alarm' and events"),
      ("utility", isOfMoments, "'score' and labelled moments"),
      ("threshold", judgesWarnings, "'utility'"),
    ]
    for (key, isUsed, owner) in rules where settings.has(key) && !isUsed {
      settings.refuse(key, "changes nothing here: it belongs to \(owner)")
    }
  }
}
