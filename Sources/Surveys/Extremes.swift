/// The two lowest and the two highest values that differ, and how often each came.
///
/// A converter at its limit shows as an extreme that comes far more often than what lies next to it.
public struct Extremes: Sendable {
  /// A value and how often it came.
  public struct Level: Sendable {
    /// The value; infinite where none came.
    public var value: Float
    /// How often it came.
    public var count = 0
  }

  /// The lowest value.
  public private(set) var lowest = Level(value: .infinity)
  /// The lowest but one.
  public private(set) var nextLowest = Level(value: .infinity)
  /// The highest value.
  public private(set) var highest = Level(value: -.infinity)
  /// The highest but one.
  public private(set) var nextHighest = Level(value: -.infinity)

  init() {}

  /// Takes a value, which must be finite.
  mutating func take(_ value: Float) {
    if value <= nextLowest.value { Self.take(value, &lowest, &nextLowest, <) }
    if value >= nextHighest.value { Self.take(value, &highest, &nextHighest, >) }
  }

  private static func take(
    _ value: Float, _ first: inout Level, _ second: inout Level, _ isBeyond: (Float, Float) -> Bool
  ) {
    if value == first.value {
      first.count += 1
    } else if isBeyond(value, first.value) {
      if first.count > 0 { second = first }
      first = Level(value: value, count: 1)
    } else if value == second.value {
      second.count += 1
    } else {
      // It never came before: it would have been kept.
      second = Level(value: value, count: 1)
    }
  }

  /// Whether there was but one value.
  public var isConstant: Bool { lowest.count > 0 && lowest.value == highest.value }

  /// The share of `count` values that lie at extremes a converter seems to have cut off.
  ///
  /// An extreme counts where it came at least ten times, in a thousandth of all values, and four
  /// times as often as the value next to it: the turning points of an even wave do not.
  public func clippedShare(of count: Int) -> Double {
    guard count > 0, !isConstant else { return 0 }
    let clipped = [(lowest, nextLowest), (highest, nextHighest)].filter { extreme, next in
      extreme.count >= 10 && extreme.count * 1000 >= count && extreme.count >= 4 * next.count
    }
    return Double(clipped.reduce(0) { $0 + $1.0.count }) / Double(count)
  }
}
