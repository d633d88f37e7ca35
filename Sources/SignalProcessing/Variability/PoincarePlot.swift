/// The axes of the cloud that each NN interval over the one it follows makes.
///
/// Of x and y, successive intervals that share a beat, SD1 is the standard deviation of
/// (y − x) / √2, across the diagonal, and SD2 that of (x + y) / √2, along it, both with one degree
/// of freedom less than there are pairs. M. Brennan, M. Palaniswami, P. Kamen, Do existing measures
/// of Poincaré plot geometry reflect nonlinear features of heart rate variability?, IEEE Trans.
/// Biomed. Eng. 48 (2001) 1342–1347, doi:10.1109/10.959330.
public struct PoincarePlot: Hashable, Sendable {
  /// The spread across the diagonal in ms, of short term; NaN below two pairs.
  public let sd1: Double
  /// The spread along the diagonal in ms, of long term; NaN below two pairs.
  public let sd2: Double

  /// Measures NN intervals, linear in their number.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms, finite.
  ///   - follows: Of each interval, whether it begins with the beat that the one before ends with.
  public init(_ intervals: Span<Double>, follows: Span<Bool>) {
    precondition(intervals.count == follows.count)
    var (pairs, across, along) = (0, 0.0, 0.0)
    for index in intervals.indices.dropFirst() where follows[index] {
      pairs += 1
      across += intervals[index] - intervals[index - 1]
      along += intervals[index] + intervals[index - 1]
    }
    guard pairs > 1 else {
      (sd1, sd2) = (.nan, .nan)
      return
    }
    let (meanAcross, meanAlong) = (across / Double(pairs), along / Double(pairs))
    var (short, long) = (0.0, 0.0)
    for index in intervals.indices.dropFirst() where follows[index] {
      let difference = intervals[index] - intervals[index - 1] - meanAcross
      let sum = intervals[index] + intervals[index - 1] - meanAlong
      short += difference * difference
      long += sum * sum
    }
    sd1 = (short / 2 / Double(pairs - 1)).squareRoot()
    sd2 = (long / 2 / Double(pairs - 1)).squareRoot()
  }
}
