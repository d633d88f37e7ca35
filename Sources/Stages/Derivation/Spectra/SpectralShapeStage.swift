import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Says how the power of a channel is spread over frequencies: in one channel the edge, the median and
/// the peak, in another the entropy, which has no unit.
struct SpectralShapeStage: Stage {
  static let name = "spectral-shape"
  static let summary =
    "Says how a channel's power is spread over frequencies: entropy, edge, median and peak."

  static let example = StageExample(
    #"{ "stage": "spectral-shape" }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 20, "for": 15, "spectrum": "muscle", "snr": 0 } ]
      """#, seconds: 0...50)

  private let channels: ChannelSelection
  private let limits: FrequencyLimits
  private let edge: Double
  private let spectra: WelchSettings
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The channel to measure: of several that fit, the one named first, else the first.")
    limits = FrequencyLimits(&settings, low: 0.5)
    edge = settings.number(
      "edge", in: 0.5...1, default: 0.95, "The share of the power that lies below the edge.")
    spectra = WelchSettings(&settings)
    output = settings.string(
      "output", default: "shape",
      "What goes before 'frequencies' and 'entropy' in the names of the two channels.")
  }

  private func parts(
    on layout: Layout
  ) throws(Mismatch) -> (welch: SlidingWelch, band: ClosedRange<Double>, slot: Int) {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let welch = try spectra.welch(on: channel)
    let band = try limits.band(on: channel)
    guard welch.frequencies.indices(in: band).count > 1 else {
      throw Mismatch(
        "segment", "must be long enough for two frequencies between 'low' and 'high'")
    }
    return (welch, band, slot)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let channel = layout.channels[try parts(on: layout).slot]
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: "\(output) frequencies", kind: .numeric, unit: Unit(rawValue: "Hz"),
        axis: ["edge", "median", "peak"], delay: channel.delay), key: "output")
    try layout.add(
      ChannelDescription(
        name: "\(output) entropy", kind: .numeric, unit: .one, delay: channel.delay),
      key: "output")
    return layout
  }

  struct State: Sendable {
    var run: SpectralRun
    var band: ClosedRange<Double>
    /// The slots of the two channels.
    var frequencies: Int
    var entropy: Int
  }

  func start(on layout: Layout) -> State {
    do {
      let (welch, band, slot) = try parts(on: layout)
      let first = layout.channels.count
      return State(
        run: SpectralRun(welch, slot: slot, outputs: first..<first + 2), band: band,
        frequencies: first, entropy: first + 1)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  /// A shape has the time of the last sample it is of.
  func process(_ part: inout Recording, _ state: inout State) {
    let axis = state.run.welch.frequencies
    let (band, frequencies, entropy) = (state.band, state.frequencies, state.entropy)
    state.run.process(&part) { spectrum, time, part in
      let shape = axis.shape(of: spectrum, in: band, edge: edge)
      part.channels[frequencies].times.append(time)
      part.channels[frequencies].samples.append(Float(shape.edge))
      part.channels[frequencies].samples.append(Float(shape.median))
      part.channels[frequencies].samples.append(Float(shape.peak))
      part.channels[entropy].append(Float(shape.entropy), at: time)
    }
  }
}
