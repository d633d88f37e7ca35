/// How NN intervals vary between blocks of time and within them.
///
/// Only whole blocks count, and of those the ones with two intervals at least; an interval belongs to
/// the block in which it ends. Task Force of the European Society of Cardiology, Heart rate
/// variability, Circulation 93 (1996) 1043–1065, doi:10.1161/01.CIR.93.5.1043.
public struct BlockVariability: Hashable, Sendable {
  /// The blocks that count.
  public let blocks: Int
  /// SDANN: the standard deviation of the blocks' means in ms, NaN below two blocks.
  public let sdann: Double
  /// SDNNI: the mean of the blocks' standard deviations in ms, NaN where there are none.
  public let sdnni: Double

  /// Measures NN intervals, linear in their number.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms, finite.
  ///   - ends: When each ends, in s, increasing.
  ///   - span: The stretch of time in s that is cut into blocks, from its beginning.
  ///   - length: How long a block is, in s, such as 300.
  public init(
    _ intervals: Span<Double>, ends: Span<Double>, over span: Range<Double>, length: Double
  ) {
    precondition(intervals.count == ends.count && length > 0)
    let whole = ((span.upperBound - span.lowerBound) / length + 1e-9).rounded(.down)
    var (number, sum, squares, deviations) = (0, 0.0, 0.0, 0.0)
    var first = 0
    while first < ends.count {
      let block = ((ends[first] - span.lowerBound) / length).rounded(.down)
      var next = first + 1
      while next < ends.count, ((ends[next] - span.lowerBound) / length).rounded(.down) == block {
        next += 1
      }
      let inside = intervals.extracting(first..<next)
      first = next
      guard block >= 0, block < whole, inside.count > 1 else { continue }
      let mean = inside.mean
      number += 1
      deviations += inside.deviation(from: mean)
      // The sum of squared distances from the mean of the means, as they come (Welford).
      let change = mean - (number == 1 ? mean : sum / Double(number - 1))
      squares += change * change * Double(number - 1) / Double(number)
      sum += mean
    }
    blocks = number
    sdann = number > 1 ? (squares / Double(number - 1)).squareRoot() : .nan
    sdnni = number > 0 ? deviations / Double(number) : .nan
  }
}
