import Configuration

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
}
