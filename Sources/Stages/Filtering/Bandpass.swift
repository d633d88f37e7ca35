import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Keeps what lies between two frequencies.
struct Bandpass: Stage {
  static let name = "bandpass"
  static let summary = "Keeps what lies between two cut-off frequencies."

  enum Method: String, CaseIterable, Sendable { case sections, linearPhase }

  private let channels: ChannelSelection
  private let low: Double
  private let high: Double
  private let order: Int
  private let method: Method
  private let latency: Double
  private let bridge: Double

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
    bridge = settings.number(
      "bridge", in: 0...1, default: 0.1, unit: "s",
      "The longest run of missing samples after which the filter goes on.")
    if low >= high { settings.refuse("high", "must be above 'low'") }
  }

  private func filter(_ channel: ChannelDescription) throws(Mismatch) -> ChannelFilter {
    let rate = try channel.wave(key: "channels").hertz
    guard high < rate / 2 else {
      throw Mismatch(
        "high",
        "'high' must be below half the rate of '\(channel.name)', which is \(rate / 2) Hz")
    }
    switch method {
    case .sections:
      return .recursive(
        RecursiveFilter(
          Butterworth.bandPass(order: order, low: low, high: high, rate: rate), rate: rate,
          bridging: bridge))
    case .linearPhase:
      return .linearPhase(
        LinearPhaseFilter(
          .bandPass(low: low, high: high, rate: rate), rate: rate, latency: latency,
          bridging: bridge))
    }
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
