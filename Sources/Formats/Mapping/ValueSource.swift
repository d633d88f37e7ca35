internal import Configuration

/// Where a number or a text comes from: places of the file, tried in order, or the mapping.
///
/// A place is an attribute as `PATH@NAME`, a value inside an attribute that holds JSON as
/// `PATH@NAME#/POINTER` (RFC 6901), or a dataset by its path. Paths lead from the matched object on;
/// `{name}`, `{field}`, `{index}` and `{number}` stand for what was matched, and `->` behind a place
/// follows the reference that stands there.
struct ValueSource: Sendable {
  /// Attributes, from the matched object on.
  var attributes: [String] = []
  /// Datasets, where no attribute is there.
  var datasets: [String] = []
  /// Whether attributes that an object lacks are looked for in the groups around it, up to the root.
  var isInherited = false
  /// Which of several elements is meant.
  var element: Element?
  /// Numbers or texts, in which the place of the channel's `{name}` is that of its element.
  var among: String?
  /// A number, where none of the places is there.
  var value: Double?
  /// A text, where none of the places is there.
  var text: String?
  /// A text for each channel of the object.
  var texts: [String] = []

  /// Which of several elements is meant.
  enum Element: Hashable, Sendable {
    /// The one of the channel, counted within its object.
    case channel
    /// The one of the recording, counted within the file.
    case recording
    /// This one, counted from 0.
    case index(Int)

    init?(_ text: String) {
      switch text {
      case "channel": self = .channel
      case "recording": self = .recording
      default:
        guard let index = Int(text), (0...1_000_000).contains(index) else { return nil }
        self = .index(index)
      }
    }
  }

  /// Reads a source that need not be given; a text alone names an attribute.
  static func optional(_ key: String, _ settings: inout Settings, _ help: String) -> ValueSource? {
    settings.object(key, shorthand: "attribute", help) { ValueSource(&$0) }
  }

  init(attributes: [String] = [], value: Double? = nil, text: String? = nil) {
    self.attributes = attributes
    self.value = value
    self.text = text
  }

  init(_ source: inout Settings, mayBeEmpty: Bool = false) {
    attributes = source.strings(
      "attribute", default: [],
      "Attributes as PATH@NAME, or PATH@NAME#/POINTER into JSON; the first that is there.")
    datasets = source.strings(
      "dataset", default: [], "Datasets, where no attribute is there; the first that is there.")
    isInherited = source.flag(
      "inherit", "Whether attributes are looked for in the groups around the object too.")
    let word = source.optionalString(
      "element", "Which of several elements: 'channel', 'recording', or a number from 0.")
    among = source.optionalString(
      "among", "A list in which the channel's '{name}' has the place of its element.")
    value = source.optionalNumber(
      "value", in: -1e300...1e300, "The number, where no place is there.")
    text = source.optionalString("text", "The text, where no place is there.")
    texts = source.strings("texts", default: [], "A text for each channel of the object.")
    guard !source.isDescribing else { return }
    element = word.flatMap { Element($0) }
    if word != nil, element == nil {
      source.refuse("element", "must be 'channel', 'recording' or a number from 0")
    }
    for attribute in attributes where !attribute.contains("@") {
      source.refuse("attribute", "must be an attribute as PATH@NAME, not '\(attribute)'")
    }
    for dataset in datasets where dataset.contains("@") && !dataset.contains("->") {
      source.refuse("dataset", "must be a path without '@', not '\(dataset)'")
    }
    if !mayBeEmpty, attributes.isEmpty, datasets.isEmpty, texts.isEmpty, value == nil, text == nil {
      source.refuse("value", "must be given, or a text, an attribute or a dataset")
    }
  }
}
