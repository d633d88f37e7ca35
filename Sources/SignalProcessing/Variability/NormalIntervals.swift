/// The NN intervals of a stretch of time, the oldest first, in room that is used again.
public struct NormalIntervals: Sendable {
  /// When each interval begins, in s.
  public private(set) var starts: [Double] = []
  /// When each interval ends, in s.
  public private(set) var ends: [Double] = []
  /// How long each interval is, in ms.
  public private(set) var lengths: [Double] = []
  /// Of each interval, whether it begins with the beat that the one before ends with.
  public private(set) var follows: [Bool] = []

  /// No intervals, with room for some.
  public init(capacity: Int = 0) {
    starts.reserveCapacity(capacity)
    ends.reserveCapacity(capacity)
    lengths.reserveCapacity(capacity)
    follows.reserveCapacity(capacity)
  }

  /// The intervals between successive beats at these times in s that are both normal.
  public init(beats: Span<Double>, isNormal: Span<Bool>) {
    precondition(beats.count == isNormal.count)
    self.init(capacity: beats.count)
    for index in beats.indices.dropFirst() where isNormal[index] && isNormal[index - 1] {
      append(from: beats[index - 1], to: beats[index])
    }
  }

  /// The number of intervals.
  public var count: Int { lengths.count }

  /// Adds an interval between two beats at times in s; it follows the one before where that ends
  /// just when this begins.
  public mutating func append(from start: Double, to end: Double) {
    append(from: start, to: end, length: (end - start) * 1000)
  }

  /// Adds an interval between two beats at times in s whose length in ms is known better.
  public mutating func append(from start: Double, to end: Double, length: Double) {
    follows.append(ends.last == start)
    starts.append(start)
    ends.append(end)
    lengths.append(length)
  }

  /// Forgets the intervals that begin before a time in s, linear in the number of those kept.
  public mutating func forget(before time: Double) {
    var spare = 0
    while spare < count, starts[spare] < time { spare += 1 }
    if spare == 0 { return }
    starts.removeFirst(spare)
    ends.removeFirst(spare)
    lengths.removeFirst(spare)
    follows.removeFirst(spare)
    if !follows.isEmpty { follows[0] = false }
  }
}
