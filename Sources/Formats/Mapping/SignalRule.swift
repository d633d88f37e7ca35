internal import Configuration

/// How objects of one kind in a file become channels.
struct SignalRule: Sendable {
  /// The path of the objects: `*` stands for any part of a name, `{name}` for the channel's name.
  var match: String
  /// What the channel's name must be like, one of them; any where empty.
  var names: [String]
  /// What the channel's name must not be like.
  var except: [String]
  var filter: Filter?
  var name: ValueSource?
  var kind: String
  var lead: String?
  var unit: ValueSource?
  /// The dataset of the values, from the matched object on.
  var values: String
  /// Patterns of the columns of a table, one channel for each column.
  var fields: [String]
  /// What each dimension of the dataset is; where empty, one channel along the long one.
  var dimensions: [SampleShape.Dimension]
  var column: Int?
  var isTransposed: Bool
  var transform: Transform
  var missing: MissingRule?
  var time: TimeRule

  /// An attribute that the matched object must have, like one of some patterns.
  struct Filter: Sendable {
    var attribute: String
    var patterns: [String]
  }

  init(_ settings: inout Settings) {
    match = settings.string("match", "The path of the objects, with '*' and '{name}'.")
    names = settings.strings("names", default: [], "What the name must be like, one of them.")
    except = settings.strings(
      "except", default: [], "What the name must not be like, none of them.")
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
    fields = settings.strings(
      "field", default: [], "The columns of a table, with '*'; one channel for each.")
    let words = settings.strings(
      "dimensions", default: [], "What each dimension is: time, channel, recording or one.")
    dimensions = words.compactMap { SampleShape.Dimension(rawValue: $0) }
    let column = settings.integer(
      "column", in: -1...1_000_000, default: -1, "The column of a dataset with several channels.")
    self.column = column < 0 ? nil : column
    isTransposed = settings.flag("transposed", "Whether channels are rows of the dataset.")
    transform =
      settings.object("transform", "How numbers become values.") { Transform(&$0) } ?? Transform()
    missing = settings.object(
      "missing", shorthand: "attribute", "The numbers that mean not measured."
    ) { MissingRule(&$0) }
    time =
      settings.object("time", required: true, "When the samples were taken.") { TimeRule(&$0) }
      ?? TimeRule()
    guard !settings.isDescribing else { return }
    if let wrong = words.first(where: { SampleShape.Dimension(rawValue: $0) == nil }) {
      let known = SampleShape.Dimension.allCases.map(\.rawValue)
      settings.refuse(
        "dimensions",
        "must be time, channel, recording or one, not '\(wrong)'"
          + suggestion(for: wrong, among: known))
    } else if !words.isEmpty {
      let isTold = dimensions.filter { $0 == .time }.count == 1
      if !isTold
        || Set(dimensions.filter { $0 != .one }).count < dimensions.filter({ $0 != .one }).count
      {
        settings.refuse("dimensions", "must name 'time' once, and the others no more than once")
      }
      if isTransposed { settings.refuse("transposed", "means nothing beside 'dimensions'") }
    }
    if !fields.isEmpty, column >= 0 || !words.isEmpty {
      settings.refuse("field", "cannot be given together with 'column' or 'dimensions'")
    }
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
    /// From the range of whole numbers to that of values, as EDF has them.
    case range
    /// (number / 2^resolution − zero) · reference / gain, as converters and their amplifiers do.
    case converter
  }

  var kind = Kind.identity
  var gain: ValueSource?
  var baseline: ValueSource?
  var scale: ValueSource?
  var offset: ValueSource?
  var exponent: ValueSource?
  var digitalMinimum: ValueSource?
  var digitalMaximum: ValueSource?
  var physicalMinimum: ValueSource?
  var physicalMaximum: ValueSource?
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
    digitalMinimum = ValueSource.optional(
      "digitalMinimum", &settings, "The least number.")
    digitalMaximum = ValueSource.optional(
      "digitalMaximum", &settings, "The greatest number.")
    physicalMinimum = ValueSource.optional(
      "physicalMinimum", &settings, "The value of the least number.")
    physicalMaximum = ValueSource.optional(
      "physicalMaximum", &settings, "The value of the greatest number.")
    resolution = ValueSource.optional("resolution", &settings, "The bits of the converter.")
    zero = ValueSource.optional("zero", &settings, "The share of the range that is zero.")
    reference = ValueSource.optional("reference", &settings, "The range of the converter.")
    let needed: [(String, Bool)] =
      switch kind {
      case .identity: []
      case .gain: [("gain", gain == nil), ("baseline", baseline == nil)]
      case .scale: [("scale", scale == nil)]
      case .power: [("exponent", exponent == nil)]
      case .range:
        [
          ("digitalMinimum", digitalMinimum == nil), ("digitalMaximum", digitalMaximum == nil),
          ("physicalMinimum", physicalMinimum == nil), ("physicalMaximum", physicalMaximum == nil),
        ]
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
