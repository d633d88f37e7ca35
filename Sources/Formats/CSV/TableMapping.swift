public import Configuration

/// How tables of separated values become recordings: a JSON document beside that for HDF5 (``Mapping``).
///
/// A recording has one table or several, whose names share the recording's id. What the tables leave
/// open — a unit, what times count in, what several values at one time mean — the document says;
/// nothing is guessed.
public struct TableMapping: Sendable {
  /// The name of the layout.
  public let name: String
  /// The civil time of the start, as ISO 8601 with an offset.
  let start: String?
  let tables: [TableRule]

  /// Reads a document; every mistake is reported with its place.
  public init(_ text: SourceText) throws(Diagnostics) {
    let document = try JSON.parse(text)
    var settings = Settings(document, in: text, path: "layout")
    self = TableMapping(&settings)
    settings.finish(ignoring: ["$schema"])
    guard settings.diagnostics.isEmpty else { throw Diagnostics(settings.diagnostics) }
  }

  /// Reads a document from a file.
  public init(reading path: String) throws(Diagnostics) {
    try self.init(try SourceText(reading: path))
  }

  /// Whether a document is one for tables: it has `tables`.
  public static func claims(_ text: SourceText) -> Bool {
    guard let document = try? JSON.parse(text), case .object(let members) = document.value else {
      return false
    }
    return members.contains { $0.key == "tables" }
  }

  private init(_ settings: inout Settings) {
    name = settings.string("layout", "The name of the layout.")
    _ = settings.optionalString("description", "What the layout is, and who writes it.")
    start = settings.optionalString(
      "start", "When the recordings start, as ISO 8601 with an offset.")
    if let start, CivilTime.moment(start) == nil {
      settings.refuse("start", "must be a time such as 2023-11-14T22:13:20+01:00")
    }
    tables = settings.list("tables", required: true, "The tables of a recording.") {
      TableRule(&$0)
    }
  }

  /// The settings that a document may have, for help and schema.
  public static var parameters: [Parameter] {
    Settings.describing { _ = TableMapping(&$0) }
  }
}

/// How one table of a recording is read.
struct TableRule: Sendable {
  enum Form: String, CaseIterable {
    /// A row is a time, a column a channel.
    case wide
    /// A row is one value: its time, its quantity, the value.
    case long
    /// Columns of times, each the moments of a reference layer.
    case moments
    /// Lines of a name and a text, which state something once.
    case statements
    /// The channels, annotations and descriptors that Vigil writes beside samples.
    case channels, annotations, descriptors
  }

  /// What is done with a row whose time lies before that of the row before it.
  enum Unsorted: String, CaseIterable {
    case error, sort
  }

  var form: Form
  /// The name of the file, with `{id}`; `.gz` may follow it.
  var file: NamePattern
  /// What the first line must be like for the table to be this one.
  var header: NamePattern?
  var separator: UInt8
  var decimal: UInt8
  var missing: [String]
  var time: TableTime?
  var quantity: String?
  var value: String?
  var columns: [TableColumnRule]
  var ignored: [NamePattern]
  var onUnsorted: Unsorted
  var onDuplicate: DuplicatePolicy

  init(_ settings: inout Settings) {
    form = settings.choice("form", "What a row is.")
    file = NamePattern(
      settings.string(
        "file", "The name of the file; '{id}' stands for the recording's, '*' for any."))
    header = settings.optionalString("header", "What the first line must be like, with '*'.")
      .map { NamePattern($0) }
    separator = TableRule.byte("separator", default: ",", &settings, "What stands between columns.")
    decimal = TableRule.byte("decimal", default: ".", &settings, "What stands before fractions.")
    missing = settings.strings(
      "missing", default: [], "What stands where nothing was measured, beside nothing at all.")
    time = settings.object("time", "When a row was measured.") { TableTime(&$0) }
    quantity = settings.optionalString("quantity", "The column of quantities of a long table.")
    value = settings.optionalString("value", "The column of values of a long table.")
    columns = settings.list(
      "columns", "What becomes of columns or quantities, the first that fits."
    ) { TableColumnRule(&$0) }
    ignored = settings.strings("ignore", default: [], "Columns or quantities that are left out.")
      .map { NamePattern($0) }
    onUnsorted = settings.choice(
      "onUnsorted", default: .error, "What a time before the last means.")
    onDuplicate = settings.choice(
      "onDuplicate", default: .error, "What several values of a channel at one time mean.")
    if settings.isDescribing { return }
    if !file.text.contains("{id}") {
      settings.refuse("file", "must hold '{id}', from which the recording has its name")
    }
    let hasTimes = [.wide, .long, .moments, .annotations].contains(form)
    if hasTimes, time == nil { settings.refuse("time", "must be given") }
    if form == .long {
      if quantity == nil { settings.refuse("quantity", "must be given for a long table") }
      if value == nil { settings.refuse("value", "must be given for a long table") }
    }
    if let time, time.column == nil, form == .long || (form == .wide && time.rate == nil) {
      settings.refuse(
        "time", "must name the column of times, or of a wide table the rate of its rows")
    }
    if separator == decimal { settings.refuse("decimal", "must not be the separator") }
  }

