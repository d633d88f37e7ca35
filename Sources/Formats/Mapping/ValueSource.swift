internal import Configuration

/// Where a number or a text comes from: attributes of the file, tried in order, or the mapping.
struct ValueSource: Sendable {
  /// Attributes as `path@name`, the path from the matched object on.
  var attributes: [String]
  /// A number, where no attribute is there.
  var value: Double?
  /// A text, where no attribute is there.
  var text: String?

  /// Reads a source that need not be given; a text alone names an attribute.
  static func optional(_ key: String, _ settings: inout Settings, _ help: String) -> ValueSource? {
    settings.object(key, shorthand: "attribute", help) { source in
      let result = ValueSource(
        attributes: source.strings(
          "attribute", default: [], "Attributes as PATH@NAME, the first that is there."),
        value: source.optionalNumber(
          "value", in: -1e300...1e300, "The number, where no attribute is there."),
        text: source.optionalString("text", "The text, where no attribute is there."))
      for attribute in result.attributes where !attribute.contains("@") {
        source.refuse("attribute", "must be an attribute as PATH@NAME, not '\(attribute)'")
      }
      if !source.isDescribing, result.attributes.isEmpty, result.value == nil, result.text == nil {
        source.refuse("value", "must be given, or a text or an attribute")
      }
      return result
    }
  }
}
