import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Estimates the breathing rate from what breathing does to beats and pulses.
///
/// The intervals between the beats of each layer, and the values of each channel, one a beat, are
/// the modulations that are fused: so the amplitude and the baseline of pulses come in beside their
/// intervals. On the clock, at every multiple of `every` from the start of the recording, there are a
/// rate over the window that ends there and how far the modulations agree; the rate is not a number
/// where they do not, and neither is given where the window has no beat at all.
struct BreathingFromBeats: Stage {
  static let name = "breathing"
  static let summary = "Estimates the breathing rate from beats, pulses and their values, fused."

  static let example = StageExample(
    #"{ "stage": "breathing", "beats": "QRS", "channels": "pulse amplitude" }"#,
    after: [#"{ "stage": "qrs" }"#, #"{ "stage": "pulse", "channels": "PPG" }"#],
    scene: #""patient": { "sinusArrhythmia": 0.08 }"#,
    seconds: 30...110, shows: ["RESP", "pulse amplitude"])

  private let beats: [String]
  private let channels: [String]
  private let window: Double
  private let every: Time
  private let leastAgreement: Double
  private let output: String
  private let agreement: String

  init(_ settings: inout Settings) {
    beats = settings.strings(
      "beats", default: [], "The layers of beats whose intervals breathing changes.")
    channels = settings.strings(
      "channels", default: [],
      "The channels of values, one a beat, that breathing changes, such as 'pulse amplitude'.")
    window = settings.number(
      "window", in: 8...300, default: 32, unit: "s", "Over which a rate is estimated.")
    every = Time(
      seconds: settings.number(
        "every", in: 0.5...300, default: 4, unit: "s", "The time from one rate to the next."))
    leastAgreement = settings.number(
      "leastAgreement", in: 0...1, default: 0.35,
      "The least share of the modulations' power near the rate.")
    output = settings.string(
      "output", default: "fused breathing rate", "The name of the channel of rates.")
    agreement = settings.string(
      "agreement", default: "breathing agreement",
      "The name of the channel with the share of the modulations' power near the rate.")
    if settings.isDescribing { return }
    if beats.isEmpty, channels.isEmpty {
      settings.refuse("beats", "or 'channels' must be given")
    }
    if beats.count + channels.count > 16 {
      settings.refuse("channels", "and 'beats' must be 16 at most")
    }
    if Set(beats).count < beats.count { settings.refuse("beats", "must differ") }
    if Set(channels).count < channels.count { settings.refuse("channels", "must differ") }
  }

  private func inputs(in layout: Layout) throws(Mismatch) -> Inputs {
    var inputs = Inputs()
    for name in beats {
      let slot = try layout.layer(name, key: "beats")
      try layout.layers[slot].checkBeats(key: "beats")
      inputs.layers.append(slot)
    }
    for name in channels {
      let slot = try layout.channel(name, key: "channels")
      guard layout.channels[slot].rate == nil, layout.channels[slot].axis.isEmpty else {
        throw Mismatch("channels", "'\(name)' must have single values, one a beat, and no rate")
      }
      inputs.channels.append(slot)
    }
    return inputs
  }

  func joins(in layout: Layout) -> Inputs { (try? inputs(in: layout)) ?? Inputs() }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let delay = try inputs(in: layout).delay(in: layout)
    var layout = layout
    try layout.add(
      ChannelDescription(name: output, kind: .numeric, unit: .perMinute, delay: delay),
      key: "output")
    try layout.add(
      ChannelDescription(name: agreement, kind: .numeric, unit: .one, delay: delay),
      key: "agreement")
    return layout
  }

  struct State: Sendable {
    var fusion: BreathingRateFusion
    var memory: BreathingRateFusion.State
    var inputs: Inputs
    var moments: Moments
    /// The slot of the first of the two channels.
    var output: Int
    /// The latest beat of each layer.
    var latest: [Time?]
    /// The latest beat or value of all.
    var last: Time?
    /// The moment of the next rate.
    var next: Time
  }

  func start(on layout: Layout) -> State {
    let inputs = joins(in: layout)
    let fusion = BreathingRateFusion(
      modulations: beats.count + channels.count, window: window, leastAgreement: leastAgreement)
    return State(
      fusion: fusion, memory: fusion.start(), inputs: inputs, moments: Moments(of: inputs),
      output: layout.channels.count, latest: Array(repeating: nil, count: inputs.layers.count),
      next: every)
  }

  func process(_ part: inout Recording, _ state: inout State) {
    state.moments.rewind()
    while true {
      let time = state.moments.next(in: part)
      guard time < .distantFuture else { break }
      give(before: time, &part, &state)
      take(at: time, part, &state)
    }
    let through = state.moments.through(part)
    give(before: through, &part, &state)
    complete(&part, state, through: through)
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    let through = state.moments.through(part)
    give(before: through + Time(nanoseconds: 1), &part, &state)
    complete(&part, state, through: through)
  }

  private func complete(_ part: inout Recording, _ state: State, through: Time) {
    part.channels[state.output].through = through
    part.channels[state.output + 1].through = through
  }

  private func take(at time: Time, _ part: Recording, _ state: inout State) {
    while let (slot, index) = state.moments.takeAnnotation(through: time, of: part) {
      let annotation = part.layers[slot].annotations[index]
      guard annotation.kind == .beat, annotation.phase == .point,
        let place = state.inputs.layers.firstIndex(of: slot)
      else { continue }
      if let latest = state.latest[place] {
        guard time > latest else { continue }
        let interval = Float((time - latest).seconds)
        state.fusion.append(interval, at: time.seconds, to: place, &state.memory)
      }
      state.latest[place] = time
      state.last = time
    }
    while let (slot, index) = state.moments.takeSample(through: time, of: part) {
      guard let place = state.inputs.channels.firstIndex(of: slot) else { continue }
      let value = part.channels[slot].samples[index]
      state.fusion.append(
        value, at: time.seconds, to: state.inputs.layers.count + place, &state.memory)
      state.last = time
    }
  }

  /// Gives the rates whose moments lie before a time.
  private func give(before time: Time, _ part: inout Recording, _ state: inout State) {
    guard state.next < time else { return }
    let end = state.last.map { $0 + Time(seconds: window) } ?? .distantPast
    while state.next < time, state.next <= end {
      let estimate = state.fusion.estimate(at: state.next.seconds, &state.memory)
      part.channels[state.output].append(Float(estimate.rate), at: state.next)
      part.channels[state.output + 1].append(Float(estimate.agreement), at: state.next)
      state.next = state.next + every
    }
    guard state.next < time else { return }
    state.next = Time.multiple(of: every, notBefore: time)
  }
}
