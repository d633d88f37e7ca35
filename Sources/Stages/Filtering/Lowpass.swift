import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Keeps what lies below one frequency.
struct Lowpass: BandStage {
  static let name = "lowpass"
  static let summary = "Keeps what lies below a cut-off frequency."

  static let example = StageExample(
    #"{ "stage": "lowpass", "frequency": 15, "method": "linearPhase" }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 0, "for": 14, "spectrum": "white", "snr": 6 },
        { "event": "gap", "channel": "II", "from": 7, "for": 1.5 } ]
      """#)

  let channels: ChannelSelection
  let band: FilterBand
  let choice: FilterChoice
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    let frequency = settings.number(
      "frequency", in: 0.01...1000, unit: "Hz", "The cut-off frequency.")
    band = .lowPass(frequency)
    choice = FilterChoice(&settings)
    gaps = GapPolicy(&settings, for: Self.name)
  }
}
