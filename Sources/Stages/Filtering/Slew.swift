import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Lets a channel change no faster than a limit.
struct Slew: FilteringStage {
  static let name = "slew"
  static let summary = "Lets a channel change no faster than a limit."

  static let example = StageExample(
    #"{ "stage": "slew", "channels": "ABP", "limit": 1000 }"#,
    scene: #"""
      "events": [
        { "event": "lead-off", "channel": "ABP", "from": 3.1, "for": 0.03 },
        { "event": "lead-off", "channel": "ABP", "from": 5.3, "for": 0.02 },
        { "event": "gap", "channel": "ABP", "from": 6.5, "for": 0.7 } ]
      """#, seconds: 2...9, shows: ["ABP"])

  let channels: ChannelSelection
  private let limit: Double
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    limit = settings.number(
      "limit", in: 1e-6...1e9,
      "The most that a channel may change in a second, in its unit.")
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let rate = try channel.wave(key: "channels").hertz
    return SameRate(SlewLimit(step: Float(limit / rate), bridge: gaps.bridge(at: rate)))
  }
}
