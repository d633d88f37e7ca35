/// Counts of values by their sizes, from which quantiles are told to within 0.4 %.
///
/// A bin holds the numbers that share sign, exponent and the first eight bits of the fraction: sums
/// of counts, so that what comes out does not depend on how the values were cut into parts. Bins
/// are made by pages of one exponent, at most 512 pages of 3 KB.
public struct ValueHistogram: Sendable {
  private static let fractionBits = 8
  private static let binsOfPage = 1 << fractionBits

  /// Where the page of a sign and exponent begins in the bins; -1 where there is none yet.
  private var pages = [Int](repeating: -1, count: 512)
  private var counts: [Int] = []
  /// The lowest value in each bin, so that values that repeat are told exactly.
  private var lowest: [Float] = []
  /// The number of values that were counted.
  public private(set) var count = 0

  init() {}

  /// Counts a value, which must be finite.
  mutating func take(_ value: Float) {
    let bits = value.bitPattern
    let number = Int(bits >> 23)
    if pages[number] < 0 {
      pages[number] = counts.count
      counts.append(contentsOf: repeatElement(0, count: Self.binsOfPage))
      lowest.append(contentsOf: repeatElement(.infinity, count: Self.binsOfPage))
    }
    let bin =
      pages[number] + Int(bits >> (23 - UInt32(Self.fractionBits))) & (Self.binsOfPage - 1)
    counts[bin] += 1
    if value < lowest[bin] { lowest[bin] = value }
    count += 1
  }

  /// The lowest value of the bin in which a share of all values ends, by nearest rank; nothing where
  /// there are none.
  public func quantile(_ share: Double) -> Float? {
    guard count > 0 else { return nil }
    let rank = min(count - 1, Int((share * Double(count)).rounded(.down)))
    var below = 0
    for bin in bins where counts[bin] > 0 {
      below += counts[bin]
      if below > rank { return lowest[bin] }
    }
    return nil
  }

  /// The bins in the order of their values: negative ones from the largest size on, then the others.
  private var bins: some Sequence<Int> {
    let negative = (256..<512).reversed().lazy.map { (self.pages[$0], true) }
    let positive = (0..<256).lazy.map { (self.pages[$0], false) }
    return [Array(negative), Array(positive)].joined().lazy
      .filter { $0.0 >= 0 }
      .flatMap { start, isReversed in
        (0..<Self.binsOfPage).lazy.map {
          start + (isReversed ? Self.binsOfPage - 1 - $0 : $0)
        }
      }
  }
}
