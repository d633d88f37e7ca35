internal import Kernels

extension ScoredCase {
  /// The case with the log-odds of its probability, if that is one; those of 0 and 1 are infinite.
  public var logOdds: ScoredCase? {
    guard (0...1).contains(score) else { return nil }
    let odds = Elementary.log(score) - Elementary.log(1 - score)
    return ScoredCase(score: odds, isPositive: isPositive)
  }
}
