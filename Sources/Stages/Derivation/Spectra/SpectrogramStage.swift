import Configuration
import Kernels
import Pipelines
import SignalProcessing
import Signals

/// Gives short-time spectra of a channel.
struct SpectrogramStage: Stage {
  static let name = "spectrogram"
  static let summary =
    "Gives short-time spectra of a channel, frequency by frequency or in bands on a warped axis."

  static let example = StageExample(
    #"{ "stage": "spectrogram", "high": 60 }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 5, "for": 4, "spectrum": "muscle", "snr": 0 },
        { "event": "noise", "channel": "II", "from": 12, "for": 4, "spectrum": "mains", "snr": 6 } ]
      """#, seconds: 1...19)

  private enum Scale: String, CaseIterable {
    case decibel, power
  }

  private let channels: ChannelSelection
  private let window: Double
  private let every: Double
  private let bands: Int?
  private let corner: Double
  private let limits: FrequencyLimits
  private let scale: Scale
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The channel to measure: of several that fit, the one named first, else the first.")
    window = settings.number(
      "window", in: 0.01...60, default: 1, unit: "s",
      "The time that a spectrum is of, under Hann's window.")
    every = settings.number(
      "every", in: 0.001...60, default: 0.5, unit: "s",
      "The time from one spectrum to the next.")
    bands = settings.optionalInteger(
      "bands", in: 1...512,
      "How many overlapping bands to give the power in; without it the density at each frequency.")
    corner = settings.number(
      "corner", in: 0.01...10_000, default: 700, unit: "Hz",
      "Bands are evenly spaced below, and by a constant ratio above; 700 Hz is the mel scale.")
    limits = FrequencyLimits(&settings)
    scale = settings.choice(
      "scale", default: .decibel,
      "'power' in squared units, per Hz without bands; or its level in 'decibel', down to -200.")
    output = settings.string(
      "output", default: "spectrogram", "The name of the channel of spectra.")
  }

  /// What a spectrum is turned into.
  fileprivate enum Values {
    case frequencies(Range<Int>)
    case bands(WarpedBands)
  }

  private struct Parts {
    var welch: SlidingWelch
    var values: Values
    var slot: Int
  }

  private func parts(on layout: Layout) throws(Mismatch) -> Parts {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let rate = try channel.wave(key: "channels").hertz
    let length = Int((window * rate).rounded())
    guard length >= 2 else {
      throw Mismatch("window", "'window' must hold two samples of '\(channel.name)' at least")
    }
    let welch = SlidingWelch(
      rate: rate, tapers: .window(.hann, length: length),
      hop: max(1, Int((every * rate).rounded())))
    let band = try limits.band(on: channel)
    guard let bands else {
      let indices = try FrequencyLimits.indices(of: welch.frequencies, in: band, key: "window")
      return Parts(welch: welch, values: .frequencies(indices), slot: slot)
    }
    let warped = WarpedBands(
      welch.frequencies, low: band.lowerBound, high: band.upperBound, count: bands, corner: corner)
    guard let warped else {
      throw Mismatch(
        "bands", "are so narrow that some hold no frequency: ask for fewer, or a longer 'window'")
    }
    return Parts(welch: welch, values: .bands(warped), slot: slot)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let parts = try parts(on: layout)
    let channel = layout.channels[parts.slot]
    let unit = bands == nil ? channel.unit.squared.perHertz : channel.unit.squared
    let axis =
      switch parts.values {
      case .frequencies(let indices): indices.map { parts.welch.frequencies[$0] }
      case .bands(let bands): bands.centers
      }
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: output, kind: .numeric, unit: scale == .power ? unit : Unit(rawValue: "dB"),
        axis: axis.map { FrequencyLimits.word($0) }, delay: channel.delay), key: "output")
    return layout
  }

  struct State: Sendable {
    var run: SpectralRun
    fileprivate var values: Values
  }

  func start(on layout: Layout) -> State {
    do {
      let parts = try parts(on: layout)
      return State(
        run: SpectralRun(parts.welch, slot: parts.slot, output: layout.channels.count),
        values: parts.values)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  /// A spectrum has the time of the last sample it is of.
  func process(_ part: inout Recording, _ state: inout State) {
    let kind = state.values
    state.run.process(&part) { spectrum, values in
      let first = values.count
      switch kind {
      case .frequencies(let indices): for index in indices { values.append(spectrum[index]) }
      case .bands(let bands): bands.process(spectrum, into: &values)
      }
      guard scale == .decibel else { return }
      for index in first..<values.count {
        let power = Double(values[index])
        let level = 10 * Elementary.log10(power > 1e-20 ? power : 1e-20)
        values[index] = power.isNaN ? .nan : Float(level)
      }
    }
  }
}
