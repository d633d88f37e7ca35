import Signals

/// How often something happens a minute, from when it did within a window of time.
struct EventRate: Sendable {
  private let window: Time
  private let longest: Time
  /// The latest times, of which `oldest` is the first.
  private var times: [Time]
  private var oldest = 0
  private var count = 0

  /// A rate over `window`, in which it happens up to five times a second; a pause above `longest` is
  /// no interval, and counting begins anew behind it.
  init(over window: Time, longest: Time) {
    self.window = window
    self.longest = longest
    times = Array(repeating: .zero, count: Int(5 * window.seconds) + 2)
  }

  /// Takes in that it has happened, and gives the rate between the first and the last time of the
  /// window that ends there; not a number where there is just one.
  mutating func happens(at time: Time) -> Float {
    if count > 0, time - times[(oldest + count - 1) % times.count] > longest { count = 0 }
    if count == times.count { dropOldest() }
    times[(oldest + count) % times.count] = time
    count += 1
    while times[oldest] < time - window { dropOldest() }
    guard count > 1 else { return .nan }
    return Float(60 * Double(count - 1) / (time - times[oldest]).seconds)
  }

  private mutating func dropOldest() {
    oldest = (oldest + 1) % times.count
    count -= 1
  }
}
