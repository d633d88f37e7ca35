import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Finds the heartbeats of one ECG lead another way than ``QRS`` does, to see whether both agree.
struct CurveLength: Stage {
  static let name = "curve-length"
  static let summary =
    "Finds beats of one ECG lead by the length of its curve, for 'bSQI' beside those of 'qrs'."

  static let example = StageExample(
    #"{ "stage": "curve-length" }"#,
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
    output = settings.string(
      "output", default: "QRS by length", "The name of the layer of beats.")
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let channel = layout.channels[try channels.first(in: layout)]
    let rate = try channel.leadRate(key: "channels")
    var layout = layout
    try layout.add(
      LayerDescription(
        name: output,
        delay: channel.delay + rate.span(of: CurveLengthDetector(rate: rate.hertz).delay),
        kind: .beat, labels: [Self.label]), key: "output")
    return layout
  }

  struct State: Sendable {
    let detector: CurveLengthDetector
    var memory: CurveLengthDetector.State
    let slot: Int
    let layer: Int
    let channel: String
    let rate: Rate
    /// The position of the first sample of the run.
    var origin: Int?
    var beats: [Int] = []
  }

  func start(on layout: Layout) -> State {
    do {
      let slot = try channels.first(in: layout)
      let channel = layout.channels[slot]
      let rate = try channel.leadRate(key: "channels")
      let detector = CurveLengthDetector(rate: rate.hertz)
      return State(
        detector: detector, memory: detector.start(), slot: slot, layer: layout.layers.count,
        channel: channel.name, rate: rate)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout State) {
    let input = part.channels[state.slot]
    if state.origin == nil, input.count > 0 { state.origin = input.first }
    detect(input.samples, &part, &state)
    part.layers[state.layer].through =
      input.through - state.rate.span(of: state.detector.delay)
  }

  /// Gives the detector silence until it has decided on the last sample.
  func finish(_ part: inout Recording, _ state: inout State) {
    detect([Float](repeating: .nan, count: state.detector.delay), &part, &state)
    part.layers[state.layer].through = part.channels[state.slot].through
  }

  private func detect(_ samples: [Float], _ part: inout Recording, _ state: inout State) {
    guard let origin = state.origin else { return }
    state.beats.removeAll(keepingCapacity: true)
    state.detector.process(samples.span, &state.memory, into: &state.beats)
    for beat in state.beats {
      part.layers[state.layer].annotations.append(
        Annotation(
          .beat, at: state.rate.time(of: origin + beat), label: Self.label,
          channel: state.channel))
    }
  }
}
