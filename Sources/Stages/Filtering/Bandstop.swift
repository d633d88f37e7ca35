import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Takes out what lies between two frequencies.
struct Bandstop: BandStage {
  static let name = "bandstop"
  static let summary = "Takes out what lies between two frequencies."

  static let example = StageExample(
    #"{ "stage": "bandstop", "low": 45, "high": 55, "design": "chebyshev2" }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 0, "for": 14, "spectrum": "mains", "snr": 0 },
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
    band = .bandStop(low, high)
    choice = FilterChoice(&settings)
    gaps = GapPolicy(&settings, for: Self.name)
    if low >= high { settings.refuse("high", "must be above 'low'") }
  }
}
