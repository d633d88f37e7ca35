/// A curve in text, with values beside it and an axis below.
struct Plot {
  /// The characters left of the curve, for the values.
  static let margin = 14

  private let low: Double
  private let high: Double
  private var canvas: BrailleCanvas

  /// An empty plot of the values from `low` to `high`.
  init(from low: Double, to high: Double, columns: Int, rows: Int) {
    self.low = low
    self.high = high > low ? high : low + 1
    canvas = BrailleCanvas(columns: columns, rows: rows)
  }

  private func row(_ value: Double) -> Int {
    let share = (min(max(value, low), high) - low) / (high - low)
    return canvas.height - 1 - Int((share * Double(canvas.height - 1)).rounded())
  }

  /// Draws a curve by the values it takes between each column of dots and the next; where there are
  /// none, nothing.
  mutating func draw(_ spans: [ClosedRange<Double>?]) {
    var before: ClosedRange<Int>?
    for (column, span) in spans.enumerated() {
      guard let span else {
        before = nil
        continue
      }
      var rows = row(span.upperBound)...row(span.lowerBound)
      let own = rows
      if let before, before.upperBound < rows.lowerBound {
        rows = (before.upperBound + 1)...rows.upperBound
      }
      if let before, before.lowerBound > rows.upperBound {
        rows = rows.lowerBound...(before.lowerBound - 1)
      }
      canvas.fill(column: column, rows: rows)
      before = own
    }
  }

  /// The lines, each with the value of a tick before it if one is at its height.
  func lines(_ ticks: [(value: Double, label: String)]) -> [String] {
    var labels = [String](repeating: "", count: canvas.rows)
    for tick in ticks where tick.value >= low && tick.value <= high {
      labels[row(tick.value) / 4] = tick.label
    }
    return zip(labels, canvas.lines).map { label, line in
      String(repeating: " ", count: max(0, Self.margin - 2 - label.count)) + label + " ▏" + line
    }
  }
}
