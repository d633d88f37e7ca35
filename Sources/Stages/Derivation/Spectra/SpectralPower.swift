import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Measures how much power a channel has in bands of frequency.
struct SpectralPower: Stage {
  static let name = "spectral-power"
  static let summary =
    "Measures the power of a channel in bands of frequency, by Welch's method over a sliding window."

  static let example = StageExample(
    #"""
    { "stage": "spectral-power", "channels": "ABP", "relative": true,
      "bands": [ { "name": "breath", "low": 0.1, "high": 0.6 },
                 { "name": "pulse", "low": 0.7, "high": 3 } ] }
    """#,
    scene: #""events": [ { "event": "asystole", "from": 30, "for": 12 } ]"#,
    seconds: 0...60, shows: ["ABP"])

  private let channels: ChannelSelection
  private let bands: [FrequencyBand]
  private let spectra: WelchSettings
  private let isRelative: Bool
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The channel to measure: of several that fit, the one named first, else the first.")
    bands = FrequencyBand.list(&settings)
    spectra = WelchSettings(&settings)
    isRelative = settings.flag(
      "relative", "Gives shares of the power at all frequencies above zero.")
    output = settings.string("output", default: "power", "The name of the channel of powers.")
  }

  private func welch(on layout: Layout) throws(Mismatch) -> (welch: SlidingWelch, slot: Int) {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let rate = try channel.wave(key: "channels").hertz
    try FrequencyBand.check(bands, on: channel, rate: rate)
    return (try spectra.welch(on: channel), slot)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let channel = layout.channels[try welch(on: layout).slot]
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: output, kind: .numeric,
        unit: isRelative ? .one : channel.unit.squared,
        axis: bands.map(\.name), delay: channel.delay), key: "output")
    return layout
  }

  func start(on layout: Layout) -> SpectralRun {
    do {
      let (welch, slot) = try welch(on: layout)
      return SpectralRun(welch, slot: slot, output: layout.channels.count)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  /// A value has the time of the last sample it is of.
  func process(_ part: inout Recording, _ state: inout SpectralRun) {
    let axis = state.welch.frequencies
    state.process(&part) { spectrum, values in
      let whole = isRelative ? axis.power(of: spectrum, in: 0..<axis.rate / 2) : 1
      for band in bands {
        values.append(Float(axis.power(of: spectrum, in: band.low..<band.high) / whole))
      }
    }
  }
}
