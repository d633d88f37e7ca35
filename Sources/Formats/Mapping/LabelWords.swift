internal import Configuration
internal import HDF5

/// Where the words of labels come from.
struct LabelWordsRule: Sendable {
  /// The column that says what is meant, in words or in numbers.
  var column: ColumnRule?
  /// The word where there is no column, or none in a row.
  var word: ValueSource?
  /// Words for numbers.
  var names: [Double: String] = [:]
  /// Words for the numbers from 0 on.
  var levels: ValueSource?
  /// Numbers that say nothing.
  var none: [Double] = []

  init() {}

  init(_ settings: inout Settings) {
    column = ColumnRule(&settings)
    word = ValueSource.optional(
      "word", &settings, "The word where no column gives one, the name of the path unless given.")
    let pairs = settings.list("names", "Words for numbers.") { name in
      (
        name.number("value", in: -1e300...1e300, "The number."),
        name.string("label", "The word for it; '{name}' stands for the name of the path.")
      )
    }
    for (value, label) in pairs { names[value] = label }
    levels = ValueSource.optional("levels", &settings, "Words for the numbers from 0 on.")
    none = settings.numbers(
      "none", in: -1e300...1e300, "The numbers that are no label.")
  }
}

/// The words that the numbers of one table stand for.
struct LabelWords {
  private let rule: LabelWordsRule
  private let levels: [String]

  init(_ rule: LabelWordsRule, levels: [String]) {
    self.rule = rule
    self.levels = levels
  }

  /// The word for a number, or nothing where the number is no label.
  func word(for number: Double, row: Int, of path: String) throws(HDF5Error) -> String? {
    if number.isNaN || rule.none.contains(number) { return nil }
    if let name = rule.names[number] { return name }
    if let index = Int(exactly: number), levels.indices.contains(index) { return levels[index] }
    guard rule.names.isEmpty, levels.isEmpty else {
      throw HDF5Error(
        path, "row \(row) has the class \(Self.text(number)), which has no name",
        remedy: "name it in the mapping's 'names', or list it in 'none'")
    }
    return Self.text(number)
  }

  /// A number without a point where it is whole.
  private static func text(_ number: Double) -> String {
    Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
