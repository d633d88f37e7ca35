/// What a pipeline is asked about recordings whose truth is known; the figures follow from it.
public enum Question: Hashable, Sendable {
  /// Which sample stands for a recording.
  public enum Take: String, CaseIterable, Sendable {
    /// The last that was measured.
    case last
    /// The greatest that was measured.
    case greatest
  }

  /// Where the beats are and of which class: ANSI/AAMI EC57.
  case beats
  /// Whether this alarm is raised in a recording.
  case raised(alarm: String)
  /// What this channel, or `channel/axis`, comes to in a recording.
  case score(channel: String, Take)
  /// What this channel, or `channel/axis`, is at each labelled moment.
  case moments(channel: String)
  /// When this alarm is raised, against the events that are there.
  case events(alarm: String)

  /// Whether the score is a probability, as a channel named `… probability` is.
  public var isProbability: Bool {
    let channel: String
    switch self {
    case .score(let name, _), .moments(let name): channel = name
    case .beats, .raised, .events: return false
    }
    return channel.hasSuffix(" probability") || channel.contains(" probability/")
  }

  /// The figures that answer the question.
  public var figures: [AcceptanceLimit.Figure] {
    switch self {
    case .beats: [.sensitivity, .positivePredictivity]
    case .raised: [.sensitivity, .specificity, .positivePredictivity, .falseAlarmsPerHour]
    case .score, .moments:
      [.areaUnderROC, .averagePrecision] + (isProbability ? [.brierScore, .calibrationError] : [])
    case .events:
      [
        .sensitivity, .positivePredictivity, .falseAlarmsPerHour, .medianTimeToAlarm,
        .timeToAlarm90,
      ]
    }
  }
}
