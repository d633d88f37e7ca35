import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Takes out the mains' frequency and its harmonics.
struct NotchFilter: FilteringStage {
  static let name = "notch"
  static let summary = "Takes out one frequency, such as the mains', and its harmonics."

  static let example = StageExample(
    #"{ "stage": "notch", "frequency": 50 }"#,
    scene: #"""
      "events": [ { "event": "noise", "channel": "II", "from": 3.5, "for": 4, "spectrum": "mains" } ]
      """#, seconds: 2...8)

  let channels: ChannelSelection
  private let frequency: Double
  private let quality: Double
  private let harmonics: Int
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    frequency = settings.number(
      "frequency", in: 0.1...1000, default: 50, unit: "Hz", "The frequency to take out.")
    quality = settings.number(
      "quality", in: 1...1000, default: 30, "The frequency over the width of the notch at −3 dB.")
    harmonics = settings.integer(
      "harmonics", in: 0...20, default: 0,
      "How many multiples of the frequency to take out too, as far as they are below half the rate."
    )
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let rate = try channel.rate(above: frequency, key: "frequency")
    var sections = Notch.design(frequency: frequency, quality: quality, rate: rate)
    for multiple in 0..<harmonics where frequency * Double(multiple + 2) < rate / 2 {
      sections = sections.followed(
        by: Notch.design(
          frequency: frequency * Double(multiple + 2), quality: quality, rate: rate))
    }
    return SameRate(RecursiveFilter(sections, rate: rate, bridging: gaps.bridge))
  }
}
