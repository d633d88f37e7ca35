import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Takes off each sample the trend of the samples around it.
///
/// The trend is a polynomial fitted to the window about the sample, by its value in the middle. It is
/// a filter of linear phase, whose window slides: no steps where blocks would meet.
struct Detrend: FilteringStage {
  static let name = "detrend"
  static let summary = "Takes off each sample the trend of a window about it."

  static let example = StageExample(
    #"{ "stage": "detrend", "window": 2 }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 0, "for": 14, "spectrum": "wander", "snr": -10 },
        { "event": "gap", "channel": "II", "from": 7, "for": 1.5 } ]
      """#)

  let channels: ChannelSelection
  private let window: Double
  private let order: Int
  private let latency: Double
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    window = settings.number(
      "window", in: 0.1...60, default: 5, unit: "s",
      "How long the window about each sample is; half of it is delay.")
    order = settings.integer(
      "order", in: 0...5, default: 1,
      "The order of the trend: in the middle of a window, a mean and a line are the same.")
    latency = settings.number(
      "latency", in: 0.001...10, default: 0.25, unit: "s",
      "The longest block of the filter, which is delay too.")
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let radius = try channel.radius(ofWindow: window, key: "window", least: max(1, order / 2 + 1))
    let rate = try channel.wave(key: "channels").hertz
    return SameRate(
      LinearPhaseFilter(
        .detrending(radius: radius, order: order), rate: rate, latency: latency,
        bridging: gaps.bridge))
  }
}
