public import Signals

/// The stretches between two measured samples in which nothing was measured.
public struct Gaps: Sendable {
  /// One of them: from its first missing sample to the next that was measured.
  public struct Gap: Sendable {
    /// When the first missing sample was due.
    public var start: Time
    /// The time to the next sample that was measured.
    public var length: Time
  }

  /// How many gaps are listed one by one.
  public static let listed = 16

  /// The number of gaps.
  public private(set) var count = 0
  /// How long all of them last.
  public private(set) var total = Time.zero
  /// The longest, the first of several.
  public private(set) var longest: Gap?
  /// The first ones, ``listed`` at most.
  public private(set) var first: [Gap] = []

  init() {}

  mutating func take(from start: Time, to end: Time) {
    let gap = Gap(start: start, length: end - start)
    count += 1
    total = total + gap.length
    if gap.length > longest?.length ?? .zero { longest = gap }
    if first.count < Gaps.listed { first.append(gap) }
  }
}
