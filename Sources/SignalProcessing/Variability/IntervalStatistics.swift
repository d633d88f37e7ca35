/// How long NN intervals are and how much they vary, in the time domain.
///
/// NN intervals lie between two successive beats that are both normal. Differences are taken only
/// between intervals that share a beat. Standard deviations are of samples, with one degree of
/// freedom less than there are values. What there are too few intervals for is NaN. Task Force of
/// the European Society of Cardiology, Heart rate variability, Circulation 93 (1996) 1043–1065,
/// doi:10.1161/01.CIR.93.5.1043.
public struct IntervalStatistics: Hashable, Sendable {
  /// The number of intervals.
  public let count: Int
  /// The number of differences between an interval and the one it follows.
  public let differences: Int
  /// The mean of the intervals, in ms.
  public let mean: Double
  /// The median of the intervals, in ms.
  public let median: Double
  /// The median distance from the median times 1.4826, which of a normal distribution is the
  /// standard deviation, in ms.
  public let medianDeviation: Double
  /// SDNN: the standard deviation of the intervals, in ms.
  public let sdnn: Double
  /// RMSSD: the root of the mean square of the differences, in ms.
  public let rmssd: Double
  /// SDSD: the standard deviation of the differences, in ms.
  public let sdsd: Double
  /// The share of the differences that exceed 50 ms.
  public let pnn50: Double
  /// The share of the differences that exceed 20 ms.
  public let pnn20: Double
  /// CVNN: SDNN divided by the mean.
  public var cvnn: Double { sdnn / mean }
  /// CVSD: RMSSD divided by the mean.
  public var cvsd: Double { rmssd / mean }

  /// What NN intervals in ms come to, linear in their number.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms, finite.
  ///   - follows: Of each interval, whether it begins with the beat that the one before ends with.
  ///   - room: Where values are put in order; it grows to the number of intervals.
  public init(_ intervals: Span<Double>, follows: Span<Bool>, room: inout [Double]) {
    precondition(intervals.count == follows.count)
    count = intervals.count
    mean = intervals.mean
    sdnn = intervals.deviation(from: mean)
    var (number, sum, squares, above50, above20) = (0, 0.0, 0.0, 0, 0)
    for index in intervals.indices.dropFirst() where follows[index] {
      let difference = intervals[index] - intervals[index - 1]
      number += 1
      sum += difference
      squares += difference * difference
      // A microsecond is left to the rounding of times, so that it does not decide between equals.
      if abs(difference) > 50.001 { above50 += 1 }
      if abs(difference) > 20.001 { above20 += 1 }
    }
    differences = number
    let drift = sum / Double(number)
    rmssd = (squares / Double(number)).squareRoot()
    pnn50 = Double(above50) / Double(number)
    pnn20 = Double(above20) / Double(number)
    var spread = 0.0
    for index in intervals.indices.dropFirst() where follows[index] {
      let rest = intervals[index] - intervals[index - 1] - drift
      spread += rest * rest
    }
    sdsd = number > 1 ? (spread / Double(number - 1)).squareRoot() : .nan
    room.removeAll(keepingCapacity: true)
    for index in intervals.indices { room.append(intervals[index]) }
    var values = room.mutableSpan
    let middle = values.median()
    for index in values.indices { values[index] = abs(values[index] - middle) }
    median = middle
    medianDeviation = 1.4826 * values.median()
  }

  /// What NN intervals in ms come to, with room of its own.
  public init(_ intervals: Span<Double>, follows: Span<Bool>) {
    var room: [Double] = []
    self.init(intervals, follows: follows, room: &room)
  }
}

extension Span<Double> {
  /// The mean, NaN where there is nothing.
  var mean: Double {
    var sum = 0.0
    for index in indices { sum += self[index] }
    return sum / Double(count)
  }

  /// The standard deviation of a sample with this mean, NaN below two values.
  func deviation(from mean: Double) -> Double {
    if count < 2 { return .nan }
    var sum = 0.0
    for index in indices { sum += (self[index] - mean) * (self[index] - mean) }
    return (sum / Double(count - 1)).squareRoot()
  }
}
