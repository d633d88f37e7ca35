public import Configuration

/// Predictions of one outcome for many recordings: a row each of name, outcome and probability.
///
/// The first line names three columns, whatever they are called; the outcome is 0 or 1. A fourth
/// column, where there is one, names the patient.
public struct PredictionTable: Sendable {
  /// What was predicted of one recording, and what came true.
  public struct Row: Hashable, Sendable {
    /// The name of the recording.
    public var id: String
    /// Whether the outcome came true.
    public var isPositive: Bool
    /// The probability that was given to it.
    public var probability: Double
    /// The patient, whose rows are drawn together; the recording's name where the table says none.
    public var patient: String
  }

  /// The rows, in the order of the file.
  public var rows: [Row]

  /// Reads a table, in which every recording stands once.
  public init(_ text: SourceText) throws(Diagnostics) {
    var lines = CSVLines(text)
    guard try lines.next(), (3...4).contains(lines.fields.count) else {
      throw Diagnostics(
        error: "the first line must name three columns: a name, an outcome, a probability;"
          + " a fourth may name the patient",
        at: text.location(of: 0))
    }
    let columns = lines.fields.count
    rows = []
    var ids: Set<String> = []
    while try lines.next() {
      guard lines.fields.count == columns else {
        throw lines.problem("\(columns) columns must stand here, not \(lines.fields.count)")
      }
      let outcome = try lines.preciseNumber(1)
      guard outcome == 0 || outcome == 1 else {
        throw lines.problem("the outcome must be 0 or 1", field: 1)
      }
      let probability = try lines.preciseNumber(2)
      guard (0...1).contains(probability) else {
        throw lines.problem("the probability must lie between 0 and 1", field: 2)
      }
      let id = lines.string(0)
      guard ids.insert(id).inserted else {
        throw lines.problem("the recording stands in a line before this one", field: 0)
      }
      rows.append(
        Row(
          id: id, isPositive: outcome == 1, probability: probability,
          patient: columns == 4 ? lines.string(3) : id))
    }
  }
}
