public import Signals

/// What the outputs of a network mean.
public enum Meaning: Sendable, Hashable {
  /// Logits of classes that exclude each other; of two there may be one, the log-odds of the second.
  case classes
  /// Numbers, brought to their scale; where there is a spread, behind them as many logarithms of
  /// variances.
  case values(ValueScale, hasSpread: Bool)

  /// Whether so many outputs can mean that of things of these names.
  func fits(outputs: Int, names: [String]) -> Bool {
    switch self {
    case .classes: outputs == names.count || (outputs == 1 && names.count == 2)
    case .values(let scale, let hasSpread):
      scale.means.count == names.count && outputs == names.count * (hasSpread ? 2 : 1)
    }
  }
}

/// The scale on which a network says numbers: each less its mean, in units of its deviation.
public struct ValueScale: Sendable, Hashable {
  /// The unit of the numbers, `1` where they have none or not the same.
  public var unit: Unit
  /// The mean of each.
  public var means: [Float]
  /// The deviation of each, above zero.
  public var deviations: [Float]

  /// A scale of this unit, with these means and deviations.
  public init(unit: Unit, means: [Float], deviations: [Float]) {
    precondition(means.count == deviations.count && deviations.allSatisfy { $0 > 0 })
    self.unit = unit
    self.means = means
    self.deviations = deviations
  }
}
