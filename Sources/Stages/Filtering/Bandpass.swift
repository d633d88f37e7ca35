import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Keeps what lies between two frequencies.
struct Bandpass: BandStage {
  static let name = "bandpass"
  static let summary = "Keeps what lies between two cut-off frequencies."

  static let example = StageExample(
    #"{ "stage": "bandpass", "low": 0.5, "high": 40 }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 0, "for": 14, "spectrum": "wander", "snr": -10 },
        { "event": "gap", "channel": "II", "from": 7, "for": 1.5 } ]
      """#)

  let channels: ChannelSelection
  let band: FilterBand
  let choice: FilterChoice
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    let low = settings.number("low", in: 0.01...1000, unit: "Hz", "The lower cut-off frequency.")
    let high = settings.number("high", in: 0.01...1000, unit: "Hz", "The upper cut-off frequency.")
    band = .bandPass(low, high)
    choice = FilterChoice(&settings)
    gaps = GapPolicy(&settings, for: Self.name)
    if low >= high { settings.refuse("high", "must be above 'low'") }
  }
}
