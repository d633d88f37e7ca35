import Configuration
import Pipelines
import Signals

/// A band of frequencies with a name.
struct FrequencyBand: Sendable {
  var name: String
  var low: Double
  var high: Double

  init(_ settings: inout Settings) {
    name = settings.string("name", "The name of the band's value.")
    low = settings.number("low", in: 0...10_000, unit: "Hz", "The lower edge.")
    high = settings.number("high", in: 0...10_000, unit: "Hz", "The upper edge.")
    if low >= high { settings.refuse("high", "must be above 'low'") }
  }

  /// Reads the bands whose powers a stage gives.
  static func list(_ settings: inout Settings) -> [FrequencyBand] {
    let bands = settings.list("bands", required: true, "The bands, each one value of the output.") {
      FrequencyBand(&$0)
    }
    if Set(bands.map(\.name)).count < bands.count {
      settings.refuse("bands", "must have names that differ")
    }
    return bands
  }

  /// Refuses bands that reach above half the rate of a channel.
  static func check(
    _ bands: [FrequencyBand], on channel: ChannelDescription, rate: Double
  ) throws(Mismatch) {
    for band in bands where band.low >= band.high || band.high > rate / 2 {
      throw Mismatch(
        "bands",
        "the band '\(band.name)' must end at half the rate of '\(channel.name)', \(rate / 2) Hz")
    }
  }
}
