import Signals

extension Strip {
  /// A line of stretches.
  func bars(of stretches: [(from: Time, to: Time)]) -> String {
    var line = [Character](repeating: " ", count: columns)
    for stretch in stretches where stretch.to > from && stretch.from < to {
      let first = max(0, column(stretch.from, of: columns))
      let last = max(first, min(columns - 1, column(stretch.to, of: columns)))
      for place in first...last { line[place] = "━" }
      if stretch.from >= from { line[first] = "┣" }
      if stretch.to <= to, last > first { line[last] = "┫" }
    }
    return String(line)
  }

  /// A line of shades, each value held until the next.
  func shades(_ values: [(time: Time, value: Float)], _ map: ShadeMap) -> String {
    var line = [Character](repeating: " ", count: columns)
    for (index, item) in values.enumerated() {
      let first = max(0, column(item.time, of: columns))
      let last = index + 1 < values.count ? column(values[index + 1].time, of: columns) : columns
      for place in first..<max(first, min(last, columns)) { line[place] = map[item.value] }
    }
    return String(line)
  }
}
