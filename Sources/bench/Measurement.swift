internal import CAllocations
internal import Glibc

/// What repeated runs of one case took.
struct Measurement {
  private(set) var median: Double
  /// The distance between the quartiles.
  private(set) var spread: Double
  /// The median of the time that the thread itself ran: the same on a machine that does nothing
  /// else, and what to look at on one that does.
  private(set) var own: Double
  let allocations: Int

  /// Runs once to warm up and then repeatedly; `work` is how much one run does.
  init(repeats: Int = 15, work: Double, microseconds body: () -> Void) {
    body()
    var times: [Double] = []
    var ownTimes: [Double] = []
    var allocations = 0
    for _ in 0..<repeats {
      let before = allocations_on_this_thread()
      let (start, ownStart) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_THREAD_CPUTIME_ID))
      body()
      ownTimes.append((Self.now(CLOCK_THREAD_CPUTIME_ID) - ownStart) / work)
      times.append((Self.now(CLOCK_MONOTONIC) - start) / work)
      allocations = allocations_on_this_thread() - before
    }
    times.sort()
    ownTimes.sort()
    median = times[repeats / 2]
    spread = times[repeats * 3 / 4] - times[repeats / 4]
    own = ownTimes[repeats / 2]
    self.allocations = allocations
  }

  /// The time of a clock in microseconds.
  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) * 1e-3
  }

  /// The work that is done in a microsecond, times a factor.
  func inverted(times factor: Double) -> Measurement {
    var inverted = self
    inverted.median = factor / median
    inverted.spread = inverted.median * spread / median
    inverted.own = factor / own
    return inverted
  }

  /// One JSON line, the keys in a fixed order.
  func line(_ name: String, unit: String) -> String {
    """
    {"case": "\(name)", "peer": "vigil", "value": \(fixed(median)), "unit": "\(unit)", \
    "spread": \(fixed(spread)), "own": \(fixed(own)), "allocations": \(allocations)}
    """
  }

  private func fixed(_ value: Double) -> Double {
    (value * 1e4).rounded() / 1e4
  }
}
