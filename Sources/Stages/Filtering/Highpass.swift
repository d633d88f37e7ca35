import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Keeps what lies above one frequency.
struct Highpass: BandStage {
  static let name = "highpass"
  static let summary = "Keeps what lies above a cut-off frequency."

  static let example = StageExample(
    #"{ "stage": "highpass", "frequency": 0.5, "method": "zeroPhase" }"#,
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
    let frequency = settings.number(
      "frequency", in: 0.01...1000, unit: "Hz", "The cut-off frequency.")
    band = .highPass(frequency)
    choice = FilterChoice(&settings)
    gaps = GapPolicy(&settings, for: Self.name)
  }
}
