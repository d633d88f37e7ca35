internal import Kernels

/// The softmax of logits divided by a temperature, which keeps their order and tempers their sureness.
///
/// C. Guo et al., On calibration of modern neural networks, 2017, arXiv:1706.04599. With one output
/// the logits are its log-odds, and the softmax is the logistic function.
public struct Temperature: Hashable, Sendable {
  /// What logits are divided by, above zero.
  public let value: Double

  /// A temperature; none where it is not a finite number above zero.
  public init?(_ value: Double) {
    guard value > 0, value.isFinite else { return nil }
    self.value = value
  }

  /// One case: the logits of its classes, and which of them it is of.
  public struct Case: Hashable, Sendable {
    /// The logits; one alone is the log-odds of class 1 against class 0.
    public var logits: [Double]
    /// The class.
    public var truth: Int

    /// A case with these logits and this class.
    public init(logits: [Double], truth: Int) {
      self.logits = logits
      self.truth = truth
    }
  }

  /// The temperature of greatest likelihood, by bisection of the slope in 1 / T, which rises.
  ///
  /// There is none where the likelihood grows without end: where no case is taken for another class
  /// than its own, where more are than not so that guessing is better, or where there is no case.
  ///
  /// - Parameter cases: Cases with finite logits.
  public init?(fitting cases: [Case]) {
    let cases = cases.filter { $0.logits.allSatisfy(\.isFinite) }
    guard !cases.isEmpty else { return nil }
    var (low, high) = (1e-4, 1e4)
    guard Self.slope(cases, low) < 0, Self.slope(cases, high) > 0 else { return nil }
    for _ in 0..<200 {
      let middle = ((low * high) as Double).squareRoot()
      if middle <= low || middle >= high { break }
      if Self.slope(cases, middle) < 0 { low = middle } else { high = middle }
    }
    self.init(1 / low)
  }

  /// Returns the probability of each class.
  public func probabilities(_ logits: [Double]) -> [Double] {
    Self.softmax(logits.map { $0 / value })
  }

  /// The derivative of the negative log-likelihood by 1 / T.
  private static func slope(_ cases: [Case], _ inverse: Double) -> Double {
    var sum = 0.0
    for each in cases {
      let logits = each.logits.count == 1 ? [0, each.logits[0]] : each.logits
      let p = softmax(logits.map { $0 * inverse })
      for index in logits.indices { sum += p[index] * logits[index] }
      sum -= logits[each.truth]
    }
    return sum
  }

  private static func softmax(_ logits: [Double]) -> [Double] {
    if logits.count == 1 { return [Elementary.sigmoid(logits[0])] }
    let largest = logits.max() ?? 0
    let powers = logits.map { Elementary.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
