internal import Configuration

/// Where a column of a table stands: a dataset, a field of one, or one of its columns; or an
/// attribute that is a table.
struct ColumnRule: Sendable {
  /// Datasets from the object on, or attributes as `PATH@NAME`: the first that is there.
  var values: [String] = []
  var field: String?
  var column: Int?
  /// Whether rows may hold several values, as the dataset `VALUES_index` says where it is there.
  var isRagged = false

  /// Reads a column that need not be given; a text alone names a dataset.
  static func optional(_ key: String, _ settings: inout Settings, _ help: String) -> ColumnRule? {
    settings.object(key, shorthand: "values", help) { column in
      let rule = ColumnRule(&column)
      if rule == nil, !column.isDescribing {
        column.refuse("values", "must be given, or a field or a column")
      }
      return rule ?? ColumnRule()
    }
  }

  private init() {}

  /// Reads the column among settings of other things; none where neither a dataset, a field nor a
  /// column is given.
  init?(_ settings: inout Settings) {
    values = settings.strings(
      "values", default: [], "The dataset, or a table as PATH@NAME; the first that is there.")
    field = settings.optionalString("field", "The field of a table.")
    column = settings.optionalInteger("column", in: 0...1_000_000, "The column of a dataset.")
    isRagged = settings.flag(
      "ragged", "Whether rows hold several values where there is a dataset VALUES_index.")
    if values.isEmpty {
      guard field != nil || column != nil else { return nil }
      values = ["."]
    }
  }

  /// The column of a dataset or of an attribute that is a table.
  init(values: String, field: String? = nil, column: Int? = nil) {
    self.values = [values]
    self.field = field
    self.column = column
  }
}
