/// The utility of warnings of sepsis over many patients, between that of silence and the best.
///
/// Nought is what never to warn is worth, and one what to warn in all the right hours is; warning
/// too often is worth less than nought.
public struct UtilityTally: Hashable, Sendable {
  private var gained = 0.0
  private var best = 0.0

  /// The utility of nothing.
  public init() {}

  /// The utility of one patient, where a score of at least `threshold` is a warning.
  public init(of hours: ScoredHours, threshold: Double) {
    add(labels: hours.labels, warnings: hours.scores.map { $0 >= threshold })
  }

  /// Adds a patient.
  ///
  /// - Parameters:
  ///   - labels: Whether each hour is labelled septic.
  ///   - warnings: Whether there was a warning in each of the same hours.
  public mutating func add(labels: [Bool], warnings: [Bool]) {
    precondition(labels.count == warnings.count, "every hour must have a label and a warning")
    // Where the best patient's hours do not warn, silence is worth nought and a warning is not more.
    for (hour, isWarned) in zip(SepsisUtility.hours(labels), warnings) {
      let gain = hour.warned - hour.silent
      if isWarned { gained += gain }
      best += max(0, gain)
    }
  }

  /// Adds what is in another tally.
  public mutating func add(_ other: UtilityTally) {
    gained += other.gained
    best += other.best
  }

  /// The normalised utility, if there is a patient who could be warned of.
  public var value: Double? { best > 0 ? gained / best : nil }
}

/// A patient's hours: which are labelled septic, and the score that a model gave each.
public struct ScoredHours: Hashable, Sendable {
  /// Whether each hour is labelled septic.
  public var labels: [Bool]
  /// The higher, the likelier sepsis; a score that is not a number never warns.
  public var scores: [Double]

  /// Hours with these labels and scores, as many of each.
  public init(labels: [Bool], scores: [Double]) {
    precondition(labels.count == scores.count, "every hour must have a label and a score")
    self.labels = labels
    self.scores = scores
  }
}

extension [ScoredHours] {
  /// The normalised utility where a score of at least `threshold` is a warning.
  public func utility(threshold: Double) -> Double? {
    var tally = UtilityTally()
    for patient in self { tally.add(UtilityTally(of: patient, threshold: threshold)) }
    return tally.value
  }

  /// The threshold of the highest utility, to be chosen on patients that nothing is reported of.
  ///
  /// It is the lowest score that warns; of thresholds of equal worth the highest is taken, and
  /// infinity where never to warn is best. There is none where no patient could be warned of. Costs
  /// a sort of all hours.
  public var bestThreshold: Double? {
    var gains: [(score: Double, gain: Double)] = []
    var possible = 0.0
    for patient in self {
      for (hour, score) in zip(SepsisUtility.hours(patient.labels), patient.scores) {
        possible += Swift.max(0, hour.warned - hour.silent)
        if !score.isNaN { gains.append((score, hour.warned - hour.silent)) }
      }
    }
    guard possible > 0 else { return nil }
    gains.sort { $0.score > $1.score }
    var (sum, best, threshold) = (0.0, 0.0, Double.infinity)
    for index in gains.indices {
      sum += gains[index].gain
      let isLast = index + 1 == gains.count || gains[index + 1].score < gains[index].score
      guard isLast, sum > best else { continue }
      best = sum
      threshold = gains[index].score
    }
    return threshold
  }
}
