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
    var generator = SplitMix64(seed: seed)
    var values: [Double] = []
    var cases: [Case] = []
    for _ in 0..<resamples {
      cases.removeAll(keepingCapacity: true)
      for _ in patients {
        cases += patients[generator.next(below: patients.count)]
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

/// Pseudo-random whole numbers after Steele, Lea and Flood (doi:10.1145/2660193.2660195).
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, but not including, `bound`: a draw's high bits, biased by less than
  /// `bound` in 2⁶⁴.
  mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
