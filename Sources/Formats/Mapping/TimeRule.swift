internal import Configuration

/// When the samples of a signal were taken.
struct TimeRule: Sendable {
  enum Kind: String, CaseIterable {
    /// At a rate, from the start on.
    case rate
    /// Each at a time of its own.
    case timestamps
    /// In blocks, each with the time of its first sample.
    case blocks
    /// In segments, which a table lists.
    case segments
    /// At an even distance from the first: two numbers, `[t0, dt]`.
    case pair
    /// As `pair` where there are two numbers, and else as `timestamps`.
    case auto
  }

  enum Epoch: String, CaseIterable {
    /// Times count from the start of the recording.
    case start
    /// Times count from 1970-01-01T00:00:00Z.
    case unix
  }

  /// The columns of a table of segments.
  struct Fields: Sendable {
    var row: String?
    var time = "time"
    var count = "length"
    var rate: String?
  }

  /// How timestamps become samples at a rate.
  struct Regular: Sendable {
    /// How far an interval may lie from the period, as a share of it.
    var tolerance: Double
    var rate: ValueSource?
  }

  var kind = Kind.rate
  var epoch = Epoch.start
  var origin: MomentRule?
  var rate: ValueSource?
  var start: ValueSource?
  var values = "."
  var field: String?
  var column: Int?
  var unit: ValueSource?
  var samplesPerBlock: ValueSource?
  var blockPeriod: ValueSource?
  var table: String?
  var fields = Fields()
  var regular: Regular?
  var onUnsorted = OrderPolicy.error
  var onDuplicate = DuplicatePolicy.error
  var onBackward = SetBackPolicy.error
  var onOverlap = OverlapPolicy.error
  var onGap = GapPolicy.segment
  var gapAbove: Double?
  var onInvalidRate = RatePolicy.error
  var onRateChange = RatePolicy.error

  init() {}

  init(_ settings: inout Settings) {
    kind = settings.choice("kind", "How the file tells times.")
    epoch = settings.choice("epoch", default: .start, "What times count from.")
    origin = MomentRule.optional(
      "origin", &settings, "The moment that times count from, where the file states it.")
    rate = ValueSource.optional("rate", &settings, "The samples per second.")
    start = ValueSource.optional(
      "start", &settings, "The time of the first sample, for samples at a rate.")
    values = settings.string("values", default: ".", "The dataset of times, from the object on.")
    field = settings.optionalString("field", "The column of times in a table.")
    column = settings.optionalInteger(
      "column", in: 0...1_000_000, "The column of times in a dataset with several.")
    unit = ValueSource.optional("unit", &settings, "The unit of times and periods.")
    samplesPerBlock = ValueSource.optional("samplesPerBlock", &settings, "The samples of a block.")
    blockPeriod = ValueSource.optional("blockPeriod", &settings, "How long a block lasts.")
    table = settings.optionalString(
      "table", "The table of segments: a dataset, a group of columns, or an attribute as PATH@NAME."
    )
    fields =
      settings.object("fields", "The columns of a table of segments.") { fields in
        Fields(
          row: fields.optionalString(
            "row", "The first row of the samples; they follow each other unless stated."),
          time: fields.string("time", "The time of the first sample."),
          count: fields.string("count", "The number of samples."),
          rate: fields.optionalString("rate", "The samples per second."))
      } ?? Fields()
    regular = settings.object(
      "regular", "Takes evenly spaced times for samples at a rate, with gaps."
    ) { regular in
      Regular(
        tolerance: regular.number(
          "tolerance", in: 0...0.4, default: 0.1,
          "How far an interval may lie from the period, as a share of it."),
        rate: ValueSource.optional(
          "rate", &regular,
          "The samples per second; the roundest that the longest run without a gap allows, unless stated."
        ))
    }
    readPolicies(&settings)
    guard !settings.isDescribing else { return }
    check(&settings)
  }

  private mutating func readPolicies(_ settings: inout Settings) {
    onUnsorted = settings.choice(
      "onUnsorted", default: .error, "What times before those of earlier rows mean.")
    onDuplicate = settings.choice(
      "onDuplicate", default: .error, "What several rows with one time mean.")
    onBackward = settings.choice(
      "onBackward", default: .error,
      "What a step back of the times means, where rows are in the order of recording.")
    onOverlap = settings.choice(
      "onOverlap", default: .error, "What blocks or segments mean that overlap.")
    onGap = settings.choice("onGap", default: .segment, "What a gap means.")
    gapAbove = settings.optionalNumber(
      "gapAbove", in: 0...1e9, unit: "s", "From which length on a gap is an error.")
    onInvalidRate = settings.choice(
      "onInvalidRate", default: .error, "What segments mean whose rate is not above 0.")
    onRateChange = settings.choice(
      "onRateChange", default: .error, "What segments mean that have another rate than the first.")
  }

  /// Reports what is missing for the kind, what it does not know, and what does not go together.
  private func check(_ settings: inout Settings) {
    let needed: [(String, Bool)] =
      switch kind {
      case .rate: [("rate", rate == nil)]
      case .timestamps, .pair, .auto: [("unit", unit == nil)]
      case .blocks:
        [
          ("unit", unit == nil), ("samplesPerBlock", samplesPerBlock == nil),
          ("blockPeriod", blockPeriod == nil),
        ]
      case .segments:
        [
          ("unit", unit == nil), ("table", table == nil), ("fields", !settings.has("fields")),
          ("rate", rate == nil && fields.rate == nil && settings.has("fields")),
        ]
      }
    for (key, isMissing) in needed where isMissing {
      settings.refuse(key, "must be given for times of the kind '\(kind.rawValue)'")
    }
    for key in TimeRule.special where !kind.keys.contains(key) && settings.has(key) {
      settings.refuse(key, "means nothing for times of the kind '\(kind.rawValue)'")
    }
    if origin != nil, epoch == .unix {
      settings.refuse("origin", "and the epoch 'unix' cannot both be what times count from")
    }
    if onUnsorted == .sort, onBackward == .segment {
      settings.refuse("onBackward", "cannot go on where 'onUnsorted' sorts")
    }
    if onGap == .error, gapAbove == nil {
      settings.refuse("gapAbove", "must be given where a gap is an error")
    }
    if gapAbove != nil, onGap != .error {
      settings.refuse("gapAbove", "means something only where 'onGap' is 'error'")
    }
    if regular != nil, [.mean, .sum].contains(onDuplicate) {
      settings.refuse("onDuplicate", "must be keepFirst or keepLast for samples at a rate")
    }
  }

  /// The keys that not every kind knows.
  private static let special = [
    "rate", "start", "values", "field", "samplesPerBlock", "blockPeriod", "table", "fields",
    "regular", "onUnsorted", "onDuplicate", "onBackward", "onOverlap", "onGap", "gapAbove",
    "onInvalidRate", "onRateChange",
  ]
}

extension TimeRule.Kind {
  /// The keys that the kind knows, besides those that all know.
  fileprivate var keys: [String] {
    switch self {
    case .rate: ["rate", "start"]
    case .timestamps, .auto:
      [
        "values", "field", "regular", "onUnsorted", "onDuplicate", "onBackward", "onGap",
        "gapAbove",
      ]
    case .blocks:
      [
        "values", "field", "samplesPerBlock", "blockPeriod", "onUnsorted", "onBackward",
        "onOverlap", "onGap", "gapAbove",
      ]
    case .segments:
      [
        "rate", "table", "fields", "onUnsorted", "onBackward", "onOverlap", "onGap", "gapAbove",
        "onInvalidRate", "onRateChange",
      ]
    case .pair: ["values", "field"]
    }
  }
}
