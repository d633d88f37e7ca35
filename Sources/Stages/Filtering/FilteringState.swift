import Pipelines
import Signals

/// One run of a filtering stage over all the channels it has chosen.
struct FilteringState: Sendable {
  private var channels: [FilteredChannel] = []

  /// Makes a filter for each channel chosen; the layout has been checked before.
  init(
    on layout: Layout, _ selection: ChannelSelection,
    _ filter: (ChannelDescription) throws(Mismatch) -> ChannelFilter
  ) {
    do {
      for slot in try selection.all(in: layout) {
        let channel = layout.channels[slot]
        channels.append(try filter(channel).start(on: channel, slot: slot))
      }
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  mutating func process(_ part: inout Recording) {
    for index in channels.indices { channels[index].process(&part.channels[channels[index].slot]) }
  }

  mutating func finish(_ part: inout Recording) {
    for index in channels.indices { channels[index].finish(&part.channels[channels[index].slot]) }
  }
}

extension Layout {
  /// The layout after a filter on each channel chosen, with the delays it adds.
  func filtering(
    _ selection: ChannelSelection,
    _ filter: (ChannelDescription) throws(Mismatch) -> ChannelFilter
  ) throws(Mismatch) -> Layout {
    var layout = self
    for slot in try selection.all(in: self) {
      layout.channels[slot] = try filter(channels[slot]).output(for: channels[slot])
    }
    return layout
  }
}

extension ChannelDescription {
  /// The rate of a plain wave; throws where the channel is none, or faster than stages have room for.
  func wave(key: String) throws(Mismatch) -> Rate {
    guard let rate, width == 1 else {
      throw Mismatch(key, "'\(name)' must be a wave: regularly sampled, one value a sample")
    }
    guard rate.hertz <= Self.highestRate else {
      throw Mismatch(
        key, "'\(name)' must have at most 100000 samples per second, not \(rate.hertz)")
    }
    return rate
  }

  /// Faster than any biosignal is sampled: what stages keep grows with the rate, which a file states.
  private static let highestRate = 100_000.0
}
