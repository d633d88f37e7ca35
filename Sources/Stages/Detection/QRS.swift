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
    var channel: String
    var delay: Time
    /// The position of the first sample of the run.
    var origin: Int?
    /// Which leads have begun.
    var begun: [Bool]
    var beats: [QRSDetector.Beat] = []
  }

  func start(on layout: Layout) -> State {
    do {
      let (detector, slots) = try detector(on: layout)
      let channel = layout.channels[slots[0]]
      return State(
        detector: detector, memory: detector.start(), slots: slots, layer: layout.layers.count,
        channel: channel.name, delay: channel.rate?.span(of: detector.delay) ?? .zero,
        begun: slots.map { _ in false })
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout State) {
    var through = part.channels[state.slots[0]].through
    for slot in state.slots { through = min(through, part.channels[slot].through) }
    for lead in state.slots.indices {
      take(part.channels[state.slots[lead]].samples, lead: lead, part, &state)
    }
    annotate(&part, &state)
    part.layers[state.layer].through = through - state.delay
  }

  /// Gives the detector silence until it has decided on the last sample.
  func finish(_ part: inout Recording, _ state: inout State) {
    var end = part.channels[state.slots[0]].through
    for slot in state.slots { end = max(end, part.channels[slot].through) }
    let taken = state.slots.indices.map { state.detector.taken(lead: $0, state.memory) }
    let all = (taken.max() ?? 0) + state.detector.delay
    for lead in state.slots.indices {
      let silence = [Float](repeating: .nan, count: all - taken[lead])
      state.detector.take(silence.span, lead: lead, &state.memory)
    }
    annotate(&part, &state)
    part.layers[state.layer].through = end
  }

  /// Gives the detector samples of a lead; what one lead has before the first that began is left.
  private func take(_ samples: [Float], lead: Int, _ part: Recording, _ state: inout State) {
    guard !samples.isEmpty else { return }
    var skipped = 0
    if !state.begun[lead] {
      let first = part.channels[state.slots[lead]].first
      let origin = state.origin ?? first
      state.origin = origin
      state.begun[lead] = true
      if first > origin {
        let missing = [Float](repeating: .nan, count: first - origin)
        state.detector.take(missing.span, lead: lead, &state.memory)
      }
      skipped = min(samples.count, max(0, origin - first))
    }
    state.detector.take(
      samples.span.extracting(droppingFirst: skipped), lead: lead, &state.memory)
  }

  private func annotate(_ part: inout Recording, _ state: inout State) {
    state.beats.removeAll(keepingCapacity: true)
    state.detector.resolve(&state.memory, into: &state.beats)
    guard let rate = part.channels[state.slots[0]].description.rate, let origin = state.origin
    else { return }
    for beat in state.beats {
      part.layers[state.layer].annotations.append(
        Annotation(
          .beat, at: rate.time(of: origin + beat.position), label: Self.label,
          channel: state.channel))
    }
  }
}