  private static func byte(
    _ key: String, default standard: String, _ settings: inout Settings, _ help: String
  ) -> UInt8 {
    let text = settings.string(key, default: standard, help)
    let byte = text == "tab" ? 9 : text.utf8.first ?? 0
    guard text == "tab" || (text.utf8.count == 1 && byte >= 0x20 && byte != 0x22) else {
      settings.refuse(key, "must be one character, or 'tab'")
      return standard.utf8.first ?? 0
    }
    return byte
  }
}

/// How a table tells times.
struct TableTime: Sendable {
  enum Format: String, CaseIterable {
    case number
    case hoursMinutes = "hh:mm"
  }

  var column: String?
  var format: Format
  /// Nanoseconds of one count.
  var nanoseconds: Double
  /// The samples per second of channels that are regular.
  var rate: Double?

  init(_ settings: inout Settings) {
    column = settings.optionalString(
      "column", "The column of times; a wide table with a rate and without one has a row a sample.")
    format = settings.choice("format", default: .number, "How times are written.")
    let unit = settings.optionalString("unit", "What times count, such as 's' or 'ms'.")
    let ticks = settings.optionalNumber(
      "ticksPerSecond", in: 1e-9...1e9, "How many counts a second has, in place of a unit.")
    rate = settings.optionalNumber(
      "rate", in: 1e-6...1e9, unit: "Hz",
      "The samples per second of channels that are regular; each time lies within half a sample.")
    let size = unit.flatMap { TableTime.nanoseconds($0) }
    nanoseconds = ticks.map { 1e9 / $0 } ?? size ?? 1e9
    if settings.isDescribing { return }
    if let unit, size == nil {
      settings.refuse("unit", "must be d, h, min, s, ms, us or ns, not '\(unit)'")
    }
    let areRows = column == nil && rate != nil
    if format == .number, !areRows, (unit == nil) == (ticks == nil) {
      settings.refuse("unit", "or 'ticksPerSecond' must be given, and only one of them")
    }
  }

  private static func nanoseconds(_ unit: String) -> Double? {
    switch unit {
    case "d": 86_400e9
    case "h": 3600e9
    case "min": 60e9
    default: UnitNames.nanoseconds(unit)
    }
  }
}

/// What becomes of the columns, or quantities, whose names are like a pattern.
struct TableColumnRule: Sendable {
  /// The name, with `{name}` for that of the channel, and `{unit}` for its unit.
  var match: NamePattern
  var name: String?
  var kind: String
  var lead: String?
  var unit: String?
  /// What an annotation of a table of moments says.
  var label: String?

  init(_ settings: inout Settings) {
    match = NamePattern(
      settings.string("match", "The name, with '*', and '{name}' and '{unit}' for what they say."))
    name = settings.optionalString(
      "name", "The name of the channel, layer or statement, if not '{name}' or the column's.")
    kind = settings.string("kind", default: "numeric", "What is measured, or remarked.")
    lead = settings.optionalString("lead", "The lead of an electrocardiogram.")
    unit = settings.optionalString("unit", "The unit, where the name does not hold it.")
    label = settings.optionalString("label", "What the moments of a column are.")
    if settings.isDescribing { return }
    if unit != nil, match.text.contains("{unit}") {
      settings.refuse("unit", "stands in the name already")
    }
  }
}
