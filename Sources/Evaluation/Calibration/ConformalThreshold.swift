/// A threshold that cases of the negative outcome exceed at most at a wanted rate.
///
/// Split conformal prediction (V. Vovk et al., Algorithmic learning in a random world, 2005,
/// doi:10.1007/b106715; class-conditional form): where the cases that the threshold was fitted on and
/// those to come are exchangeable, a negative case to come scores above it with a probability of at
/// most `rate`, whatever the model and however few the cases. Not so where patients, sites or
/// practice change.
public struct ConformalThreshold: Hashable, Sendable {
  /// The wanted share of false alarms among negative cases.
  public let rate: Double
  /// The score above which is alarmed.
  public let score: Double
  /// How many negative cases it was fitted on.
  public let cases: Int

  /// A threshold that was fitted before.
  public init(rate: Double, score: Double, cases: Int) {
    self.rate = rate
    self.score = score
    self.cases = cases
  }

  /// The lowest threshold that keeps the rate: of `n` negative scores the ⌈(n + 1)(1 − rate)⌉-th.
  ///
  /// There is none where the cases are too few for the rate, n < 1 / rate − 1. Where a patient has
  /// many scores, give the highest of each: the rate is then a share of patients, not of scores.
  ///
  /// - Parameters:
  ///   - scores: The scores of negative cases that the model was not trained on.
  ///   - rate: The wanted share, between 0 and 1.
  public init?(negatives scores: [Double], rate: Double) {
    guard rate > 0, rate < 1 else { return nil }
    let ordered = scores.filter { !$0.isNaN }.sorted()
    let rank = Int((Double(ordered.count + 1) * (1 - rate) - 1e-9).rounded(.up))
    guard rank >= 1, rank <= ordered.count else { return nil }
    self.init(rate: rate, score: ordered[rank - 1], cases: ordered.count)
  }

  /// Returns whether a score is alarmed.
  public func alarms(_ score: Double) -> Bool {
    score > self.score
  }
}
