import Formats
import Signals

/// What a recording holds, found by reading all of it once.
struct Survey {
  let header: Header
  let layout: String
  private(set) var channels: [ChannelSurvey]
  private(set) var layers: [LayerTally]
  let references: [LayerTally]

  /// Reads the recording; drawings are so many dots wide.
  init(_ reader: IsolatedReader, columns: Int) throws {
    header = reader.header
    layout = reader.layoutName
    let duration = header.duration
    channels = header.layout.channels.map {
      ChannelSurvey($0, duration: duration, columns: columns)
    }
    layers = header.layout.layers.map { LayerTally(name: $0.name) }
    var part = Recording(header.layout)
    let step = Survey.partLength(of: header)
    var until = Time.zero
    while until < duration {
      until = min(until + step, duration)
      try reader.read(until: until, into: &part)
      for slot in channels.indices { channels[slot].take(part.channels[slot]) }
      for slot in layers.indices {
        for annotation in part.layers[slot].annotations { layers[slot].take(annotation.label) }
      }
    }
    references = try reader.references().map { reference in
      var tally = LayerTally(name: reference.name)
      for interval in reference.intervals { tally.take(interval.label) }
      return tally
    }
  }

  /// How long the parts are that are read: a thousandth of the recording, at least a minute, and at
  /// most about a million values of the channels that have a rate.
  private static func partLength(of header: Header) -> Time {
    let rate = header.layout.channels.reduce(0) { $0 + ($1.rate?.hertz ?? 0) * Double($1.width) }
    let length = max(60, header.duration.seconds / 1000)
    return Time(seconds: rate > 0 ? min(length, max(1, 1e6 / rate)) : length)
  }
}

/// How many annotations a layer has, and of which labels.
struct LayerTally {
  /// How many different labels are told apart.
  static let most = 64

  let name: String
  private(set) var count = 0
  /// The annotations whose labels are not told apart any more.
  private(set) var others = 0
  private var labels: [String: Int] = [:]

  init(name: String) { self.name = name }

  mutating func take(_ label: String) {
    count += 1
    if labels[label] != nil || labels.count < LayerTally.most {
      labels[label, default: 0] += 1
    } else {
      others += 1
    }
  }

  /// The labels with their counts, the most frequent first and those of one count by name.
  var ranked: [(label: String, count: Int)] {
    labels.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
