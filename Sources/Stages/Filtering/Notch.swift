import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Takes out the mains' frequency and its harmonics.
struct NotchFilter: Stage {
  static let name = "notch"
  static let summary = "Takes out one frequency, such as the mains', and its harmonics."

  private let channels: ChannelSelection
  private let frequency: Double
  private let quality: Double
  private let harmonics: Int
  private let bridge: Double

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
    bridge = settings.number(
      "bridge", in: 0...1, default: 0.1, unit: "s",
      "The longest run of missing samples after which the filter goes on.")
  }

  private func filter(_ channel: ChannelDescription) throws(Mismatch) -> ChannelFilter {
    let rate = try channel.wave(key: "channels").hertz
    guard frequency < rate / 2 else {
      throw Mismatch(
        "frequency",
        "'frequency' must be below half the rate of '\(channel.name)', which is \(rate / 2) Hz")
    }
    var sections = Notch.design(frequency: frequency, quality: quality, rate: rate)
    for multiple in 0..<harmonics where frequency * Double(multiple + 2) < rate / 2 {
      sections = sections.followed(
        by: Notch.design(
          frequency: frequency * Double(multiple + 2), quality: quality, rate: rate))
    }
    return .recursive(RecursiveFilter(sections, rate: rate, bridging: bridge))
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    try layout.filtering(channels) { channel throws(Mismatch) in try filter(channel) }
  }

  func start(on layout: Layout) -> FilteringState {
    FilteringState(on: layout, channels) { channel throws(Mismatch) in try filter(channel) }
  }

  func process(_ part: inout Recording, _ state: inout FilteringState) { state.process(&part) }

  func finish(_ part: inout Recording, _ state: inout FilteringState) { state.finish(&part) }
}
