import Signals

/// A stretch of a recording drawn in text: a waveform, its beats, and the network's score.
struct Strip {
  /// A moment with a short mark, such as a beat and its class.
  struct Mark {
    var time: Time
    var label: String
  }

  let from: Time
  let to: Time
  let columns: Int

  private func fraction(_ time: Time) -> Double {
    (time - from).seconds / (to - from).seconds
  }

  func column(_ time: Time, of count: Int) -> Int {
    Int((fraction(time) * Double(count)).rounded(.down))
  }

  /// A line, and the range of values it spans; gaps stay empty.
  ///
  /// Of a wave, samples are joined by straight lines; what `isHeld` keeps its value until the next.
  func waveform(
    _ samples: [(time: Time, value: Float)], rows: Int, isHeld: Bool = false
  ) -> (lines: [String], low: Float, high: Float) {
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    let valid = samples.filter(\.value.isFinite)
    guard let low = valid.map(\.value).min(), let high = valid.map(\.value).max() else {
      return (canvas.lines, .nan, .nan)
    }
    let scale = high > low ? Double(canvas.height - 1) / (Double(high) - Double(low)) : 0
    var before: (column: Int, row: Int)?
    for sample in samples {
      guard sample.value.isFinite else {
        before = nil
        continue
      }
      let height = (Double(sample.value) - Double(low)) * scale
      let place = (
        column: column(sample.time, of: canvas.width),
        row: canvas.height - 1 - Int(height.rounded())
      )
      if let before, isHeld { canvas.join(before, (place.column, before.row)) }
      let corner = isHeld ? before.map { (column: place.column, row: $0.row) } : before
      canvas.join(corner ?? place, place)
      before = place
    }
    if let before, isHeld { canvas.join(before, (canvas.width - 1, before.row)) }
    return (canvas.lines, low, high)
  }

  /// A line with a mark at each moment.
  func marks(_ marks: [Mark]) -> String {
    var line = [Character](repeating: " ", count: columns)
    for mark in marks {
      let place = column(mark.time, of: columns)
      guard line.indices.contains(place), let letter = mark.label.first else { continue }
      line[place] = letter
    }
    return String(line)
  }

  /// A line of bars from 0 to 1, each value held until the next.
  func bars(_ values: [(time: Time, value: Float)]) -> String {
    let steps = Array("▁▂▃▄▅▆▇█")
    var line = [Character](repeating: " ", count: columns)
    for (index, item) in values.enumerated() where !item.value.isNaN {
      let first = max(0, column(item.time, of: columns))
      let last =
        index + 1 < values.count ? column(values[index + 1].time, of: columns) : columns
      let level = steps[min(7, max(0, Int(item.value * 8)))]
      for place in first..<max(first, min(last, columns)) { line[place] = level }
    }
    return String(line)
  }

  /// The axis of time, in seconds from the start of the recording.
  func axis() -> String {
    let span = (to - from).seconds
    let step = [1.0, 2, 5, 10, 30, 60, 300, 600, 3600].first { span / $0 <= 8 } ?? span
    var ticks: [Ruler.Tick] = []
    var tick = (from.seconds / step).rounded(.up) * step
    while tick < to.seconds {
      ticks.append(Ruler.Tick(fraction(Time(seconds: tick)), "\(tick.fixed(0)) s"))
      tick += step
    }
    return Ruler.line(ticks, columns: columns)
  }
}
