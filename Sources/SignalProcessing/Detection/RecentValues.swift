/// The last few values of a sequence and their median, without allocating.
struct RecentValues: Sendable {
  private var ring: [Double]
  private var sorted: [Double]
  private var next = 0
  /// How many values there are, at most the capacity.
  private(set) var count = 0

  init(capacity: Int) {
    ring = Array(repeating: 0, count: capacity)
    // Not a copy of the other, which would share its memory until the first value comes.
    sorted = Array(repeating: 0, count: capacity)
  }

  /// The middle value, or the mean of the two in the middle; zero where there is none.
  var median: Double {
    guard count > 0 else { return 0 }
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }

  /// Adds `value`, in place of the oldest one where there is no room.
  mutating func append(_ value: Double) {
    let last = count < ring.count ? count : count - 1
    let oldest = ring[next]
    let isFull = count == ring.count
    sorted.withUnsafeMutableBufferPointer { sorted in
      var place = last
      if isFull {
        place = 0
        while sorted[place] != oldest { place &+= 1 }
      }
      // The free place moves to where the value belongs.
      while place > 0, sorted[place &- 1] > value {
        sorted[place] = sorted[place &- 1]
        place &-= 1
      }
      while place < last, sorted[place &+ 1] < value {
        sorted[place] = sorted[place &+ 1]
        place &+= 1
      }
      sorted[place] = value
    }
    count = last + 1
    ring[next] = value
    next = next + 1 == ring.count ? 0 : next + 1
  }

  mutating func removeAll() {
    count = 0
    next = 0
  }
}
