import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Keeps channels between two values.
struct ClipStage: FilteringStage {
  static let name = "clip"
  static let summary = "Keeps channels between two values, or takes out what lies beyond."

  static let example = StageExample(
    #"{ "stage": "clip", "low": -2, "high": 2, "beyond": "missing" }"#,
    scene: #""events": [ { "event": "lead-off", "channel": "II", "from": 4, "for": 2 } ]"#)

  let channels: ChannelSelection
  private let low: Double
  private let high: Double
  private let replacement: Clip.Replacement
  /// Each sample stands alone: there are no edges, and nothing is bridged.
  let gaps = GapPolicy.alone

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to clip, in place.")
    low = settings.number(
      "low", in: -1e9...1e9, "The least value, in the unit of the channel.")
    high = settings.number(
      "high", in: -1e9...1e9, "The greatest value, in the unit of the channel.")
    replacement = settings.choice(
      "beyond", default: .limit, "Whether values beyond become the limit or missing.")
    if low > high { settings.refuse("high", "must not be below 'low'") }
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    _ = try channel.wave(key: "channels")
    return SameRate(Clip(limits: Float(low)...Float(high), replacement: replacement))
  }
}
