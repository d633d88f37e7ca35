/// A case to which two models gave a probability.
public struct PairedCase: Hashable, Sendable {
  /// The case with the probability of the first model.
  public var first: ScoredCase
  /// The case with the probability of the second model.
  public var second: ScoredCase

  /// A case of this outcome; there is none where a probability is not a number.
  public init?(first: Double, second: Double, isPositive: Bool) {
    guard let first = ScoredCase(score: first, isPositive: isPositive),
      let second = ScoredCase(score: second, isPositive: isPositive)
    else { return nil }
    self.first = first
    self.second = second
  }
}

/// A figure of two models on the same cases, and by how much that of the first is greater.
public struct PairedFigure: Hashable, Sendable {
  /// The figure of the first model.
  public var first: Double
  /// The figure of the second model.
  public var second: Double
  /// The first less the second, with its interval over resamples of the patients.
  public var difference: BootstrapInterval

  /// Whether the interval leaves out that there is no difference.
  public var excludesNone: Bool { difference.lower > 0 || difference.upper < 0 }

  /// A figure with the percentile interval of its difference.
  ///
  /// Both models are measured on the same resamples, so that what makes a resample easy or hard for
  /// both does not widen the interval (Efron and Tibshirani 1993, doi:10.1201/9780429246593). There
  /// is none where the figure is not defined over all patients or in no resample.
  ///
  /// - Parameters:
  ///   - patients: The cases of each patient.
  ///   - resamples: How often the patients are drawn anew.
  ///   - confidence: The share of resamples that lies within the interval.
  ///   - seed: What the draws start from; the same seed draws the same patients for every figure.
  ///   - figure: The figure of some cases.
  public init?(
    over patients: [[PairedCase]], resamples: Int = 2_000, confidence: Double = 0.95,
    seed: UInt64 = 1, of figure: ([ScoredCase]) -> Double?
  ) {
    let all = patients.flatMap(\.self)
    let interval = BootstrapInterval(
      over: patients, resamples: resamples, confidence: confidence, seed: seed
    ) { cases -> Double? in
      guard let first = figure(cases.map(\.first)), let second = figure(cases.map(\.second)) else {
        return nil
      }
      return first - second
    }
    guard let interval, let first = figure(all.map(\.first)), let second = figure(all.map(\.second))
    else { return nil }
    self.first = first
    self.second = second
    difference = interval
  }
}
