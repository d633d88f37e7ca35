import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Keeps what lies between two frequencies.
struct Bandpass: FilteringStage {
  static let name = "bandpass"
  static let summary = "Keeps what lies between two cut-off frequencies."

  static let example: StageExample? = StageExample(
    #"{ "stage": "bandpass", "low": 0.5, "high": 40 }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 0, "for": 14, "spectrum": "wander", "snr": -10 },
        { "event": "gap", "channel": "II", "from": 7, "for": 1.5 } ]
      """#)

  enum Method: String, CaseIterable, Sendable { case sections, linearPhase }

  let channels: ChannelSelection
  private let low: Double
  private let high: Double
  private let order: Int
  private let method: Method
  private let latency: Double
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    low = settings.number("low", in: 0.01...1000, unit: "Hz", "The lower cut-off frequency.")
    high = settings.number("high", in: 0.01...1000, unit: "Hz", "The upper cut-off frequency.")
    order = settings.integer(
      "order", in: 1...8, default: 2, "The order of each flank of the second-order sections.")
    method = settings.choice(
      "method", default: .sections,
      "Second-order sections by Butterworth, without delay, or a filter of linear phase.")
    latency = settings.number(
      "latency", in: 0.001...10, default: 0.25, unit: "s",
      "The longest block of the filter of linear phase.")
    gaps = GapPolicy(&settings, for: Self.name)
    if low >= high { settings.refuse("high", "must be above 'low'") }
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let rate = try channel.wave(key: "channels").hertz
    guard high < rate / 2 else {
      throw Mismatch(
        "high",
        "'high' must be below half the rate of '\(channel.name)', which is \(rate / 2) Hz")
    }
    switch method {
    case .sections:
      return SameRate(
        RecursiveFilter(
          Butterworth.bandPass(order: order, low: low, high: high, rate: rate), rate: rate,
          bridging: gaps.bridge))
    case .linearPhase:
      return SameRate(
        LinearPhaseFilter(
          .bandPass(low: low, high: high, rate: rate), rate: rate, latency: latency,
          bridging: gaps.bridge))
    }
  }
}
