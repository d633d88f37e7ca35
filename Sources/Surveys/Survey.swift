public import Formats
public import Signals

/// What a recording holds, found by reading all of it once.
public struct Survey {
  /// What was known before its samples.
  public let header: Header
  /// The name of the layout that it was read by.
  public let layout: String
  /// The channels, in the order of the header.
  public private(set) var channels: [ChannelSurvey]
  /// The layers of annotations that stages may see.
  public private(set) var layers: [LayerTally]
  /// The layers that no stage may see.
  public let references: [LayerTally]
  /// What the times of each channel are like in the file.
  public let times: [TimeFindings]
  /// Where what is known of each channel stands in the file, or in the mapping.
  public let origins: [[Origin]]
  /// What the tables of labels of another layout are like.
  public let labels: [LabelFindings]
  /// What the process that read the file had given up.
  public let isolation: IsolationReport

  /// Reads the recording, about a million values at a time; drawings are so many dots wide.
  public init(_ reader: IsolatedReader, columns: Int) throws(FormatError) {
    header = reader.header
    isolation = reader.isolation
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
    times = try reader.findings()
    origins = try reader.origins()
    labels = try reader.labelFindings()
    var references: [LayerTally] = []
    for reference in try reader.references() {
      var tally = LayerTally(name: reference.name)
      for interval in reference.intervals { tally.take(interval.label) }
      references.append(tally)
    }
    self.references = references
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
public struct LayerTally: Sendable {
  /// How many different labels are told apart.
  public static let most = 64

  /// The name of the layer.
  public let name: String
  /// The number of annotations.
  public private(set) var count = 0
  /// The annotations whose labels are not told apart any more.
  public private(set) var others = 0
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
  public var ranked: [(label: String, count: Int)] {
    labels.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
