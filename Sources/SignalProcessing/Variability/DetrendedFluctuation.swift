internal import Kernels

/// How the fluctuation of NN intervals about a line grows with the length of the line.
///
/// The distances of the intervals from their mean are added up; the sums are cut into boxes of n
/// intervals, each box loses the line that fits it best, and the root of the mean square of what is
/// left is the fluctuation of n. The exponent is the slope of its logarithm over that of n: 0.5 of
/// intervals without memory, 1 of 1/f noise, 1.5 of a random walk. C.-K. Peng, S. Havlin,
/// H. E. Stanley, A. L. Goldberger, Quantification of scaling exponents and crossover phenomena in
/// nonstationary heartbeat time series, Chaos 5 (1995) 82–87, doi:10.1063/1.166141.
public enum DetrendedFluctuation {
  /// The sizes of boxes, in intervals, whose exponent is α1.
  public static let short = 4...16
  /// The sizes of boxes, in intervals, whose exponent is α2.
  public static let long = 16...64

  /// The exponent over every whole size of boxes in a range, by least squares.
  ///
  /// Boxes lie side by side from the first interval of each run on and never reach over a break
  /// between runs; what is left of a run is not used. NaN where a size fits in no run, or where
  /// nothing fluctuates. Linear in the number of intervals times that of sizes.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms, finite.
  ///   - follows: Of each interval, whether it begins with the beat that the one before ends with.
  ///   - sizes: The numbers of intervals in a box, three at least.
  /// - Returns: The exponent.
  public static func exponent(
    of intervals: Span<Double>, follows: Span<Bool>, sizes: ClosedRange<Int>
  ) -> Double {
    precondition(intervals.count == follows.count && sizes.lowerBound > 2 && sizes.count > 1)
    let mean = intervals.mean
    var (sumX, sumY, sumXX, sumXY) = (0.0, 0.0, 0.0, 0.0)
    for size in sizes {
      let fluctuation = fluctuation(of: intervals, around: mean, follows: follows, size: size)
      guard fluctuation > 0 else { return .nan }
      let x = Elementary.log(Double(size))
      let y = Elementary.log(fluctuation)
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
    }
    let count = Double(sizes.count)
    return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX)
  }

  /// The fluctuation in boxes of one size, NaN where there are none.
  private static func fluctuation(
    of intervals: Span<Double>, around mean: Double, follows: Span<Bool>, size: Int
  ) -> Double {
    var (squares, boxes) = (0.0, 0)
    var first = 0
    while first < intervals.count {
      var end = first + 1
      while end < intervals.count, follows[end] { end += 1 }
      while first + size <= end {
        squares += rest(of: intervals.extracting(first..<first + size), around: mean)
        boxes += 1
        first += size
      }
      first = end
    }
    return (squares / Double(boxes * size)).squareRoot()
  }

  /// The sum of squared distances of a box's sums from their line; where the sums begin is the line's.
  private static func rest(of box: Span<Double>, around mean: Double) -> Double {
    let count = Double(box.count)
    var (profile, total) = (0.0, 0.0)
    for index in box.indices {
      profile += box[index] - mean
      total += profile
    }
    let level = total / count
    let middle = (count - 1) / 2
    var (squares, slope) = (0.0, 0.0)
    profile = 0
    for index in box.indices {
      profile += box[index] - mean
      squares += (profile - level) * (profile - level)
      slope += (Double(index) - middle) * (profile - level)
    }
    return max(0, squares - slope * slope / (count * (count * count - 1) / 12))
  }
}
