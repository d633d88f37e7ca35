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
  }

  enum Epoch: String, CaseIterable {
    /// Times count from the start of the recording.
    case start
    /// Times count from 1970-01-01T00:00:00Z.
    case unix
  }

  var kind = Kind.rate
  var epoch = Epoch.start
  var rate: ValueSource?
  var values = "."
  var field: String?
  var column: Int?
  var unit: ValueSource?
  var samplesPerBlock: ValueSource?
  var blockPeriod: ValueSource?

  init() {}

  init(_ settings: inout Settings) {
    kind = settings.choice("kind", "How the file tells times.")
    epoch = settings.choice("epoch", default: .start, "What times count from.")
    rate = ValueSource.optional("rate", &settings, "The samples per second.")
    values = settings.string("values", default: ".", "The dataset of times, from the object on.")
    field = settings.optionalString("field", "The column of times in a table.")
    column = settings.optionalInteger(
      "column", in: 0...1_000_000, "The column of times in a dataset with several.")
    unit = ValueSource.optional("unit", &settings, "The unit of times and periods.")
    samplesPerBlock = ValueSource.optional("samplesPerBlock", &settings, "The samples of a block.")
    blockPeriod = ValueSource.optional("blockPeriod", &settings, "How long a block lasts.")
    let needed: [(String, Bool)] =
      switch kind {
      case .rate: [("rate", rate == nil)]
      case .timestamps: [("unit", unit == nil)]
      case .blocks:
        [
          ("unit", unit == nil), ("samplesPerBlock", samplesPerBlock == nil),
          ("blockPeriod", blockPeriod == nil),
        ]
      }
    for (key, isMissing) in needed where isMissing && !settings.isDescribing {
      settings.refuse(key, "must be given for times of the kind '\(kind.rawValue)'")
    }
  }
}
