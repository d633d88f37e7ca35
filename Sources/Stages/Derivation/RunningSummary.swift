/// What a run of measurements comes to: each sum is taken in the order of the measurements.
///
/// Means and co-moments are updated one measurement at a time (B. P. Welford, Technometrics 4, 1962,
/// doi:10.1080/00401706.1962.10490022), so that nothing cancels however far from zero they lie.
struct RunningSummary: Sendable {
  private(set) var count = 0
  private(set) var first = Float.nan
  private(set) var last = Float.nan
  private(set) var least = Float.infinity
  private(set) var greatest = -Float.infinity
  private var mean = 0.0
  private var meanHours = 0.0
  private var spread = 0.0
  private var comoment = 0.0

  /// Takes in a measurement, with its time in hours.
  mutating func add(_ value: Float, at hours: Double) {
    if count == 0 { first = value }
    last = value
    least = Swift.min(least, value)
    greatest = Swift.max(greatest, value)
    count += 1
    let share = 1 / Double(count)
    let ahead = hours - meanHours
    meanHours += ahead * share
    mean += (Double(value) - mean) * share
    spread += ahead * (hours - meanHours)
    comoment += ahead * (Double(value) - mean)
  }

  /// One of the figures; not a number where too little was measured for it.
  ///
  /// - Parameters:
  ///   - statistic: Which figure.
  ///   - hours: How long ago the last measurement was.
  /// - Returns: The figure, in the unit of the measurements, per hour, or in hours.
  func value(of statistic: Statistic, hoursSinceLast hours: Double) -> Float {
    switch statistic {
    case .count: return Float(count)
    case .first: return first
    case .last: return last
    case .min: return count == 0 ? .nan : least
    case .max: return count == 0 ? .nan : greatest
    case .mean: return count == 0 ? .nan : Float(mean)
    case .slope: return spread > Self.leastSpread ? Float(comoment / spread) : .nan
    case .age: return count == 0 ? .nan : Float(hours)
    }
  }

  /// The least sum of squared deviations of the times, in hours², that a slope is taken over.
  private static let leastSpread = 1e-6
}

/// A figure that sums up a run of measurements.
enum Statistic: String, CaseIterable, Sendable {
  case count, first, last, min, max, mean
  case slope = "slope per hour"
  case age = "hours since last"

  /// Whether the figure has the unit of the measurements.
  var hasTheirUnit: Bool {
    switch self {
    case .first, .last, .min, .max, .mean: true
    case .count, .slope, .age: false
    }
  }
}
