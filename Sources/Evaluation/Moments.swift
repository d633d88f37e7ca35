/// The count, the sum and the sum of squares of a quantity, from which mean and deviation follow.
///
/// Sums of whole numbers are exact, so the order in which values and parts are added does not
/// matter up to 2⁵³.
public struct Moments: Hashable, Sendable {
  /// How many values.
  public private(set) var count = 0
  /// The sum of the values.
  public private(set) var sum = 0.0
  /// The sum of the squared values.
  public private(set) var sumOfSquares = 0.0

  /// The moments of nothing.
  public init() {}

  /// Adds a value.
  public mutating func add(_ value: Double) {
    count += 1
    sum += value
    sumOfSquares += value * value
  }

  /// Adds the values behind other moments.
  public static func += (left: inout Moments, right: Moments) {
    left.count += right.count
    left.sum += right.sum
    left.sumOfSquares += right.sumOfSquares
  }

  /// The mean, if there are values.
  public var mean: Double? { count == 0 ? nil : sum / Double(count) }

  /// The standard deviation about the mean of a sample, if there are two values.
  public var standardDeviation: Double? {
    guard count > 1, let mean else { return nil }
    return (max(0, sumOfSquares - sum * mean) / Double(count - 1)).squareRoot()
  }

  /// The root of the mean square, if there are values.
  public var rootMeanSquare: Double? {
    count == 0 ? nil : (sumOfSquares / Double(count)).squareRoot()
  }
}
