import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Finds the breaths of a respiration wave, and how many there are a minute.
///
/// A breath is an event at the peak of the wave. With each there is the rate between the first and
/// the last breath of the window that ends with it.
struct Breaths: Stage {
  static let name = "breaths"
  static let summary = "Finds the breaths of a respiration wave, and the breathing rate."

  static let example = StageExample(
    #"{ "stage": "breaths" }"#,
    scene: #""events": [ { "event": "apnoea", "from": 60, "for": 20 } ]"#,
    seconds: 30...110, shows: ["RESP"])

  private static let label = "breath"
  /// A longer pause is no interval between breaths: after it the rate begins anew.
  private static let longest = Time(seconds: 15)

  private let channels: ChannelSelection
  private let window: Time
  private let output: String
  private let rate: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .respiration),
      "The respiration wave: of several that fit, the one named first, else the first.")
    window = Time(
      seconds: settings.number(
        "window", in: 4...600, default: 32, unit: "s",
        "Over which the rate is taken, and at most since the last pause above 15 s; an apnoea gives no"
          + " rate, and is seen by 'since' of an alarm."))
    output = settings.string("output", default: "breaths", "The name of the layer of breaths.")
    rate = settings.string(
      "rate", default: "breathing rate", "The name of the channel of rates.")
  }

  private func detector(
    on layout: Layout
  ) throws(Mismatch) -> (detector: BreathDetector, slot: Int) {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let rate = try channel.wave(key: "channels").hertz
    guard rate >= 4 else {
      throw Mismatch(
        "channels", "'\(channel.name)' must have at least 4 samples per second, not \(rate)")
    }
    return (BreathDetector(rate: rate), slot)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let (detector, slot) = try detector(on: layout)
    let channel = layout.channels[slot]
    let delay = channel.delay + (channel.rate?.span(of: detector.delay) ?? .zero)
    var layout = layout
    try layout.add(
      LayerDescription(name: output, delay: delay, kind: .event, labels: [Self.label]),
      key: "output")
    try layout.add(
      ChannelDescription(name: rate, kind: .numeric, unit: .perMinute, delay: delay), key: "rate")
    return layout
  }

  struct State: Sendable {
    var detector: BreathDetector
    var memory: BreathDetector.State
    var slot: Int
    var layer: Int
    var output: Int
    var channel: String
    var delay: Time
    /// The position of the first sample of the run.
    var origin: Int?
    var breaths: [Int] = []
    var rate: EventRate
  }

  func start(on layout: Layout) -> State {
    do {
      let (detector, slot) = try detector(on: layout)
      let channel = layout.channels[slot]
      return State(
        detector: detector, memory: detector.start(), slot: slot, layer: layout.layers.count,
        output: layout.channels.count, channel: channel.name,
        delay: channel.rate?.span(of: detector.delay) ?? .zero,
        rate: EventRate(over: window, longest: Self.longest))
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout State) {
    let input = part.channels[state.slot]
    part.layers[state.layer].through = input.through - state.delay
    part.channels[state.output].through = input.through - state.delay
    if state.origin == nil, input.count > 0 { state.origin = input.first }
    guard let origin = state.origin, let rate = input.description.rate else { return }
    state.breaths.removeAll(keepingCapacity: true)
    state.detector.process(input.samples.span, &state.memory, into: &state.breaths)
    for index in state.breaths.indices {
      let time = rate.time(of: origin + state.breaths[index])
      part.layers[state.layer].annotations.append(
        Annotation(.event, at: time, label: Self.label, channel: state.channel))
      let perMinute = state.rate.happens(at: time)
      if perMinute.isFinite { part.channels[state.output].append(perMinute, at: time) }
    }
  }

  /// What no fall has followed yet is no breath.
  func finish(_ part: inout Recording, _ state: inout State) {
    part.layers[state.layer].through = part.channels[state.slot].through
    part.channels[state.output].through = part.channels[state.slot].through
  }
}
