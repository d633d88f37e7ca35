internal import CAllocations

/// What repeated runs of one case took.
struct Measurement {
  let median: Double
  /// The distance between the quartiles.
  let spread: Double
  let allocations: Int

  /// Runs once to warm up and then repeatedly; `work` is how much one run does.
  init(repeats: Int = 15, work: Double, microseconds body: () -> Void) {
    body()
    let clock = ContinuousClock()
    var times: [Double] = []
    var allocations = 0
    for _ in 0..<repeats {
      let before = allocations_on_this_thread()
      let elapsed = clock.measure(body)
      allocations = allocations_on_this_thread() - before
      let (seconds, attoseconds) = elapsed.components
      times.append((Double(seconds) * 1e6 + Double(attoseconds) * 1e-12) / work)
    }
    times.sort()
    median = times[repeats / 2]
    spread = times[repeats * 3 / 4] - times[repeats / 4]
    self.allocations = allocations
  }

  /// One JSON line, the keys in a fixed order.
  func line(_ name: String, unit: String) -> String {
    """
    {"case": "\(name)", "peer": "vigil", "value": \(fixed(median)), "unit": "\(unit)", \
    "spread": \(fixed(spread)), "allocations": \(allocations)}
    """
  }

  private func fixed(_ value: Double) -> Double {
    (value * 1e4).rounded() / 1e4
  }
}
