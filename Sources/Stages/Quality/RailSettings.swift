import Configuration
import SignalProcessing

/// Where channels saturate, as settings say it.
struct RailSettings: Sendable {
  private let low: Double?
  private let high: Double?
  private let hold: Double?

  /// Reads the rails.
  init(_ settings: inout Settings) {
    low = settings.optionalNumber(
      "low", in: -1e9...1e9, "The lower rail in the channel's unit: it saturates there.")
    high = settings.optionalNumber(
      "high", in: -1e9...1e9, "The upper rail in the channel's unit: it saturates there.")
    hold = settings.optionalNumber(
      "railHold", in: 0.1...60, unit: "s",
      "Learns rails of channels that were not filtered: extreme values that are held for so long once,"
        + " or for three samples and 12 ms three times; without it none is learned.")
    if let low, let high, low >= high { settings.refuse("high", "must be above 'low'") }
  }

  /// Whether no rail is stated or learned.
  var isEmpty: Bool { low == nil && high == nil && hold == nil }

  /// The rails of a channel with `rate` samples per second.
  func rails(at rate: Double) -> Rails {
    let low = Float(low ?? -.infinity)
    let high = Float(high ?? .infinity)
    guard let hold else { return Rails(low: low, high: high) }
    return Rails(low: low, high: high, learningAt: rate, hold: hold)
  }
}
