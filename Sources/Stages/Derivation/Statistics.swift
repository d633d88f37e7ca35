import Configuration
import Pipelines
import Signals

/// Sums up what channels of single values came to, over a window of time or since the start.
///
/// A vector comes with each measurement, or on the clock: at every multiple of `every` from the
/// start of the recording, over the measurements up to and including that moment. On the clock there
/// are vectors before the first measurement, too, whose count is 0 and whose other values are not
/// numbers; they end 31 days after the last measurement, or the start. What is not a number or
/// infinite was not measured.
struct Statistics: Stage {
  static let name = "statistics"
  static let summary =
    "Sums up channels over a window or since the start: counts, extremes, means, slopes."

  static let example = StageExample(
    #"""
    { "stage": "statistics", "channels": "SpO2", "window": 60, "every": 10,
      "values": ["count", "min", "mean", "slope per hour"] }
    """#,
    scene: #""events": [ { "event": "desaturation", "from": 60, "for": 90, "level": 82 } ]"#,
    seconds: 0...240, shows: ["SpO2"])

  private let channels: ChannelSelection
  private let window: Time?
  private let every: Time?
  private let values: [Statistic]
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .numeric),
      "The channels to sum up, each by itself; of those chosen by kind, the ones of single values.")
    window = settings.optionalNumber(
      "window", in: 0.1...1e7, unit: "s",
      "How far back measurements count; without it all since the start do."
    ).map { Time(seconds: $0) }
    every = settings.optionalNumber(
      "every", in: 1...1e7, unit: "s",
      "The time from one vector to the next; without it one comes with each measurement."
    ).map { Time(seconds: $0) }
    let names = settings.strings(
      "values", default: ["count", "last", "min", "max", "mean"],
      "What a vector holds, of 'count', 'first', 'last', 'min', 'max', 'mean', 'slope per hour' (by"
        + " least squares) and 'hours since last', which needs 'every'.")
    output = settings.string(
      "output", default: "statistics",
      "What follows the name of a channel in that of the channel of its vectors.")
    values = names.compactMap { Statistic(rawValue: $0) }
    if settings.isDescribing { return }
    let known = Statistic.allCases.map(\.rawValue)
    for name in names where !known.contains(name) {
      settings.refuse(
        "values", "has no '\(name)'" + suggestion(for: name, among: known))
    }
    if Set(names).count < names.count { settings.refuse("values", "must differ") }
    if values.contains(.age), every == nil {
      settings.refuse("values", "has 'hours since last' only beside 'every'")
    }
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let slots = try slots(in: layout)
    var layout = layout
    for slot in slots {
      let channel = layout.channels[slot]
      if let rate = channel.rate {
        guard every != nil else {
          throw Mismatch("every", "'every' must be given for '\(channel.name)', which has a rate")
        }
        guard let window, window.seconds * rate.hertz < 1e7 else {
          if window == nil { continue }
          throw Mismatch("window", "holds too many samples of '\(channel.name)'")
        }
      }
    }
    for slot in slots {
      let channel = layout.channels[slot]
      try layout.add(
        ChannelDescription(
          name: "\(channel.name) \(output)", kind: .other,
          unit: values.allSatisfy(\.hasTheirUnit) ? channel.unit : .one,
          axis: values.map(\.rawValue), delay: channel.delay), key: "output")
    }
    return layout
  }

  private func slots(in layout: Layout) throws(Mismatch) -> [Int] {
    let slots = try channels.all(in: layout).filter { layout.channels[$0].axis.isEmpty }
    if slots.isEmpty { throw Mismatch("channels", "there is no such channel of single values") }
    return slots
  }

  struct State: Sendable {
    var channels: [ChannelState]
  }

  /// What is remembered of one channel.
  struct ChannelState: Sendable {
    let slot: Int
    let output: Int
    var whole = RunningSummary()
    var recent = RecentMeasurements()
    var last: Time?
    /// The moment of the next vector on the clock.
    var next: Time
  }

  func start(on layout: Layout) -> State {
    guard let slots = try? slots(in: layout) else {
      preconditionFailure("a layout is checked before it is run: there are no channels")
    }
    return State(
      channels: slots.enumerated().map { index, slot in
        ChannelState(slot: slot, output: layout.channels.count + index, next: every ?? .zero)
      })
  }

  func process(_ part: inout Recording, _ state: inout State) {
    for index in state.channels.indices { process(&part, &state.channels[index]) }
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    for index in state.channels.indices {
      let end = part.channels[state.channels[index].slot].through
      give(before: end + Time(nanoseconds: 1), &part, &state.channels[index])
    }
  }

  private func process(_ part: inout Recording, _ state: inout ChannelState) {
    for index in 0..<part.channels[state.slot].count {
      let value = part.channels[state.slot].samples[index]
      guard value.isFinite else { continue }
      let time = part.channels[state.slot].time(of: index)
      give(before: time, &part, &state)
      if window == nil {
        state.whole.add(value, at: time.hours)
      } else {
        state.recent.append(value, at: time)
      }
      state.last = time
      if every == nil { give(at: time, &part, &state) }
    }
    give(before: part.channels[state.slot].through, &part, &state)
    part.channels[state.output].through = part.channels[state.slot].through
  }

  /// Gives the vectors on the clock whose moments lie before a time.
  private func give(before time: Time, _ part: inout Recording, _ state: inout ChannelState) {
    guard let every, state.next < time else { return }
    let last = (state.last ?? .zero) + Self.patience
    while state.next < time, state.next <= last {
      give(at: state.next, &part, &state)
      state.next = state.next + every
    }
    guard state.next < time else { return }
    state.next = Time.multiple(of: every, notBefore: time)
  }

  private func give(at time: Time, _ part: inout Recording, _ state: inout ChannelState) {
    let hours = state.last.map { time.hours - $0.hours } ?? .nan
    let summary = window.map { sum(up: &state.recent, at: time, window: $0) } ?? state.whole
    part.channels[state.output].times.append(time)
    for value in values {
      part.channels[state.output].samples.append(summary.value(of: value, hoursSinceLast: hours))
    }
  }

  /// Sums up what was measured in the window that ends at a time.
  private func sum(
    up recent: inout RecentMeasurements, at time: Time, window: Time
  ) -> RunningSummary {
    recent.forget(through: time - window)
    var summary = RunningSummary()
    for place in 0..<recent.count {
      summary.add(recent[place].value, at: recent[place].time.hours)
    }
    return summary
  }

  /// How long vectors come on the clock when nothing more is measured.
  private static let patience = Time(seconds: 31 * 86_400)
}

extension Time {
  /// Hours from the start of the recording.
  fileprivate var hours: Double { seconds / 3600 }
}
