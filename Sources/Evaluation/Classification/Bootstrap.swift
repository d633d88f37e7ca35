internal import Kernels

/// An estimate with the interval in which resampling the patients puts it.
public struct BootstrapInterval: Hashable, Sendable {
  /// The figure over all patients as they are.
  public var estimate: Double
  /// The lower end.
  public var lower: Double
  /// The upper end.
  public var upper: Double
  /// How many resamples there were in which the figure is defined.
  public var resamples: Int
  /// How many more there were in which it is not, such as an area without a positive case.
  public var undefined: Int

  /// The percentile interval of a figure, resampling patients with replacement.
  ///
  /// A patient's cases stay together, for they are alike (Efron and Tibshirani 1993,
  /// doi:10.1201/9780429246593, chapter 13). The same seed gives the same interval. There is none
  /// where the figure is not defined over all patients or in no resample.
  ///
  /// - Parameters:
  ///   - patients: The cases of each patient.
  ///   - resamples: How often the patients are drawn anew.
  ///   - confidence: The share of resamples that lies within the interval.
  ///   - seed: What the draws start from.
  ///   - figure: The figure of some cases.
  public init?<Case>(
    over patients: [[Case]], resamples: Int = 1_000, confidence: Double = 0.95, seed: UInt64 = 1,
    of figure: ([Case]) -> Double?
  ) {
    guard let estimate = figure(patients.flatMap(\.self)) else { return nil }
    var generator = Xoshiro(seed: seed)
    var values: [Double] = []
    var cases: [Case] = []
    for _ in 0..<resamples {
      cases.removeAll(keepingCapacity: true)
      for _ in patients {
        cases += patients[generator.number(below: patients.count)]
      }
      if let value = figure(cases) { values.append(value) }
    }
    guard !values.isEmpty else { return nil }
    values.sort()
    self.estimate = estimate
    lower = values.quantile((1 - confidence) / 2)
    upper = values.quantile((1 + confidence) / 2)
    self.resamples = values.count
    undefined = resamples - values.count
  }
}

extension [Double] {
  /// The quantile of sorted values, of which there must be one, linear between two of them.
  public func quantile(_ share: Double) -> Double {
    let position = Swift.max(0, Swift.min(1, share)) * Double(count - 1)
    let index = Int(position)
    let next = Swift.min(index + 1, count - 1)
    return self[index] + (self[next] - self[index]) * (position - Double(index))
  }
}
