import Configuration
import Pipelines
import SignalProcessing
import Signals

/// A stage that filters each of the channels it has chosen, in place.
protocol FilteringStage: Stage where State == FilteringState {
  /// The channels to filter.
  var channels: ChannelSelection { get }
  /// What is done about gaps and at the edges beside them.
  var gaps: GapPolicy { get }

  /// The filter for one channel; throws what does not fit it.
  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter
}

extension FilteringStage {
  func output(for layout: Layout) throws(Mismatch) -> Layout {
    var output = layout
    var delay = Time.zero
    for slot in try channels.all(in: layout) {
      output.channels[slot] = try filter(for: layout.channels[slot])
        .output(for: layout.channels[slot])
      delay = max(delay, output.channels[slot].delay)
    }
    try gaps.addLayer(to: &output, delay: delay)
    return output
  }

  func start(on layout: Layout) -> FilteringState {
    do {
      let filtered = try channels.all(in: layout).map { slot throws(Mismatch) in
        let channel = layout.channels[slot]
        return FilteredChannel(
          try filter(for: channel), of: channel, slot: slot, edges: gaps.edges)
      }
      return FilteringState(filtered, flags: gaps.edges == .flag ? layout.layers.count : nil)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout FilteringState) { state.process(&part) }

  func finish(_ part: inout Recording, _ state: inout FilteringState) { state.finish(&part) }

  func notes(on layout: Layout) throws(Mismatch) -> [String] {
    var notes: [String] = []
    for slot in try channels.all(in: layout) {
      let channel = layout.channels[slot]
      let filter = try filter(for: channel)
      guard let rate = channel.rate, let words = filter.edgeWords(at: rate) else { continue }
      notes.append("'\(channel.name)': \(words)")
    }
    return notes
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
