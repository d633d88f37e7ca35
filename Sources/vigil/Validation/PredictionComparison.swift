import Configuration
import Evaluation
import Formats
import Pipelines

/// Two models' predictions of the same recordings, or moments in them, held against each other.
struct PredictionComparison {
  private let names: (String, String)
  private let cases: [PairedCase]
  private let patients: Int
  private let figures: [(name: AcceptanceLimit.Figure, pair: PairedFigure)]
  private let calibrations: [(String, LogisticFit?)]
  private let resamples: Int
  private let seed: UInt64

  /// Compares two tables, which must name the same recordings with the same outcomes.
  init(
    _ first: PredictionTable, _ second: PredictionTable, names: (String, String), resamples: Int,
    seed: UInt64
  ) throws(Diagnostics) {
    var rows: [String: PredictionTable.Row] = [:]
    for row in second.rows { rows[row.id] = row }
    var cases: [PairedCase] = []
    var grouped = PatientCases<PairedCase>()
    for row in first.rows {
      guard let other = rows[row.id] else {
        throw Diagnostics(error: "\(names.1): a recording of \(names.0) is missing")
      }
      guard other.isPositive == row.isPositive else {
        throw Diagnostics(error: "\(names.1): a recording has another outcome than in \(names.0)")
      }
      let pair = PairedCase(
        first: row.probability, second: other.probability, isPositive: row.isPositive)
      guard other.patient == row.patient else {
        throw Diagnostics(error: "\(names.1): a recording is of another patient than in \(names.0)")
      }
      guard let pair else { continue }
      cases.append(pair)
      grouped.add(pair, of: row.patient)
    }
    guard second.rows.count == cases.count else {
      throw Diagnostics(
        error: "\(names.1): has \(second.rows.count) recordings, \(names.0) \(first.rows.count)")
    }
    self.names = names
    self.cases = cases
    self.resamples = resamples
    self.seed = seed
    let patients = grouped.grouped
    self.patients = patients.count
    let measures: [(AcceptanceLimit.Figure, ([ScoredCase]) -> Double?)] = [
      (.areaUnderROC, \.areaUnderROC), (.averagePrecision, \.averagePrecision),
      (.brierScore, \.brierScore),
    ]
    figures = measures.compactMap { name, measure in
      PairedFigure(over: patients, resamples: resamples, seed: seed, of: measure).map { (name, $0) }
    }
    calibrations = [(names.0, cases.map(\.first)), (names.1, cases.map(\.second))].map {
      ($0.0, LogisticFit(logOdds: $0.1.compactMap(\.logOdds)))
    }
  }

  /// The comparison to read.
  var text: String {
    let positives = cases.count { $0.first.isPositive }
    let head = ["figure", "first", "second", "difference", "95 % interval", ""]
    let rows = figures.map { name, pair in
      [
        name.words, name.text(pair.first), name.text(pair.second),
        pair.difference.estimate.fixed(4),
        "\(pair.difference.lower.fixed(4)) to \(pair.difference.upper.fixed(4))",
        pair.excludesNone ? "excludes 0" : "includes 0",
      ]
    }
    let calibration = calibrations.map { name, fit in
      [name, fit.map { $0.slope.fixed(3) } ?? "-", fit.map { $0.intercept.fixed(3) } ?? "-"]
    }
    return """
      \(Vigil.notice)
      first: \(names.0); second: \(names.1); \(cases.count) rows of \(patients) patients, \
      \(positives) positive.
      Patients were drawn anew \(resamples) times, seed \(seed), the same for both.

      \(table([head] + rows))
      \(table([["calibration", "slope", "intercept"]] + calibration))
      """
  }

  /// The comparison for a program.
  var json: JSON.Value {
    .members([
      ("notice", .string(Vigil.notice)), ("first", .string(names.0)), ("second", .string(names.1)),
      ("recordings", .number(Double(cases.count))), ("patients", .number(Double(patients))),
      ("positive", .number(Double(cases.count { $0.first.isPositive }))),
      ("seed", .number(Double(seed))),
      (
        "figures",
        .members(
          figures.map { name, pair in
            (
              name.rawValue,
              .members([
                ("first", .number(pair.first)), ("second", .number(pair.second)),
                ("difference", .number(pair.difference.estimate)),
                ("lower", .number(pair.difference.lower)),
                ("upper", .number(pair.difference.upper)),
                ("resamples", .number(Double(pair.difference.resamples))),
              ])
            )
          })
      ),
      (
        "calibration",
        .values(
          calibrations.map { _, fit in
            .members([
              ("slope", fit.map { .number($0.slope) } ?? .null),
              ("intercept", fit.map { .number($0.intercept) } ?? .null),
            ])
          })
      ),
    ])
  }
}
