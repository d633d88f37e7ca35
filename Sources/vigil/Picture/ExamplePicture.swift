import Pipelines
import Signals

/// A stage's example in text: what the stage finds above, and what it gives out below.
struct ExamplePicture {
  private let strip: Strip
  private(set) var lines: [String] = []

  /// Draws a run of an example, so many characters wide.
  init(_ run: ExampleRun, columns: Int) {
    strip = Strip(
      from: Time(seconds: run.example.seconds.lowerBound),
      to: Time(seconds: run.example.seconds.upperBound), columns: columns - Plot.margin)
    for slot in run.shown.channels { add(run.drawn.before.channels[slot]) }
    for slot in run.shown.layers { add(run.drawn.before.layers[slot]) }
    rule(type(of: run.stage).name)
    for slot in run.changed { add(run.drawn.behind.channels[slot]) }
    for slot in run.addedChannels { add(run.drawn.behind.channels[slot]) }
    for slot in run.addedLayers { add(run.drawn.behind.layers[slot]) }
    if !run.alerts.isEmpty { add(run.drawn.behind.alerts) }
    lines.append(Self.gutter("") + strip.axis())
    lines += run.drawn.behind.alerts.map(\.words)
    lines = lines.map(\.trimmingEnd)
  }

  /// The line between what goes in and what comes out.
  private mutating func rule(_ name: String) {
    let width = strip.columns + Plot.margin - name.count - 4
    lines.append("── \(name) " + String(repeating: "─", count: max(0, width)))
  }

  /// A text left of the drawing.
  private static func gutter(_ text: String) -> String {
    String(text.prefix(Plot.margin - 1)).padded(to: Plot.margin)
  }

  private static func title(_ description: ChannelDescription) -> String {
    description.unit == .one
      ? description.name : "\(description.name), \(description.unit.rawValue)"
  }

  private mutating func add(_ channel: Channel) {
    guard channel.description.axis.isEmpty else { return addVector(channel) }
    let title = Self.title(channel.description)
    let samples = (0..<channel.count).map {
      (time: channel.time(of: $0), value: channel.samples[$0])
    }
    let isWave = channel.description.rate != nil
    add(samples, title: title, rows: isWave ? 4 : 2, isHeld: !isWave)
  }

  private mutating func add(
    _ samples: [(time: Time, value: Float)], title: String, rows: Int, isHeld: Bool
  ) {
    lines.append(title)
    addGauged(strip.waveform(samples, rows: rows, isHeld: isHeld))
  }

  /// Adds the lines of a curve with its highest and lowest value before them.
  private mutating func addGauged(_ drawn: (lines: [String], low: Float, high: Float)) {
    let size = Double(drawn.high) - Double(drawn.low)
    for (row, line) in drawn.lines.enumerated() {
      let value = row == 0 ? drawn.high : row == drawn.lines.count - 1 ? drawn.low : nil
      let label = value.map { Double($0).brief(in: max(size, abs(Double($0)) / 100)) } ?? ""
      lines.append(
        String(repeating: " ", count: max(0, Plot.margin - 2 - label.count)) + label + "  " + line)
    }
  }

  private mutating func add(_ layer: Layer) {
    let all = layer.annotations.joined()
    let kind = all.first?.kind ?? layer.description.kind
    lines.append(layer.description.name + (kind.map { " (\($0.rawValue))" } ?? ""))
    let points = all.filter { $0.duration == .zero && $0.onset >= strip.from }
    var labels: [String] = []
    for point in points where !labels.contains(point.label) { labels.append(point.label) }
    if labels.allSatisfy({ $0.count <= 1 }) {
      if !points.isEmpty {
        lines.append(
          Self.gutter("")
            + strip.marks(points.map { Strip.Mark(time: $0.onset, label: $0.label) }))
      }
    } else {
      for label in labels {
        let marks = points.filter { $0.label == label }
        lines.append(
          Self.gutter(" " + label)
            + strip.marks(marks.map { Strip.Mark(time: $0.onset, label: "|") }))
      }
    }
    addBars(all.filter { $0.duration != .zero })
    if all.isEmpty { lines.append(Self.gutter("") + "nothing") }
  }

