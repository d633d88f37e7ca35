import Configuration
import Pipelines
import SignalProcessing
import Signals

/// The lowest and the highest frequency of a stage's output.
struct FrequencyLimits: Sendable {
  let low: Double
  let high: Double?

  init(_ settings: inout Settings, low standard: Double = 0) {
    low = settings.number(
      "low", in: 0...10_000, default: standard, unit: "Hz", "The lowest frequency that counts.")
    high = settings.optionalNumber(
      "high", in: 0...10_000, unit: "Hz",
      "The highest frequency that counts; half the channel's rate, if not given.")
    if let high, low >= high { settings.refuse("high", "must be above 'low'") }
  }

  /// The band on a channel, below half its rate.
  func band(on channel: ChannelDescription) throws(Mismatch) -> ClosedRange<Double> {
    let half = try channel.wave(key: "channels").hertz / 2
    let top = high ?? half
    guard top <= half, low < top else {
      throw Mismatch(
        high == nil ? "low" : "high",
        "'\(high == nil ? "low" : "high")' must lie below half the rate of '\(channel.name)', \(half) Hz"
      )
    }
    return low...top
  }

  /// The numbers of the frequencies within a band; throws where they are none, or too many to be
  /// the values of a vector.
  static func indices(
    of axis: FrequencyAxis, in band: ClosedRange<Double>, key: String
  ) throws(Mismatch) -> Range<Int> {
    let indices = axis.indices(in: band)
    guard !indices.isEmpty else {
      throw Mismatch(key, "'\(key)' must be long enough for a frequency between 'low' and 'high'")
    }
    guard indices.count <= largest else {
      throw Mismatch(
        "high", "would give \(indices.count) frequencies; \(largest) at most fit into a vector")
    }
    return indices
  }

  private static let largest = 4096

  /// What a value at a frequency is called.
  static func word(_ frequency: Double) -> String {
    "\((frequency * 1e6).rounded() / 1e6) Hz"
  }
}
