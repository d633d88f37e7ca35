/// The geometric measures of NN intervals: those of their histogram with bins of 1/128 s.
///
/// The bins begin at multiples of 7.8125 ms. Both measures want some twenty minutes of intervals.
/// Task Force of the European Society of Cardiology, Heart rate variability, Circulation 93 (1996)
/// 1043–1065, doi:10.1161/01.CIR.93.5.1043.
public struct IntervalHistogram: Hashable, Sendable {
  /// The width of a bin, in ms.
  public static let bin = 7.8125
  /// The longest interval that has a bin, in ms; longer ones are left out.
  public static let longest = 60_000.0

  /// The number of intervals divided by that in the fullest bin, NaN where there are none.
  public let triangularIndex: Double
  /// TINN: the width in ms of the base of the triangle that fits the histogram best, NaN where
  /// there are no intervals.
  ///
  /// Its top is that of the fullest bin, of several the one of the shortest intervals; its corners
  /// lie on bins between the one before the first and the one behind the last that holds an
  /// interval, where the sum of squared distances is least.
  public let baseWidth: Double

  /// Measures intervals in ms; linear in their number, quadratic in that of bins between the
  /// shortest and the longest.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms.
  ///   - room: Where intervals are counted; it grows to the number of bins.
  public init(_ intervals: Span<Double>, room: inout [Double]) {
    var lowest = Int.max
    var highest = Int.min
    for index in intervals.indices {
      guard let bin = Self.place(of: intervals[index]) else { continue }
      lowest = min(lowest, bin)
      highest = max(highest, bin)
    }
    room.removeAll(keepingCapacity: true)
    guard lowest <= highest else {
      (triangularIndex, baseWidth) = (.nan, .nan)
      return
    }
    for _ in lowest...highest { room.append(0) }
    var counted = 0
    for index in intervals.indices {
      guard let bin = Self.place(of: intervals[index]) else { continue }
      room[bin - lowest] += 1
      counted += 1
    }
    var top = 0
    for bin in room.indices where room[bin] > room[top] { top = bin }
    triangularIndex = Double(counted) / room[top]
    let counts = room.span
    let left = Self.reach(of: counts, from: top, towards: -1)
    let right = Self.reach(of: counts, from: top, towards: 1)
    baseWidth = Double(left + right) * Self.bin
  }

  /// Measures intervals in ms, with room of its own.
  public init(_ intervals: Span<Double>) {
    var room: [Double] = []
    self.init(intervals, room: &room)
  }

  /// The bin of an interval; a billionth of a bin is left to rounding.
  private static func place(of interval: Double) -> Int? {
    guard interval >= 0, interval <= longest else { return nil }
    return Int((interval / bin + 1e-6).rounded(.down))
  }

  /// How many bins from its top a side of the triangle ends.
  private static func reach(of counts: Span<Double>, from top: Int, towards step: Int) -> Int {
    let last = step < 0 ? top : counts.count - 1 - top
    var best = 1
    var least = Double.infinity
    for reach in 1...last + 1 {
      var sum = 0.0
      for distance in 0..<last {
        let place = distance + 1
        let height = max(0, counts[top] * Double(reach - place) / Double(reach))
        let rest = counts[top + step * place] - height
        sum += rest * rest
      }
      if sum < least { (least, best) = (sum, reach) }
    }
    return best
  }
}
