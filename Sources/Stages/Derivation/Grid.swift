import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Gives channels of uneven times a rate, by an average or a line over the samples around each moment.
///
/// The new channel begins at the first sample's time, or the next position behind it, and is
/// not-a-number where too little was measured.
struct Grid: Stage {
  static let name = "grid"
  static let summary =
    "Gives channels of uneven times a rate, by weighted means or lines over the samples around."

  static let example = StageExample(
    #"{ "stage": "grid", "channels": "RR interval", "rate": 4 }"#,
    after: [#"{ "stage": "qrs" }"#, #"{ "stage": "heart-rate" }"#],
    scene: #""patient": { "sinusArrhythmia": 0.1 }"#,
    seconds: 10...40, shows: ["RR interval"])

  private let channels: ChannelSelection
  private let rate: Double
  private let estimate: LocalEstimate
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .numeric),
      "The channels to give a rate, each by itself; of those chosen by kind, the ones of single"
        + " values that have none.")
    rate = settings.number(
      "rate", in: 0.001...100, default: 4, unit: "Hz", "The samples per second to come out.")
    let width = settings.number(
      "width", in: 0.01...86_400, default: 1, unit: "s",
      "The standard deviation of the Gaussian weights, which end at three times as far; what comes"
        + " out is as much behind.")
    let fit: LocalEstimate.Fit = settings.choice(
      "fit", default: .line,
      "The weighted 'mean', or the straight 'line', which follows slopes without lag.")
    let support = settings.number(
      "support", in: 0.02...1000, default: 0.5,
      "The sum of weights, one for a sample at the very moment, below which nothing is known.")
    estimate = LocalEstimate(width: width, fit: fit, support: support)
    output = settings.string(
      "output", default: "grid",
      "What follows the name of a channel in that of the channel with a rate.")
  }

  private func slots(in layout: Layout) throws(Mismatch) -> [Int] {
    let slots = try channels.all(in: layout).filter {
      layout.channels[$0].width == 1 && layout.channels[$0].rate == nil
    }
    if slots.isEmpty {
      throw Mismatch("channels", "there is no such channel of single values at uneven times")
    }
    return slots
  }

  private var reach: Time { Time(seconds: estimate.reach) }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    var changed = layout
    for slot in try slots(in: layout) {
      var channel = layout.channels[slot]
      channel.name = "\(channel.name) \(output)"
      channel.rate = Rate(hertz: rate)
      channel.delay = channel.delay + reach + Time(nanoseconds: 1)
      try changed.add(channel, key: "output")
    }
    return changed
  }

  /// What is remembered of one channel.
  struct ChannelState: Sendable {
    let slot: Int
    let output: Int
    let rate: Rate
    var recent = RecentMeasurements()
    /// The position of the next sample to come out.
    var position: Int?
  }

  func start(on layout: Layout) -> [ChannelState] {
    guard let slots = try? slots(in: layout), let rate = Rate(hertz: rate) else {
      preconditionFailure("a layout is checked before it is run: there are no channels")
    }
    return slots.enumerated().map { index, slot in
      ChannelState(slot: slot, output: layout.channels.count + index, rate: rate)
    }
  }

  func process(_ part: inout Recording, _ states: inout [ChannelState]) {
    for index in states.indices {
      let slot = states[index].slot
      begin(&part, states[index])
      take(&part, &states[index])
      let through = part.channels[slot].through
      give(before: through - reach, &part, &states[index])
      complete(&part, states[index], otherwise: through - reach - Time(nanoseconds: 1))
    }
  }

  func finish(_ part: inout Recording, _ states: inout [ChannelState]) {
    for index in states.indices {
      let through = part.channels[states[index].slot].through
      if part.channels[states[index].output].count == 0 { begin(&part, states[index]) }
      give(before: through, &part, &states[index])
      complete(&part, states[index], otherwise: through)
    }
  }

  private func begin(_ part: inout Recording, _ state: ChannelState) {
    if let position = state.position { part.channels[state.output].first = position }
  }

  /// Takes in the samples of a part, and gives what each of them leaves decided.
  private func take(_ part: inout Recording, _ state: inout ChannelState) {
    for index in 0..<part.channels[state.slot].count {
      let value = part.channels[state.slot].samples[index]
      guard value.isFinite else { continue }
      let time = part.channels[state.slot].times[index]
      if state.position == nil {
        state.position = state.rate.position(notBefore: time)
        begin(&part, state)
      }
      give(before: time - reach, &part, &state)
      state.recent.append(value, at: time)
    }
  }

  /// Gives the samples at the moments before a time.
  private func give(before end: Time, _ part: inout Recording, _ state: inout ChannelState) {
    guard var position = state.position else { return }
    while state.rate.time(of: position) < end {
      let moment = state.rate.time(of: position)
      state.recent.forget(through: moment - reach - Time(nanoseconds: 1))
      var sums = LocalEstimate.Sums()
      for place in 0..<state.recent.count {
        let sample = state.recent[place]
        estimate.add(Double(sample.value), at: (sample.time - moment).seconds, to: &sums)
      }
      part.channels[state.output].samples.append(Float(estimate.value(of: sums)))
      position += 1
    }
    state.position = position
  }

  private func complete(
    _ part: inout Recording, _ state: ChannelState, otherwise through: Time
  ) {
    part.channels[state.output].through =
      state.position.map { state.rate.time(of: $0) } ?? through
  }
}
