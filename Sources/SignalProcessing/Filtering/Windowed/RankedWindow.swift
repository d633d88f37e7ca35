/// A sliding window of samples, in the order in which they came and in that of their size.
///
/// A new sample costs two binary searches and moving the samples whose rank changes: O(w) at worst,
/// a move of memory that takes less than a microsecond for ten thousand samples.
struct RankedWindow: Sendable {
  /// The samples as they came, a ring.
  private var ring: [Float]
  private var sorted: [Float]
  /// The place in the ring of the oldest sample.
  private var oldest = 0
  private let radius: Int

  init(radius: Int) {
    precondition(radius >= 0, "a window has a middle")
    self.radius = radius
    ring = Array(repeating: 0, count: 2 * radius + 1)
    sorted = ring
  }

  /// The sample in the middle of the window.
  var centre: Float {
    let place = oldest + radius
    return ring[place < ring.count ? place : place - ring.count]
  }

  /// The sample half of the others are at most, and half at least.
  var median: Float { sorted[radius] }

  /// The median of the distances from the median, O(log w).
  ///
  /// The half of the samples that is nearest to the median is a run of the sorted ones: the run
  /// whose farther end is nearest.
  var medianDeviation: Float {
    var low = 0
    var high = radius
    while low < high {
      let middle = (low + high) / 2
      if median - sorted[middle] > sorted[middle + radius] - median {
        low = middle + 1
      } else {
        high = middle
      }
    }
    // The farther end is the lower one before `low`, and the upper one from there on.
    let upper = sorted[low + radius] - median
    return low > 0 ? min(median - sorted[low - 1], upper) : upper
  }

  /// Makes all samples the same.
  mutating func fill(with value: Float) {
    for index in ring.indices {
      ring[index] = value
      sorted[index] = value
    }
    oldest = 0
  }

  /// Adds a sample in place of the oldest one.
  mutating func push(_ value: Float) {
    let old = ring[oldest]
    ring[oldest] = value
    oldest = oldest + 1 == ring.count ? 0 : oldest + 1
    let ranks = ranks(old, value)
    let from = ranks.0
    var place = ranks.1
    if place > from {
      place -= 1
      shift(from + 1, to: from, count: place - from)
    } else {
      shift(place, to: place + 1, count: from - place)
    }
    sorted[place] = value
  }

  /// How many samples are less than each of two values.
  ///
  /// Both are searched for in step and without branches that could be mispredicted, so that neither
  /// waits for the other.
  private func ranks(_ first: Float, _ second: Float) -> (Int, Int) {
    sorted.withUnsafeBufferPointer { sorted in
      var low = (0, 0)
      var count = sorted.count
      while count > 1 {
        let half = count / 2
        low.0 &+= half &* (sorted[low.0 &+ half &- 1] < first ? 1 : 0)
        low.1 &+= half &* (sorted[low.1 &+ half &- 1] < second ? 1 : 0)
        count -= half
      }
      return (low.0 + (sorted[low.0] < first ? 1 : 0), low.1 + (sorted[low.1] < second ? 1 : 0))
    }
  }

  private mutating func shift(_ place: Int, to target: Int, count: Int) {
    guard count > 0 else { return }
    sorted.withUnsafeMutableBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      (base + target).update(from: base + place, count: count)
    }
  }
}
