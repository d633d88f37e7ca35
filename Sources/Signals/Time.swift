/// A moment, counted in whole nanoseconds from the start of the recording.
///
/// Whole numbers are exact and ordered, so a part of a recording has the very times the whole has.
public struct Time: Hashable, Comparable, Sendable {
  /// Nanoseconds from the start of the recording.
  public var nanoseconds: Int64

  /// The moment `nanoseconds` after the start.
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The whole nanosecond nearest to `seconds`; what is not finite or out of range is clamped.
  @inlinable
  public init(seconds: Double) {
    let scaled = (seconds * 1e9).rounded()
    nanoseconds = Int64(exactly: scaled) ?? (scaled < 0 ? .min : .max)
  }

  /// Seconds from the start of the recording.
  @inlinable
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// The start of the recording.
  public static let zero = Time(nanoseconds: 0)

  /// A moment no recording reaches.
  public static let distantFuture = Time(nanoseconds: .max)

  /// A moment before every recording.
  public static let distantPast = Time(nanoseconds: .min)

  /// Whether one moment comes before the other.
  @inlinable
  public static func < (left: Time, right: Time) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The sum, clamped at the distant past and future.
  @inlinable
  public static func + (left: Time, right: Time) -> Time {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
    if overflow { return Time(nanoseconds: right.nanoseconds < 0 ? .min : .max) }
    return Time(nanoseconds: sum)
  }

  /// The difference, clamped at the distant past and future.
  @inlinable
  public static func - (left: Time, right: Time) -> Time {
    let (sum, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
    if overflow { return Time(nanoseconds: right.nanoseconds > 0 ? .min : .max) }
    return Time(nanoseconds: sum)
  }
}
