/// The median of the latest so many values.
struct RunningMedian: Sendable {
  private var latest: [Float]
  private var sorted: [Float]
  private var count = 0
  private var next = 0

  /// Room for so many values.
  init(of number: Int) {
    latest = Array(repeating: 0, count: number)
    sorted = latest
  }

  /// Adds a value, in place of the oldest where there is no room; linear in the number of values.
  mutating func append(_ value: Float) {
    if count == latest.count { remove(latest[next]) }
    latest[next] = value
    next = next + 1 == latest.count ? 0 : next + 1
    var place = count
    while place > 0, sorted[place - 1] > value {
      sorted[place] = sorted[place - 1]
      place -= 1
    }
    sorted[place] = value
    count += 1
  }

  private mutating func remove(_ value: Float) {
    var place = 0
    while sorted[place] != value { place += 1 }
    count -= 1
    while place < count {
      sorted[place] = sorted[place + 1]
      place += 1
    }
  }

  /// The median, not-a-number where there is no value.
  var median: Float {
    count == 0 ? .nan : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
