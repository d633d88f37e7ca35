/// The latest values of one modulation, at uneven times.
struct ModulationSeries: Sendable {
  /// In seconds: how far from the ends of a window, and from each other, the values may lie.
  static let longestGap = 4.0
  /// A window with fewer values has no spectrum.
  static let fewest = 8
  /// Values this many times the median deviation from the median are artefacts, and moved there.
  static let outlier = 4.0

  private var times: [Double]
  private var values: [Double]
  private var next = 0
  private var count = 0
  /// The values of the window in order of size, and the intervals.
  private var sorted: [Double]

  /// Room for five values a second.
  init(window: Double) {
    times = Array(repeating: 0, count: Int(5 * (window + 2 * Self.longestGap)))
    values = times
    sorted = times
  }

  mutating func append(_ value: Double, at time: Double) {
    times[next] = time
    values[next] = value
    next = (next + 1) % times.count
    count = min(count + 1, times.count)
  }

  /// Puts the values from `start` on the grid, and gives the median interval between them; none
  /// where they do not fill the window that ends at `end`.
  mutating func fill(
    _ grid: inout [Float], count points: Int, rate: Double, from start: Double, to end: Double
  ) -> Double? {
    // The places of the window's values, counted back from the latest.
    var latest = 0
    while latest < count, times[place(latest)] > end { latest += 1 }
    var oldest = latest
    while oldest < count, times[place(oldest)] >= start - Self.longestGap { oldest += 1 }
    let number = oldest - latest
    guard number >= Self.fewest, times[place(oldest - 1)] <= start + Self.longestGap,
      end - times[place(latest)] <= Self.longestGap
    else { return nil }
    for index in 0..<number - 1 {
      sorted[index] = times[place(latest + index)] - times[place(latest + index + 1)]
    }
    let interval = median(number - 1)
    guard sorted[number - 2] <= Self.longestGap else { return nil }

    for index in 0..<number { sorted[index] = values[place(latest + index)] }
    let middle = median(number)
    for index in 0..<number { sorted[index] = (values[place(latest + index)] - middle).magnitude }
    let reach = Self.outlier * median(number)
    guard reach > 0 else { return nil }

    func limited(_ index: Int) -> Double {
      min(max(values[place(index)] - middle, -reach), reach)
    }
    var index = oldest - 1
    for point in 0..<points {
      let time = start + Double(point) / rate
      while index > latest, times[place(index - 1)] <= time { index -= 1 }
      let before = times[place(index)]
      var value = limited(index)
      if index > latest, time > before {
        let share = (time - before) / (times[place(index - 1)] - before)
        value += share * (limited(index - 1) - value)
      }
      grid[point] = Float(value)
    }
    return interval
  }

  /// Where the value is that came so many before the latest.
  private func place(_ back: Int) -> Int { (next - 1 - back + 2 * times.count) % times.count }

  /// Sorts the first values of `sorted` in place, without allocating, and gives their median.
  private mutating func median(_ number: Int) -> Double {
    for index in 1..<number {
      let value = sorted[index]
      var place = index
      while place > 0, sorted[place - 1] > value {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = value
    }
    return (sorted[(number - 1) / 2] + sorted[number / 2]) / 2
  }
}
