import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Finds the pulses of an arterial pressure or a plethysmogram, and what each comes to.
///
/// A pulse has the time of its onset, the foot of the upstroke. Of a pressure there are for each
/// pulse the systolic, the diastolic and the pulse pressure, and the mean over the beat that ends at
/// its onset; of a plethysmogram the amplitude and the baseline, which is midway between the foot and
/// the peak. A mean over more than 3 s or a gap is not given.
struct PulseStage: Stage {
  static let name = "pulse"
  static let summary =
    "Finds the pulses of an arterial pressure or a plethysmogram, with their values."

  static let example = StageExample(
    #"{ "stage": "pulse", "channels": "ABP" }"#,
    scene: #"""
      "ectopics": [ { "at": 14 } ],
      "events": [ { "event": "gap", "channel": "ABP", "from": 17, "for": 1.5 } ]
      """#, seconds: 10...22, shows: ["ABP"])

  private static let label = "pulse"
  /// In mmHg: no pulse of a pressure is lower.
  private static let leastPressure = 4.0
  /// Over which the rate is taken.
  private static let window = Time(seconds: 10)
  /// A longer pause is no interval between pulses.
  private static let longest = Time(seconds: 3)

  /// What a pulse comes to, in the order of the channels.
  fileprivate enum Value: String {
    case systolic, diastolic, pressure, mean, amplitude, baseline, rate
  }

  private let channels: ChannelSelection?
  private let output: String

  init(_ settings: inout Settings) {
    channels = settings.object(
      "channels", shorthand: "name",
      "The channel to use: of several that fit, the one named first; without it the first arterial"
        + " pressure, else the first plethysmogram."
    ) { ChannelSelection(&$0) }
    output = settings.string(
      "output", default: "pulse",
      "The name of the layer of pulses, and the beginning of those of the channels: 'pulse"
        + " systolic', 'pulse diastolic', 'pulse pressure' and 'pulse mean' of a pressure, 'pulse"
        + " amplitude' and 'pulse baseline' of a plethysmogram, 'pulse rate' of both, over 10 s"
        + " at most and since the last pause above 3 s.")
  }

  private func slot(in layout: Layout) throws(Mismatch) -> Int {
    if let channels { return try channels.first(in: layout) }
    if let slot = try? ChannelSelection(kind: .abp).first(in: layout) { return slot }
    if let slot = try? ChannelSelection(kind: .ppg).first(in: layout) { return slot }
    throw Mismatch("channels", "there is no channel of kind 'abp' or 'ppg'")
  }

  private func detector(
    on layout: Layout
  ) throws(Mismatch) -> (detector: PulseDetector, slot: Int, values: [Value]) {
    let slot = try slot(in: layout)
    let channel = layout.channels[slot]
    guard channel.kind == .abp || channel.kind == .ppg else {
      throw Mismatch(
        "channels",
        "'\(channel.name)' must be of kind 'abp' or 'ppg', not '\(channel.kind.rawValue)'")
    }
    let rate = try channel.wave(key: "channels").hertz
    guard rate >= 50 else {
      throw Mismatch(
        "channels", "'\(channel.name)' must have at least 50 samples per second, not \(rate)")
    }
    guard channel.kind == .abp else {
      return (PulseDetector(rate: rate), slot, [.amplitude, .baseline, .rate])
    }
    guard channel.unit == .millimetreOfMercury else {
      throw Mismatch(
        "channels", "'\(channel.name)' must be in mm[Hg], not '\(channel.unit.rawValue)'")
    }
    return (
      PulseDetector(rate: rate, leastHeight: Self.leastPressure), slot,
      [.systolic, .diastolic, .pressure, .mean, .rate]
    )
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let (detector, slot, values) = try detector(on: layout)
    let channel = layout.channels[slot]
    let delay = channel.delay + (channel.rate?.span(of: detector.delay) ?? .zero)
    var layout = layout
    try layout.add(
      LayerDescription(name: output, delay: delay, kind: .beat, labels: [Self.label]),
      key: "output")
    for value in values {
      try layout.add(
        ChannelDescription(
          name: "\(output) \(value.rawValue)", kind: .numeric,
          unit: value == .rate ? .perMinute : channel.unit, delay: delay), key: "output")
    }
    return layout
  }

  struct State: Sendable {
    var detector: PulseDetector
    var memory: PulseDetector.State
    var slot: Int
    var layer: Int
    /// The slot of the first of the channels.
    var first: Int
    fileprivate var values: [Value]
    var channel: String
    var delay: Time
    /// The position of the first sample of the run.
    var origin: Int?
    var pulses: [PulseDetector.Pulse] = []
    var rate = EventRate(over: PulseStage.window, longest: PulseStage.longest)
  }

  func start(on layout: Layout) -> State {
    do {
      let (detector, slot, values) = try detector(on: layout)
      let channel = layout.channels[slot]
      return State(
        detector: detector, memory: detector.start(), slot: slot, layer: layout.layers.count,
        first: layout.channels.count, values: values, channel: channel.name,
        delay: channel.rate?.span(of: detector.delay) ?? .zero)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout State) {
    let through = part.channels[state.slot].through
    detect(part.channels[state.slot].samples, &part, &state)
    complete(&part, state, through: through - state.delay)
  }

  /// Gives the detector silence until it has decided on the last sample.
  func finish(_ part: inout Recording, _ state: inout State) {
    let end = part.channels[state.slot].through
    let silence = [Float](repeating: .nan, count: state.detector.delay)
    detect(silence, &part, &state)
    complete(&part, state, through: end)
  }

  private func complete(_ part: inout Recording, _ state: State, through: Time) {
    part.layers[state.layer].through = through
    for offset in state.values.indices { part.channels[state.first + offset].through = through }
  }

  private func detect(_ samples: [Float], _ part: inout Recording, _ state: inout State) {
    if state.origin == nil, !samples.isEmpty { state.origin = part.channels[state.slot].first }
    state.pulses.removeAll(keepingCapacity: true)
    state.detector.process(samples.span, &state.memory, into: &state.pulses)
    guard let rate = part.channels[state.slot].description.rate, let origin = state.origin
    else { return }
    for index in state.pulses.indices {
      let pulse = state.pulses[index]
      let time = rate.time(of: origin + pulse.onset)
      part.layers[state.layer].annotations.append(
        Annotation(.beat, at: time, label: Self.label, channel: state.channel))
      let perMinute = state.rate.happens(at: time)
      for (offset, value) in state.values.enumerated() {
        let number = number(value, of: pulse, rate: perMinute)
        guard value != .mean && value != .rate || number.isFinite else { continue }
        part.channels[state.first + offset].append(number, at: time)
      }
    }
  }

  private func number(_ value: Value, of pulse: PulseDetector.Pulse, rate: Float) -> Float {
    switch value {
    case .systolic: pulse.high
    case .diastolic: pulse.low
    case .pressure, .amplitude: pulse.high - pulse.low
    case .mean: pulse.meanBefore
    case .baseline: (pulse.high + pulse.low) / 2
    case .rate: rate
    }
  }
}