  /// Stretches, a row for each label of each channel.
  private mutating func addBars(_ stretches: [Interval]) {
    var rows: [(label: String, channel: String?)] = []
    for stretch in stretches
    where !rows.contains(where: { $0.label == stretch.label && $0.channel == stretch.channel }) {
      rows.append((stretch.label, stretch.channel))
    }
    let manyChannels = Set(rows.map(\.channel)).count > 1
    for row in rows {
      let own = stretches.filter { $0.label == row.label && $0.channel == row.channel }
      let line = strip.bars(
        of: own.map { stretch in
          // A stretch without an end goes on beyond what is drawn.
          (stretch.onset, stretch.duration.map { stretch.onset + $0 } ?? .distantFuture)
        })
      guard line.contains(where: { $0 != " " }) else { continue }
      lines.append(Self.gutter(" " + row.label) + line)
      if manyChannels, let channel = row.channel { lines[lines.count - 1] += " \(channel)" }
    }
  }

  private mutating func add(_ alerts: [Alert]) {
    lines.append("alerts")
    for phase in Alert.Phase.allCases {
      let marks = alerts.filter { $0.phase == phase }.map {
        Strip.Mark(time: $0.detected, label: "!")
      }
      if !marks.isEmpty { lines.append(Self.gutter(" " + phase.rawValue) + strip.marks(marks)) }
    }
  }
}

extension ExamplePicture {
  /// Few values are drawn each over time; of many, either all over time or one sample over its axis.
  private mutating func addVector(_ channel: Channel) {
    let width = channel.description.width
    let times = (0..<channel.count).map { channel.time(of: $0) }
    if width <= 8 {
      lines.append(Self.title(channel.description))
      for (place, name) in channel.description.axis.enumerated() {
        add(
          times.enumerated().map { ($1, channel.samples[$0 * width + place]) }, title: " " + name,
          rows: 2, isHeld: true)
      }
    } else if channel.count >= 20 {
      addMap(channel, times)
    } else {
      addProfile(channel, times)
    }
  }

  /// A vector's values as shades over time, the first of its axis lowest.
  private mutating func addMap(_ channel: Channel, _ times: [Time]) {
    let axis = channel.description.axis
    let rows = min(12, axis.count)
    let finite = channel.samples.filter(\.isFinite)
    let map = ShadeMap(finite.min() ?? 0, finite.max() ?? 0)
    lines.append(Self.title(channel.description) + ", \(map.words)")
    for row in (0..<rows).reversed() {
      let first = row * axis.count / rows
      let places = first..<max(first + 1, (row + 1) * axis.count / rows)
      let values = times.enumerated().map { index, time in
        let own = places.map { channel.samples[index * axis.count + $0] }.filter(\.isFinite)
        return (time: time, value: own.max() ?? .nan)
      }
      lines.append(Self.gutter(" " + axis[places.lowerBound]) + strip.shades(values, map))
    }
  }

  /// The vector in the middle of the stretch, over its axis.
  private mutating func addProfile(_ channel: Channel, _ times: [Time]) {
    let axis = channel.description.axis
    let whole = (0..<channel.count).filter { index in
      channel.samples[(index * axis.count)..<((index + 1) * axis.count)].allSatisfy(\.isFinite)
    }
    guard !whole.isEmpty else {
      lines += [Self.title(channel.description), Self.gutter("") + "nothing"]
      return
    }
    let index = whole[whole.count / 2]
    let values = channel.samples[(index * axis.count)..<((index + 1) * axis.count)]
    let inner = Strip(from: .zero, to: Time(seconds: Double(axis.count)), columns: strip.columns)
    let samples = values.enumerated().map { place, value in
      (time: Time(seconds: Double(place) + 0.5), value: value)
    }
    lines.append(
      "\(Self.title(channel.description)), at \(times[index].seconds.fixed(2)) s,"
        + " one of \(channel.count.of("sample"))")
    addGauged(inner.waveform(samples, rows: 5))
    let step = max(1, axis.count / 6)
    let ticks = stride(from: 0, to: axis.count, by: step).map {
      Ruler.Tick((Double($0) + 0.5) / Double(axis.count), axis[$0])
    }
    lines.append(Self.gutter("") + Ruler.line(ticks, columns: strip.columns))
  }
}
