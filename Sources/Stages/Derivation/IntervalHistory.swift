/// The latest RR intervals, in seconds.
struct IntervalHistory: Sendable {
  private var values: [Double]
  private var count = 0
  private var next = 0

  /// Room for so many intervals.
  init(capacity: Int) { values = Array(repeating: 0, count: capacity) }

  /// Forgets all intervals.
  mutating func clear() {
    count = 0
    next = 0
  }

  /// Adds an interval, in place of the oldest where there is no room.
  mutating func append(_ interval: Double) {
    values[next] = interval
    next = next + 1 == values.count ? 0 : next + 1
    count = min(count + 1, values.count)
  }

  /// The interval that came `age` before the latest.
  private func interval(_ age: Int) -> Double {
    values[next > age ? next - 1 - age : next - 1 - age + values.count]
  }

  /// The mean of up to so many of the latest, not-a-number where there are none.
  func mean(ofLatest number: Int) -> Double {
    let taken = min(number, count)
    var sum = 0.0
    for age in 0..<taken { sum += interval(age) }
    return sum / Double(taken)
  }

  /// The mean of up to so many of the latest, without the longest and the shortest of four or more;
  /// of just the latest four, if the last three are longer than 1.2 s.
  func trimmedMean(ofLatest number: Int) -> Double {
    let taken = min(number, count)
    if taken < 4 { return mean(ofLatest: taken) }
    if (0..<3).allSatisfy({ interval($0) > 1.2 }) { return mean(ofLatest: 4) }
    var (sum, shortest, longest) = (0.0, interval(0), interval(0))
    for age in 0..<taken {
      sum += interval(age)
      shortest = min(shortest, interval(age))
      longest = max(longest, interval(age))
    }
    return (sum - shortest - longest) / Double(taken - 2)
  }
}
