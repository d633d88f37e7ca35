internal import Signals

/// How often intervals of each length occur, in bins a 512th wide: medians in bounded memory.
struct IntervalHistogram {
  private var counts = [Int](repeating: 0, count: 64 << bits)
  private var sums = [Double](repeating: 0, count: 64 << bits)
  private(set) var count = 0
  private(set) var largest: Int64 = 0

  private static let bits = 9

  /// Adds an interval, which is not negative.
  mutating func add(_ interval: Int64) {
    let bin = IntervalHistogram.bin(of: UInt64(max(0, interval)))
    counts[bin] += 1
    sums[bin] += Double(interval)
    count += 1
    largest = max(largest, interval)
  }

  /// The lower median: the mean of its bin, which is exact where the bin holds one length.
  var median: Int64? {
    guard count > 0 else { return nil }
    var before = 0
    for bin in counts.indices {
      before += counts[bin]
      if 2 * before >= count {
        return Int64(exactly: (sums[bin] / Double(counts[bin])).rounded()) ?? .max
      }
    }
    return nil
  }

  /// Bins of one up to 512, and of 512 to each power of two above.
  private static func bin(of interval: UInt64) -> Int {
    if interval < 1 << bits { return Int(interval) }
    let exponent = 63 - interval.leadingZeroBitCount
    let place = Int((interval >> UInt64(exponent - bits)) & ((1 << UInt64(bits)) - 1))
    return ((exponent - bits + 1) << bits) + place
  }
}
