import Pipelines
import Signals

/// One run of a filtering stage over all the channels it has chosen.
struct FilteringState: Sendable {
  private var filters: [ChannelFilter] = []
  private var channels: [FilteredChannel] = []

  /// Makes a filter for each channel chosen; the layout has been checked before.
  init(
    on layout: Layout, _ selection: ChannelSelection,
    _ filter: (ChannelDescription) throws(Mismatch) -> ChannelFilter
  ) {
    do {
      for slot in try selection.all(in: layout) {
        let made = try filter(layout.channels[slot])
        filters.append(made)
        channels.append(made.start(on: layout.channels[slot], slot: slot))
      }
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  mutating func process(_ part: inout Recording) {
    for index in channels.indices {
      filters[index].process(&part.channels[channels[index].slot], &channels[index])
    }
  }

  mutating func finish(_ part: inout Recording) {
    for index in channels.indices {
      filters[index].finish(&part.channels[channels[index].slot], &channels[index])
    }
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
      let latency = try filter(channels[slot]).latency
      let delay = channels[slot].rate?.time(of: latency) ?? .zero
      layout.channels[slot].delay = channels[slot].delay + delay
    }
    return layout
  }
}

extension ChannelDescription {
  /// The rate of a plain wave; throws where the channel is none.
  func wave(key: String) throws(Mismatch) -> Rate {
    guard let rate, width == 1 else {
      throw Mismatch(key, "'\(name)' must be a wave: regularly sampled, one value a sample")
    }
    return rate
  }
}
