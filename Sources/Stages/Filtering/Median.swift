import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Puts the median of the samples around it in each sample's place.
struct Median: FilteringStage {
  static let name = "median"
  static let summary =
    "Takes the median around each sample: spikes go, steps stay."

  static let example = StageExample(
    #"{ "stage": "median", "channels": "ABP", "window": 0.1 }"#,
    scene: #"""
      "events": [
        { "event": "lead-off", "channel": "ABP", "from": 3.1, "for": 0.03 },
        { "event": "lead-off", "channel": "ABP", "from": 5.3, "for": 0.02 },
        { "event": "gap", "channel": "ABP", "from": 6.5, "for": 0.7 } ]
      """#, seconds: 2...9, shows: ["ABP"])

  let channels: ChannelSelection
  private let window: Double
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    window = settings.number(
      "window", in: 0.001...60, unit: "s",
      "How long the window about each sample is; half of it is the delay.")
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let radius = try channel.radius(ofWindow: window, key: "window")
    let rate = try channel.wave(key: "channels").hertz
    return SameRate(MedianFilter(radius: radius, bridge: gaps.bridge(at: rate)))
  }
}
