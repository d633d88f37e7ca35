import Configuration

extension TrainingPlan {
  /// A number that the network is to say.
  public struct TargetValue: Sendable {
    /// The name.
    public var name: String
    /// The column of the cohort's table that holds it for each recording, if it stands there.
    public var column: String?
    /// The channel, or `channel/axis`, that holds it, if it stands there.
    public var channel: String?

    init(_ settings: inout Settings) {
      name = settings.string("name", "The name.")
      column = settings.optionalString(
        "column",
        "The column of the cohort's table that holds it for each recording; an empty field is learnt"
          + " nothing from.")
      channel = settings.optionalString(
        "channel",
        "The channel, or 'channel/axis', that holds it; a sample is the truth of the step nearest to it"
          + " within 'window'.")
      if !settings.isDescribing, (column == nil) == (channel == nil) {
        settings.refuse("name", "must have a 'column' or a 'channel'")
      }
    }
  }

  /// How far numbers are from what is true.
  public enum ValueLoss: String, CaseIterable, Sendable {
    /// The squared error.
    case squared
    /// The negative logarithm of the likelihood under a normal distribution whose variance is said
    /// too.
    case gaussian
  }
}

extension TrainingPlan.Target {
  /// What is wrong with a target of numbers.
  func checkValues(_ settings: inout Settings) {
    for key in ["classes", "otherwise"] where settings.has(key) {
      settings.refuse(key, "must not stand beside 'values'")
    }
    if values.isEmpty { settings.refuse("values", "must be at least one") }
    if Set(values.map(\.name)).count < values.count {
      settings.refuse("values", "must have different names")
    }
  }

  /// The names of the classes, or of the numbers.
  public var names: [String] { values.isEmpty ? classes.map(\.name) : values.map(\.name) }
}
