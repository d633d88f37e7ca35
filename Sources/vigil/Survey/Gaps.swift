import Signals

/// The stretches between two measured samples in which nothing was measured.
struct Gaps {
  /// One of them: from its first missing sample to the next that was measured.
  struct Gap {
    var start: Time
    var length: Time
  }

  /// How many gaps are listed one by one.
  static let listed = 16

  private(set) var count = 0
  private(set) var total = Time.zero
  private(set) var longest: Gap?
  /// The first ones.
  private(set) var first: [Gap] = []

  mutating func take(from start: Time, to end: Time) {
    let gap = Gap(start: start, length: end - start)
    count += 1
    total = total + gap.length
    if gap.length > longest?.length ?? .zero { longest = gap }
    if first.count < Gaps.listed { first.append(gap) }
  }
}
