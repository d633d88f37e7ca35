import Formats
import Signals
import Surveys

/// A channel drawn small over the whole recording: the lowest and the highest value of each column
/// of dots, so that no peak is lost; where nothing was measured nothing is drawn.
struct Thumbnail {
  /// The rows of characters that a drawing takes.
  static let rows = 2

  let lines: [String]

  init(_ channel: ChannelSurvey) {
    let envelope = channel.envelope
    var canvas = BrailleCanvas(columns: envelope.low.count / 2, rows: Thumbnail.rows)
    if let range = channel.range {
      let (low, high) = (Double(range.low), Double(range.high))
      let scale = high > low ? Double(canvas.height - 1) / (high - low) : 0
      func row(_ value: Float) -> Int {
        canvas.height - 1 - Int(((Double(value) - low) * scale).rounded())
      }
      let reach = Thumbnail.reach(of: channel)
      var before: (column: Int, rows: ClosedRange<Int>)?
      for column in envelope.low.indices where envelope.low[column] <= envelope.high[column] {
        let rows = row(envelope.high[column])...row(envelope.low[column])
        if let before, column - before.column <= reach {
          // The line goes on from the end of the column before that lies nearest.
          let nearest = rows.clamped(to: before.rows)
          let start = min(max(nearest.lowerBound, before.rows.lowerBound), before.rows.upperBound)
          let end = min(max(start, rows.lowerBound), rows.upperBound)
          canvas.join((before.column, start), (column, end))
        }
        canvas.fill(column: column, rows: rows)
        before = (column, rows)
      }
    }
    lines = canvas.lines
  }

  /// How many columns apart two samples that follow each other may lie.
  private static func reach(of channel: ChannelSurvey) -> Int {
    let columns = Double(channel.envelope.low.count)
    let interval =
      channel.description.rate.map { $0.period.seconds } ?? 3 * (channel.intervals.median ?? 0)
    let reach = (interval / channel.duration.seconds * columns).rounded(.up)
    return 1 + (reach.isFinite ? Int(min(reach, columns)) : 0)
  }
}

extension Survey {
  /// The columns of characters before a drawing.
  static let margin = 12

  /// The drawings of the channels, each beside its name, above an axis of time.
  var thumbnails: String {
    guard let columns = channels.first.map({ $0.envelope.low.count / 2 }), columns > 0 else {
      return ""
    }
    var text = ""
    for channel in channels where channel.range != nil {
      var name = channel.description.name.printable
      if name.count > Survey.margin - 1 { name = name.prefix(Survey.margin - 2) + "…" }
      for line in Thumbnail(channel).lines {
        text += (name.padded(to: Survey.margin) + line).trimmingEnd + "\n"
        name = ""
      }
    }
    guard !text.isEmpty else { return "" }
    return text + String(repeating: " ", count: Survey.margin) + axis(columns).trimmingEnd + "\n"
  }

  private func axis(_ columns: Int) -> String {
    let span = header.duration.seconds
    let units = [(1.0, "s"), (60, "min"), (3600, "h"), (86_400, "d")]
    let (size, name) = units.last { span >= 2 * $0.0 } ?? (1, "s")
    let steps = [1.0, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 10_000, 100_000]
    let step = steps.first { span / size / $0 <= 8 } ?? span / size
    let ticks = (0...8).map { tick in
      Ruler.Tick(Double(tick) * step * size / span, "\((Double(tick) * step).fixed(0)) \(name)")
    }
    return Ruler.line(ticks.filter { $0.fraction < 1 }, columns: columns)
  }
}
