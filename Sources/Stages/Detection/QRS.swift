import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Finds the heartbeats of one ECG lead.
struct QRS: Stage {
  static let name = "qrs"
  static let summary = "Finds the beats of one ECG lead, as a layer of annotations."

  static let example: StageExample? = StageExample(
    #"{ "stage": "qrs" }"#,
    scene: #"""
      "ectopics": [ { "at": 13 } ],
      "events": [ { "event": "gap", "channel": "II", "from": 16, "for": 2 } ]
      """#, seconds: 10...22)

  private static let label = "beat"

  private let channels: ChannelSelection
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The lead to use: of several that fit, the one named first, else the first.")
    output = settings.string("output", default: "QRS", "The name of the layer of beats.")
  }

  private func detector(
    on layout: Layout
  ) throws(Mismatch) -> (detector: QRSDetector, slot: Int) {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let rate = try channel.wave(key: "channels").hertz
    guard rate >= 100 else {
      throw Mismatch(
        "channels", "'\(channel.name)' must have at least 100 samples per second, not \(rate)")
    }
    guard channel.unit == .millivolt else {
      throw Mismatch(
        "channels", "'\(channel.name)' must be in mV, not '\(channel.unit.rawValue)'")
    }
    return (QRSDetector(rate: rate), slot)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let (detector, slot) = try detector(on: layout)
    let channel = layout.channels[slot]
    let delay = channel.rate?.span(of: detector.delay) ?? .zero
    var layout = layout
    try layout.add(
      LayerDescription(
        name: output, delay: channel.delay + delay, kind: .beat, labels: [Self.label]),
      key: "output")
    return layout
  }

  struct State: Sendable {
    var detector: QRSDetector
    var memory: QRSDetector.State
    var slot: Int
    var layer: Int
    var channel: String
    var delay: Time
    /// The position of the first sample of the run.
    var origin: Int?
    var beats: [QRSDetector.Beat] = []
  }

  func start(on layout: Layout) -> State {
    do {
      let (detector, slot) = try detector(on: layout)
      let channel = layout.channels[slot]
      return State(
        detector: detector, memory: detector.start(), slot: slot, layer: layout.layers.count,
        channel: channel.name, delay: channel.rate?.span(of: detector.delay) ?? .zero)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout State) {
    let through = part.channels[state.slot].through
    detect(part.channels[state.slot].samples, &part, &state)
    part.layers[state.layer].through = through - state.delay
  }

  /// Gives the detector silence until it has decided on the last sample.
  func finish(_ part: inout Recording, _ state: inout State) {
    let end = part.channels[state.slot].through
    let silence = [Float](repeating: .nan, count: state.detector.delay)
    detect(silence, &part, &state)
    part.layers[state.layer].through = end
  }

  private func detect(_ samples: [Float], _ part: inout Recording, _ state: inout State) {
    if state.origin == nil, !samples.isEmpty { state.origin = part.channels[state.slot].first }
    state.beats.removeAll(keepingCapacity: true)
    state.detector.process(samples.span, &state.memory, into: &state.beats)
    guard let rate = part.channels[state.slot].description.rate, let origin = state.origin
    else { return }
    for beat in state.beats {
      part.layers[state.layer].annotations.append(
        Annotation(
          .beat, at: rate.time(of: origin + beat.position), label: Self.label,
          channel: state.channel))
    }
  }
}
