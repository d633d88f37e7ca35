import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Takes out samples that are far from the median of those around them.
struct Hampel: FilteringStage {
  static let name = "hampel"
  static let summary = "Takes out samples far from the median around them, and leaves the others."

  static let example = StageExample(
    #"{ "stage": "hampel", "channels": "ABP", "window": 0.2 }"#,
    scene: #"""
      "events": [
        { "event": "lead-off", "channel": "ABP", "from": 3.1, "for": 0.03 },
        { "event": "lead-off", "channel": "ABP", "from": 5.3, "for": 0.02 },
        { "event": "gap", "channel": "ABP", "from": 6.5, "for": 0.7 } ]
      """#, seconds: 2...9, shows: ["ABP"])

  let channels: ChannelSelection
  private let window: Double
  private let deviations: Double
  private let replacement: HampelFilter.Replacement
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    window = settings.number(
      "window", in: 0.001...60, unit: "s",
      "How long the window about each sample is; half of it is the delay.")
    deviations = settings.number(
      "deviations", in: 0...1000, default: 3,
      "How far from the median a sample may be, in standard deviations as 1.4826 times the median"
        + " distance estimates them.")
    replacement = settings.choice(
      "replace", default: .median, "Whether an outlier becomes the median or missing.")
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let radius = try channel.radius(ofWindow: window, key: "window")
    let rate = try channel.wave(key: "channels").hertz
    return SameRate(
      HampelFilter(
        radius: radius, deviations: deviations, replacement: replacement,
        bridge: gaps.bridge(at: rate)))
  }
}
