internal import Kernels

/// How hard it is to say what comes after a few NN intervals, from what came after ones alike.
public enum SampleEntropy {
  /// The sample entropy of NN intervals, in nats.
  ///
  /// It is −ln(A / B) of the pairs of stretches of `length` intervals that differ nowhere by more
  /// than the tolerance, B, and those of them that still do not with the next interval, A; no stretch
  /// is compared with itself. Stretches lie within runs without a break. NaN where there is no pair
  /// with the next interval alike. Quadratic in the number of intervals, but most pairs differ at
  /// once. J. S. Richman, J. R. Moorman, Physiological time-series analysis using approximate entropy
  /// and sample entropy, Am. J. Physiol. Heart Circ. Physiol. 278 (2000) H2039–H2049,
  /// doi:10.1152/ajpheart.2000.278.6.H2039.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms, finite.
  ///   - follows: Of each interval, whether it begins with the beat that the one before ends with.
  ///   - length: The length m of a stretch, in intervals.
  ///   - tolerance: The tolerance r, as a share of the intervals' standard deviation.
  /// - Returns: The entropy.
  public static func value(
    of intervals: Span<Double>, follows: Span<Bool>, length: Int = 2, tolerance: Double = 0.2
  ) -> Double {
    precondition(intervals.count == follows.count && length > 0 && tolerance >= 0)
    let limit = tolerance * intervals.deviation(from: intervals.mean)
    var (alike, stillAlike) = (0, 0)
    // A stretch is known by its last interval, the one that comes next, and how far its run goes back.
    var run = 0
    for last in intervals.indices {
      run = follows[last] ? run + 1 : 0
      guard run >= length else { continue }
      var otherRun = 0
      for other in 0..<last {
        otherRun = follows[other] ? otherRun + 1 : 0
        guard otherRun >= length else { continue }
        var back = 1
        while back <= length, abs(intervals[last - back] - intervals[other - back]) <= limit {
          back += 1
        }
        guard back > length else { continue }
        alike += 1
        if abs(intervals[last] - intervals[other]) <= limit { stillAlike += 1 }
      }
    }
    return stillAlike == 0 ? .nan : -Elementary.log(Double(stillAlike) / Double(alike))
  }
}
