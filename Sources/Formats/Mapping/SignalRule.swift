internal import Configuration

/// How objects of one kind in a file become channels.
struct SignalRule: Sendable {
  /// The path of the objects: `*` stands for any part of a name, `{name}` for the channel's name.
  var match: String
  /// What the channel's name must be like, one of them; any where empty.
  var names: [String]
  var filter: Filter?
  var name: ValueSource?
  var kind: String
  var lead: String?
  var unit: ValueSource?
  /// The dataset of the values, from the matched object on.
  var values: String
  var field: String?
  var column: Int?
  var isTransposed: Bool
  var transform: Transform
  var missing: ValueSource?
  var time: TimeRule

  /// An attribute that the matched object must have, like one of some patterns.
  struct Filter: Sendable {
    var attribute: String
    var patterns: [String]
  }

  init(_ settings: inout Settings) {
    match = settings.string("match", "The path of the objects, with '*' and '{name}'.")
    names = settings.strings("names", default: [], "What the name must be like, one of them.")
    filter = settings.object("where", "An attribute that tells the objects meant.") { filter in
      Filter(
        attribute: filter.string("attribute", "The attribute as PATH@NAME."),
        patterns: filter.strings("matches", "What it must be like, one of them."))
    }
    name = ValueSource.optional("name", &settings, "The channel's name, if not that of the path.")
    kind = settings.string("kind", default: "other", "What is measured.")
    lead = settings.optionalString("lead", "The lead; '{name}' stands for the channel's name.")
    unit = ValueSource.optional("unit", &settings, "The unit.")
    values = settings.string("values", default: ".", "The dataset, from the object on.")
    field = settings.optionalString("field", "The column of a table.")
    let column = settings.integer(
      "column", in: -1...1_000_000, default: -1, "The column of a dataset with several channels.")
    self.column = column < 0 ? nil : column
    isTransposed = settings.flag("transposed", "Whether channels are rows of the dataset.")
    transform =
      settings.object("transform", "How numbers become values.") { Transform(&$0) } ?? Transform()
    missing = ValueSource.optional("missing", &settings, "The number that means not measured.")
    time =
      settings.object("time", required: true, "When the samples were taken.") { TimeRule(&$0) }
      ?? TimeRule()
  }
}

/// How the numbers of a file become values.
struct Transform: Sendable {
  enum Kind: String, CaseIterable {
    /// They are the values.
    case identity
    /// (number − baseline) / gain.
    case gain
    /// number · scale + offset.
    case scale
    /// number / 10^exponent.
    case power
    /// (number / 2^resolution − zero) · reference / gain, as converters and their amplifiers do.
    case converter
  }

  var kind = Kind.identity
  var gain: ValueSource?
  var baseline: ValueSource?
  var scale: ValueSource?
  var offset: ValueSource?
  var exponent: ValueSource?
  var resolution: ValueSource?
  var zero: ValueSource?
  var reference: ValueSource?

  init() {}

  init(_ settings: inout Settings) {
    kind = settings.choice("kind", "What is done with a number.")
    gain = ValueSource.optional("gain", &settings, "What is divided by.")
    baseline = ValueSource.optional("baseline", &settings, "The number of the value zero.")
    scale = ValueSource.optional("scale", &settings, "What is multiplied by.")
    offset = ValueSource.optional("offset", &settings, "What is added after scaling.")
    exponent = ValueSource.optional("exponent", &settings, "The power of ten divided by.")
    resolution = ValueSource.optional("resolution", &settings, "The bits of the converter.")
    zero = ValueSource.optional("zero", &settings, "The share of the range that is zero.")
    reference = ValueSource.optional("reference", &settings, "The range of the converter.")
    let needed: [(String, Bool)] =
      switch kind {
      case .identity: []
      case .gain: [("gain", gain == nil), ("baseline", baseline == nil)]
      case .scale: [("scale", scale == nil)]
      case .power: [("exponent", exponent == nil)]
      case .converter:
        [
          ("resolution", resolution == nil), ("zero", zero == nil),
          ("reference", reference == nil), ("gain", gain == nil),
        ]
      }
    for (key, isMissing) in needed where isMissing && !settings.isDescribing {
      settings.refuse(key, "must be given for the transform '\(kind.rawValue)'")
    }
  }
}
