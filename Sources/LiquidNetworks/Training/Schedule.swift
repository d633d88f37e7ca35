internal import Kernels

/// How the learning rate changes while a model learns.
public enum Schedule: Sendable, Equatable {
  /// It stays.
  case constant
  /// It is multiplied by a factor after each epoch.
  case exponential(factor: Double)
  /// It rises evenly over the first `warmUp` epochs, then falls like half a cosine until it reaches
  /// `floor` times its height at the end of the last epoch; it changes with each batch.
  ///
  /// I. Loshchilov, F. Hutter, SGDR, 2017, arXiv:1608.03983, without restarts.
  case cosine(warmUp: Double = 0, floor: Double = 0)
  /// It is multiplied by a factor whenever `patience` epochs in a row bring no better score, down to
  /// `floor` times its height.
  case plateau(factor: Double = 0.5, patience: Int = 3, floor: Double = 0.01)

  /// Returns what the highest learning rate is multiplied by.
  ///
  /// - Parameters:
  ///   - passed: How many epochs have passed, with the share of the present one.
  ///   - epochs: How many there are in all.
  ///   - drops: How often a plateau has been met.
  /// - Returns: The factor, between 0 and 1 where the schedule's own numbers are.
  public func factor(after passed: Double, of epochs: Int, drops: Int = 0) -> Double {
    switch self {
    case .constant: return 1
    case .exponential(let factor): return Schedule.power(factor, Int(passed))
    case .cosine(let warmUp, let floor):
      if passed < warmUp { return passed / warmUp }
      let left = Double(epochs) - warmUp
      let share = left > 0 ? min(1, (passed - warmUp) / left) : 1
      return floor + (1 - floor) * 0.5 * (1 + Elementary.cos(.pi * share))
    case .plateau(let factor, _, let floor): return max(floor, Schedule.power(factor, drops))
    }
  }

  private static func power(_ factor: Double, _ count: Int) -> Double {
    (0..<count).reduce(1.0) { product, _ in product * factor }
  }
}
