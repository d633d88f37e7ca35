internal import Configuration

/// Which numbers of a file mean that nothing was measured; not-a-number always does.
struct MissingRule: Sendable {
  /// A number that the file states.
  var source: ValueSource?
  /// Numbers that the mapping states.
  var values: [Double]
  /// Numbers below this, and above that, are none that were measured.
  var below: Double?
  var above: Double?
  /// A number that fills the channel at both ends.
  var padding: Double?

  init(_ settings: inout Settings) {
    let given = ["attribute", "dataset", "value", "text", "texts"].contains { settings.has($0) }
    let source = ValueSource(&settings, mayBeEmpty: true)
    self.source = given ? source : nil
    values = settings.numbers("values", in: -1e300...1e300, "Numbers, as they are stored.")
    below = settings.optionalNumber(
      "below", in: -1e300...1e300, "The least stored number that can have been measured.")
    above = settings.optionalNumber(
      "above", in: -1e300...1e300, "The greatest stored number that can have been measured.")
    padding = settings.optionalNumber(
      "padding", in: -1e300...1e300, "The stored number that fills the channel at both ends.")
    if !settings.isDescribing, !given, values.isEmpty, below == nil, above == nil, padding == nil {
      settings.refuse("value", "must be given, or 'values', 'below', 'above' or 'padding'")
    }
    if let below, let above, below > above {
      settings.refuse("above", "must not lie under 'below'")
    }
  }
}
