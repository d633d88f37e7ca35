import Configuration
import Pipelines
import Signals

/// Says where two channels of rates disagree, such as those of an electrocardiogram and of a pulse.
///
/// A rate counts from when it was measured until the next one, for `validFor` at most; one that is not
/// a number is none. Where there are not both, nothing is said. Which of the two is wrong is not to be
/// seen here, so a discordance inhibits no alarm: it is said beside it.
struct Discordance: Stage {
  static let name = "discordance"
  static let summary =
    "Says where two channels of rates disagree for a while, as a layer of annotations."

  static let example = StageExample(
    #"{ "stage": "discordance", "second": "pulse rate" }"#,
    after: [
      #"{ "stage": "qrs" }"#, #"{ "stage": "heart-rate" }"#, #"{ "stage": "pulse" }"#,
    ],
    scene: #"""
      "rhythms": [
        { "rhythm": "sinus" }, { "rhythm": "atrial-fibrillation", "from": 35, "rate": 190 },
        { "rhythm": "sinus", "from": 65 } ]
      """#, seconds: 15...90, shows: ["heart rate", "pulse rate"])

  private static let label = "discordance"

  private let names: [String]
  private let difference: Double
  private let least: Time
  private let validity: Time
  private let output: String

  init(_ settings: inout Settings) {
    names = [
      settings.string(
        "first", default: "heart rate", "The name of a channel of rates, as of an ECG."),
      settings.string(
        "second", "The name of the channel to compare with, as of rates of a PPG or a pressure."),
    ]
    difference = settings.number(
      "difference", in: 0.1...1000, default: 10,
      "How far, in the unit of the channels, the rates are apart at least.")
    least = Time(
      seconds: settings.number(
        "for", in: 0.1...600, default: 10, unit: "s", "How long they are so at least."))
    validity = Time(
      seconds: settings.number(
        "validFor", in: 0.5...600, default: 5, unit: "s",
        "How long a rate counts when no other follows."))
    output = settings.string("output", default: "discordance", "The name of the layer.")
    if names[0] == names[1] { settings.refuse("second", "must not be 'first' again") }
  }

  func joins(in layout: Layout) -> Inputs {
    Inputs(channels: names.compactMap { name in layout.channels.firstIndex { $0.name == name } })
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    var rates: [ChannelDescription] = []
    for (name, key) in zip(names, ["first", "second"]) {
      let channel = layout.channels[try layout.channel(name, key: key)]
      guard channel.width == 1 else {
        throw Mismatch(key, "channel '\(name)' must have one value a sample")
      }
      rates.append(channel)
    }
    guard rates[0].unit == rates[1].unit else {
      throw Mismatch(
        "second",
        "channel '\(names[1])' is in '\(rates[1].unit.rawValue)', but '\(names[0])' in"
          + " '\(rates[0].unit.rawValue)'")
    }
    var layout = layout
    try layout.add(
      LayerDescription(
        name: output, delay: joins(in: layout).delay(in: layout) + least, kind: .quality,
        labels: [Self.label]), key: "output")
    return layout
  }

  struct State: Sendable {
    var slots: [Int]
    var layer: Int
    var rates: [Float] = [.nan, .nan]
    var measured: [Time] = [.distantPast, .distantPast]
    /// Since when the rates disagree, if they do, and whether that has been said.
    var since: Time?
    var isSaid = false
  }

  func start(on layout: Layout) -> State {
    State(slots: joins(in: layout).channels, layer: layout.layers.count)
  }

  func process(_ part: inout Recording, _ state: inout State) {
    // Discordance is rare: the room for it is made at once, not when it comes.
    part.layers[state.layer].annotations.reserveCapacity(16)
    var next = (0, 0)
    while let time = time(of: next, in: part, state) {
      settle(before: time, &part, &state)
      if self.time(of: next.0, in: part.channels[state.slots[0]]) == time {
        take(next.0, at: time, 0, part, &state)
        next.0 += 1
      }
      if self.time(of: next.1, in: part.channels[state.slots[1]]) == time {
        take(next.1, at: time, 1, part, &state)
        next.1 += 1
      }
      judge(at: time, &part, &state)
    }
    let through = min(
      part.channels[state.slots[0]].through, part.channels[state.slots[1]].through)
    settle(before: through, &part, &state)
    part.layers[state.layer].through =
      state.isSaid ? through : min(through, state.since ?? through)
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    part.layers[state.layer].through = part.channels[state.slots[0]].through
  }

  /// When the next of either channel was measured.
  private func time(of next: (Int, Int), in part: Recording, _ state: State) -> Time? {
    let first = time(of: next.0, in: part.channels[state.slots[0]])
    let second = time(of: next.1, in: part.channels[state.slots[1]])
    guard let first, let second else { return first ?? second }
    return min(first, second)
  }

  private func time(of index: Int, in channel: Channel) -> Time? {
    index < channel.count ? channel.time(of: index) : nil
  }

  private func take(
    _ index: Int, at time: Time, _ side: Int, _ part: Recording, _ state: inout State
  ) {
    state.rates[side] = part.channels[state.slots[side]].samples[index]
    state.measured[side] = time
  }

  /// Begins or ends a disagreement with what has just been measured.
  private func judge(at time: Time, _ part: inout Recording, _ state: inout State) {
    let isValid = time <= expiry(state)
    // What is not a number is not apart from anything.
    let isApart = Double(abs(state.rates[0] - state.rates[1])) >= difference
    if isValid, isApart {
      state.since = state.since ?? time
    } else {
      end(at: time, &part, &state)
    }
  }

  /// Lets pass what the time alone decides, up to but not including a moment.
  private func settle(before time: Time, _ part: inout Recording, _ state: inout State) {
    guard let since = state.since else { return }
    let expiry = expiry(state)
    if !state.isSaid, since + least <= expiry, since + least < time {
      state.isSaid = true
      annotate(.begin, at: since, &part, state)
    }
    if expiry < time { end(at: expiry, &part, &state) }
  }

  private func end(at time: Time, _ part: inout Recording, _ state: inout State) {
    if state.isSaid { annotate(.end, at: time, &part, state) }
    state.since = nil
    state.isSaid = false
  }

  /// Until when there are both rates.
  private func expiry(_ state: State) -> Time {
    min(state.measured[0], state.measured[1]) + validity
  }

  private func annotate(
    _ phase: Annotation.Phase, at time: Time, _ part: inout Recording, _ state: State
  ) {
    part.layers[state.layer].annotations.append(
      Annotation(.quality, phase, at: time, label: Self.label))
  }
}
