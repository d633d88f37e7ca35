import Configuration

extension TrainingPlan {
  /// What makes probabilities of the mean logits, fitted on the recordings to choose by alone.
  public enum Calibrating: String, CaseIterable, Sendable {
    /// Nothing: they are scores.
    case none
    /// One temperature that divides them, for any number of classes.
    case temperature
    /// A slope and an intercept, for two classes.
    case logistic
    /// A rising curve, for two classes.
    case isotonic

    init(_ settings: inout Settings, _ target: Target) {
      let word = settings.optionalWord(
        "calibration", among: Self.allCases.map(\.rawValue),
        "What makes probabilities of the scores, fitted on the recordings to choose by and kept with"
          + " the weights: a 'temperature', or for two classes 'logistic' (a slope and an intercept)"
          + " or 'isotonic' (a rising curve, for many cases). Without it, with 'none', and where"
          + " nothing fits, scores stay scores. Those recordings chose the epoch too, so that"
          + " figures on them are optimistic.")
      self = word.flatMap { Self(rawValue: $0) } ?? .none
      if settings.isDescribing || target.classes.count == 2 { return }
      if self != .none, !target.values.isEmpty {
        settings.refuse("calibration", "needs classes")
        return
      }
      if self == .logistic || self == .isotonic {
        settings.refuse("calibration", "must be 'temperature' where there are not two classes")
      }
    }

    /// Reads the shares of negative recordings that may be alarmed.
    static func readRates(_ settings: inout Settings, _ target: Target) -> [Double] {
      let rates = settings.numbers(
        "falseAlarmRates", in: 1e-6...0.999999,
        "For two classes: shares of recordings without the second class that may be alarmed. For each"
          + " the score is fitted that so many of them exceed, by the highest score of each such"
          + " recording to choose by, and kept with the weights. It holds on average over recordings"
          + " of exchangeable patients, not for every patient nor elsewhere, and is optimistic since"
          + " those recordings chose the epoch too.")
      if !settings.isDescribing, !rates.isEmpty, target.classes.count != 2 {
        settings.refuse("falseAlarmRates", "needs two classes")
      }
      if Set(rates).count < rates.count { settings.refuse("falseAlarmRates", "must differ") }
      return rates
    }
  }
}
