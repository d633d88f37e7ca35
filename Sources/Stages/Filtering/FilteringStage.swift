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
  /// The layer of beats that the filters follow; nil where they follow none.
  var beats: String? { get }

  /// The filter for one channel; throws what does not fit it.
  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter
}

extension FilteringStage {
  var beats: String? { nil }

  func joins(in layout: Layout) -> Inputs {
    guard let beats, let slots = try? channels.all(in: layout),
      let layer = layout.layers.firstIndex(where: { $0.name == beats })
    else { return Inputs() }
    return Inputs(channels: slots, layers: [layer])
  }

  /// The channels chosen, each as late as what it is joined with.
  private func chosen(
    in layout: Layout
  ) throws(Mismatch) -> [(slot: Int, channel: ChannelDescription)] {
    if let beats { _ = try layout.layer(beats, key: "beats") }
    let delay = joins(in: layout).delay(in: layout)
    return try channels.all(in: layout).map { slot in
      var channel = layout.channels[slot]
      channel.delay = max(channel.delay, delay)
      return (slot, channel)
    }
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    var output = layout
    var delay = Time.zero
    for (slot, channel) in try chosen(in: layout) {
      output.channels[slot] = try filter(for: channel).output(for: channel)
      delay = max(delay, output.channels[slot].delay)
    }
    try gaps.addLayer(to: &output, delay: delay)
    return output
  }

  func start(on layout: Layout) -> FilteringState {
    do {
      let filtered = try chosen(in: layout).map { slot, channel throws(Mismatch) in
        FilteredChannel(try filter(for: channel), of: channel, slot: slot, edges: gaps.edges)
      }
      return FilteringState(
        filtered, beats: joins(in: layout).layers.first,
        flags: gaps.edges == .flag ? layout.layers.count : nil)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout FilteringState) { state.process(&part) }

  func finish(_ part: inout Recording, _ state: inout FilteringState) { state.finish(&part) }

  func wholeSize(on layout: Layout, lasting duration: Time) throws(Mismatch) -> Int {
    guard needsWhole else { return 0 }
    var samples = 0.0
    for slot in try channels.all(in: layout) {
      samples += (layout.channels[slot].rate?.hertz ?? 0) * duration.seconds
    }
    return Int(samples * Double(WholeChannel.bytesPerSample))
  }

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
