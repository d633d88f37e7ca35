import Configuration
import Evaluation
import Formats

/// `vigil compare`: holds two tables of predictions of the same recordings against each other.
struct Compare: Command {
  static let name = "compare"
  static let summary = "Compares two tables of predictions of the same recordings."

  private let first: String
  private let second: String
  private let resamples: Int
  private let seed: Int
  private let json: Bool

  init(_ settings: inout Settings) {
    first = settings.argument(
      "first",
      "A table of name, outcome, probability and, where rows belong together, patient, as CSV with a"
        + " first line of names.")
    second = settings.argument("second", "Another table, of the same recordings.")
    resamples = settings.integer(
      "resamples", in: 100...100_000, default: 2_000, "How often the patients are drawn anew.")
    seed = settings.integer("seed", in: 0...Int.max, default: 1, "What the draws start from.")
    json = settings.flag("json", "Writes the figures as one line of JSON.")
  }

  func run() throws -> ExitStatus {
    let comparison = try PredictionComparison(
      PredictionTable(SourceText(reading: first)), PredictionTable(SourceText(reading: second)),
      names: (first, second), resamples: resamples, seed: UInt64(seed))
    try Output.write(json ? comparison.json.line + "\n" : comparison.text)
    return .done
  }
}
