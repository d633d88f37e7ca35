public import Configuration
public import Signals

/// A recording that was read from tables, whole.
public final class TableRecording: RecordingInput {
  /// What is known of the recording before its samples.
  public let header: Header
  /// What a person should know of how the tables were read.
  public let warnings: [Diagnostic]
  private let channels: [Channel]
  private let layers: [Layer]
  private let hidden: [ReferenceLayer]
  private let stated: [Descriptor]
  /// The rows, or positions, at which the channels and layers go on.
  private var places: [Int]
  private var rows: [Int]
  private var position = Time.distantPast

  /// A recording of whole channels.
  init(
    channels: [Channel], layers: [Layer], references: [ReferenceLayer],
    descriptors: [Descriptor], clock: WallClock?, subject: String?, warnings: [Diagnostic]
  ) {
    self.channels = channels
    self.layers = layers
    hidden = references
    rows = layers.map { _ in 0 }
    self.warnings = warnings
    stated = descriptors
    places = channels.map { $0.description.rate == nil ? 0 : min(0, $0.first) }
    var duration = Time.zero
    for channel in channels where channel.count > 0 {
      if let rate = channel.description.rate {
        duration = max(duration, rate.time(of: channel.first + channel.count))
      } else {
        duration = max(duration, channel.times[channel.count - 1], Time(nanoseconds: 1))
      }
    }
    for layer in layers { duration = max(duration, layer.annotations.last?.time ?? .zero) }
    for interval in references.flatMap(\.intervals) {
      duration = max(duration, interval.onset + (interval.duration ?? .zero))
    }
    header = Header(
      subject: subject, clock: clock,
      layout: Layout(
        channels: channels.map(\.description), layers: layers.map(\.description)),
      duration: duration)
  }

  /// The recording at its start again.
  public func rewound() -> TableRecording {
    for index in places.indices {
      places[index] = channels[index].description.rate == nil ? 0 : min(0, channels[index].first)
    }
    rows = layers.map { _ in 0 }
    position = .distantPast
    return self
  }

  /// Single precision for all channels: tables have no numbers of 16 bits.
  public func storage() -> [SampleStorage] { channels.map { _ in .float32 } }

  /// Reads what lies from the end of the part before up to `until` into a part.
  public func read(until: Time, into part: inout Recording) {
    let isLast = until >= header.duration
    part.clear(slotsOf: header.layout)
    position = max(position, min(until, header.duration))
    for (index, channel) in channels.enumerated() {
      if let rate = channel.description.rate {
        let end = max(places[index], rate.position(notBefore: position))
        part.channels[index].first = places[index]
        for place in places[index]..<end {
          let row = place - channel.first
          part.channels[index].samples.append(
            channel.samples.indices.contains(row) ? channel.samples[row] : .nan)
        }
        places[index] = end
      } else {
        while places[index] < channel.count, isLast || channel.times[places[index]] < position {
          part.channels[index].append(
            channel.samples[places[index]], at: channel.times[places[index]])
          places[index] += 1
        }
      }
    }
    for (index, layer) in layers.enumerated() {
      while rows[index] < layer.annotations.count,
        isLast || layer.annotations[rows[index]].time < position
      {
        part.layers[index].annotations.append(layer.annotations[rows[index]])
        rows[index] += 1
      }
    }
    part.setThrough(position, slotsOf: header.layout)
  }

  /// The layers that no stage may see.
  public func references() -> [ReferenceLayer] { hidden }

  /// What is stated once about the recording.
  public func descriptors() -> [Descriptor] { stated }
}
