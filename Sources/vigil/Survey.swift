import Configuration
import Formats
import Signals

/// What a recording holds, found by reading all of it once.
struct Survey {
  /// What is found of one channel.
  struct Finding {
    var description: ChannelDescription
    var count = 0
    var missing = 0
    var gaps = 0
    var low = Float.infinity
    var high = -Float.infinity
    var first: Time?
    var last: Time?
    fileprivate var wasMissing = true
  }

  let header: Header
  private let layout: String
  private(set) var channels: [Finding]
  let layers: [(name: String, count: Int)]
  let references: [(name: String, count: Int)]

  /// Reads the recording, a minute at a time.
  init(_ reader: IsolatedReader) throws {
    header = reader.header
    layout = reader.layoutName
    channels = header.layout.channels.map { Finding(description: $0) }
    var part = Recording(header.layout)
    var counts = header.layout.layers.map { _ in 0 }
    var until = Time.zero
    while until < header.duration {
      until = min(until + Time(seconds: 60), header.duration)
      try reader.read(until: until, into: &part)
      for slot in channels.indices { channels[slot].take(part.channels[slot]) }
      for slot in counts.indices { counts[slot] += part.layers[slot].annotations.count }
    }
    layers = zip(header.layout.layers, counts).map { ($0.name, $1) }
    references = try reader.references().map { ($0.name, $0.intervals.count) }
  }

  private var jumps: [WallClock.Jump] { header.clock?.jumps ?? [] }

  func json(_ name: String) -> JSON.Value {
    .members([
      ("recording", .string(name)), ("layout", .string(layout)),
      ("duration", .number(header.duration.seconds)),
      ("simulated", .bool(header.isSimulated)),
      (
        "clockJumps",
        .values(
          jumps.map {
            .members([("at", .number($0.position.seconds)), ("by", .number($0.by.seconds))])
          })
      ),
      ("channels", .values(channels.map(\.json))),
      ("layers", Self.json(layers)), ("references", Self.json(references)),
    ])
  }

  private static func json(_ layers: [(name: String, count: Int)]) -> JSON.Value {
    .values(
      layers.map {
        .members([("name", .string($0.name)), ("annotations", .number(Double($0.count)))])
      })
  }

  func text(_ name: String) -> String {
    var text = "\(name): \(header.duration.seconds.fixed(3)) s, layout '\(layout)'"
    text += header.isSimulated ? ", SIMULATED\n" : "\n"
    var rows = [
      ["channel", "kind", "unit", "rate", "samples", "missing", "gaps", "lowest", "highest"]
    ]
    rows += channels.map(\.row)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
      text += "  " + cells.trimmingEnd + "\n"
    }
    for jump in jumps {
      text += "  the clock jumps by \(jump.by.seconds.fixed(3)) s"
      text += " at \(jump.position.seconds.fixed(3)) s, which no stage sees\n"
    }
    for layer in layers { text += "  layer '\(layer.name)': \(layer.count.of("annotation"))\n" }
    for layer in references {
      text += "  reference '\(layer.name)': \(layer.count.of("annotation")), which no stage sees\n"
    }
    return text
  }
}

extension Survey.Finding {
  /// Counts the samples of a part; a gap is a run of samples that were not measured.
  mutating func take(_ channel: Channel) {
    let width = description.width
    for index in 0..<channel.count {
      let values = channel.samples[(index * width)..<((index + 1) * width)]
      let isMissing = values.allSatisfy(\.isNaN)
      count += 1
      if isMissing { missing += 1 }
      if isMissing, !wasMissing { gaps += 1 }
      wasMissing = isMissing
      if isMissing { continue }
      if first == nil { first = channel.time(of: index) }
      last = channel.time(of: index)
      for value in values where !value.isNaN {
        low = min(low, value)
        high = max(high, value)
      }
    }
  }

  private var name: String {
    let lead = description.lead.map { " lead \($0)" } ?? ""
    return description.kind.rawValue + lead
  }

  private var share: Double { count == 0 ? 0 : Double(missing) / Double(count) }

  var row: [String] {
    [
      description.name, name, description.unit.rawValue,
      description.rate.map { "\($0.hertz.fixed(3)) Hz" } ?? "uneven", "\(count)",
      "\((100 * share).fixed(2)) %", "\(gaps)", low > high ? "-" : Double(low).fixed(3),
      low > high ? "-" : Double(high).fixed(3),
    ]
  }

  var json: JSON.Value {
    .members([
      ("name", .string(description.name)), ("kind", .string(description.kind.rawValue)),
      ("lead", description.lead.map { .string($0) } ?? .null),
      ("unit", .string(description.unit.rawValue)),
      ("rate", description.rate.map { .number($0.hertz) } ?? .null),
      ("width", .number(Double(description.width))), ("samples", .number(Double(count))),
      ("missing", .number(Double(missing))), ("gaps", .number(Double(gaps))),
      ("lowest", low > high ? .null : .finite(Double(low))),
      ("highest", low > high ? .null : .finite(Double(high))),
      ("first", first.map { .number($0.seconds) } ?? .null),
      ("last", last.map { .number($0.seconds) } ?? .null),
    ])
  }
}

extension String {
  /// The text without the spaces at its end.
  var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
