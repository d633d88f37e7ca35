import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Finds the heartbeats of one or more ECG leads.
struct QRS: Stage {
  static let name = "qrs"
  static let summary = "Finds the beats of one ECG lead or several, as a layer of annotations."

  static let example = StageExample(
    #"{ "stage": "qrs" }"#,
    scene: #"""
      "ectopics": [ { "at": 13 } ],
      "events": [ { "event": "gap", "channel": "II", "from": 16, "for": 2 } ]
      """#, seconds: 10...22)

  private static let label = "beat"
  /// What a lead is given where it has nothing.
  private static let silence = [Float](repeating: .nan, count: 256)

  private let channels: ChannelSelection
  private let leads: Int
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The lead to use: of several that fit, the one named first, else the first.")
    leads = settings.integer(
      "leads", in: 1...12, default: 1,
      "How many of the channels that fit to use together, the preferred ones first.")
    output = settings.string("output", default: "QRS", "The name of the layer of beats.")
  }

  private func detector(
    on layout: Layout
  ) throws(Mismatch) -> (detector: MultiLeadQRSDetector, slots: [Int]) {
    let slots = try channels.first(leads, in: layout)
    let first = layout.channels[slots[0]]
    for slot in slots {
      let channel = layout.channels[slot]
      _ = try channel.leadRate(key: "channels")
      guard channel.rate == first.rate, channel.delay == first.delay else {
        throw Mismatch(
          "channels", "'\(channel.name)' must have the rate and the delay of '\(first.name)'")
      }
    }
    let rate = try first.wave(key: "channels").hertz
    return (MultiLeadQRSDetector(rate: rate, leads: leads), slots)
  }

  func joins(in layout: Layout) -> Inputs {
    guard leads > 1, let slots = try? channels.first(leads, in: layout) else { return Inputs() }
    return Inputs(channels: slots)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let (detector, slots) = try detector(on: layout)
    let channel = layout.channels[slots[0]]
    let delay = channel.rate?.span(of: detector.delay) ?? .zero
    var layout = layout
    try layout.add(
      LayerDescription(
        name: output, delay: channel.delay + delay, kind: .beat, labels: [Self.label]),
      key: "output")
    return layout
  }

  struct State: Sendable {
    var detector: MultiLeadQRSDetector
    var memory: MultiLeadQRSDetector.State
    var slots: [Int]
    var layer: Int
    var rate: Rate
    /// The lead that the beats are of, where there is just one.
    var channel: String?
    var delay: Time
    /// The position of the first sample that any lead has.
    var origin: Int?
    var beats: [QRSDetector.Beat] = []
  }

  func start(on layout: Layout) -> State {
    do {
      let (detector, slots) = try detector(on: layout)
      let channel = layout.channels[slots[0]]
      let rate = try channel.leadRate(key: "channels")
      return State(
        detector: detector, memory: detector.start(), slots: slots, layer: layout.layers.count,
        rate: rate, channel: leads > 1 ? nil : channel.name, delay: rate.span(of: detector.delay))
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout State) {
    var through = part.channels[state.slots[0]].through
    for slot in state.slots { through = min(through, part.channels[slot].through) }
    begin(part, &state)
    if let origin = state.origin {
      for lead in state.slots.indices {
        take(part.channels[state.slots[lead]], lead: lead, from: origin, &state)
      }
    }
    annotate(&part, &state)
    part.layers[state.layer].through = through - state.delay
  }

  /// Gives the detector silence until it has decided on the last sample.
  func finish(_ part: inout Recording, _ state: inout State) {
    var end = part.channels[state.slots[0]].through
    for slot in state.slots { end = max(end, part.channels[slot].through) }
    var taken = 0
    for lead in state.slots.indices {
      taken = max(taken, state.detector.taken(lead: lead, state.memory))
    }
    if state.origin != nil {
      for lead in state.slots.indices {
        rest(lead: lead, through: taken + state.detector.delay, &state)
      }
    }
    annotate(&part, &state)
    part.layers[state.layer].through = end
  }

  /// Positions count from the first sample of the lead that begins first: all have come as far.
  private func begin(_ part: Recording, _ state: inout State) {
    guard state.origin == nil else { return }
    for slot in state.slots where part.channels[slot].count > 0 {
      state.origin = min(state.origin ?? .max, part.channels[slot].first)
    }
  }

  /// Gives the detector the samples of a lead, and silence for those up to its `through` that it
  /// does not have.
  private func take(_ channel: Channel, lead: Int, from origin: Int, _ state: inout State) {
    if channel.count > 0 {
      rest(lead: lead, through: channel.first - origin, &state)
      let known = state.detector.taken(lead: lead, state.memory) + origin - channel.first
      state.detector.take(
        channel.samples.span.extracting(droppingFirst: min(known, channel.count)), lead: lead,
        &state.memory)
    }
    guard channel.through > state.rate.time(of: origin) else { return }
    rest(lead: lead, through: state.rate.position(notBefore: channel.through) - origin, &state)
  }

  /// Gives the detector silence until it has taken `count` samples of a lead.
  private func rest(lead: Int, through count: Int, _ state: inout State) {
    var left = count - state.detector.taken(lead: lead, state.memory)
    while left > 0 {
      let silence = Self.silence.span.extracting(first: left)
      state.detector.take(silence, lead: lead, &state.memory)
      left -= silence.count
    }
  }

  private func annotate(_ part: inout Recording, _ state: inout State) {
    guard let origin = state.origin else { return }
    state.beats.removeAll(keepingCapacity: true)
    state.detector.resolve(&state.memory, into: &state.beats)
    for beat in state.beats {
      part.layers[state.layer].annotations.append(
        Annotation(
          .beat, at: state.rate.time(of: origin + beat.position), label: Self.label,
          channel: state.channel))
    }
  }
}
