import Configuration
import Evaluation
import Pipelines

extension Proportion {
  /// The share with what it is of.
  var json: JSON.Value {
    .members([
      ("value", value.json), ("count", .number(Double(count))), ("of", .number(Double(total))),
    ])
  }
}

extension Double? {
  /// The number, null where there is none.
  var json: JSON.Value { map { .number($0) } ?? .null }
}

/// A share as a percentage, rounded to the nearest of two decimals.
func percent(_ share: Double?) -> String {
  guard let share else { return "-" }
  return (100 * share).fixed(2) + " %"
}

/// Rows in columns, the first to the left and the others to the right.
func table(_ rows: [[String]]) -> String {
  let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    var line = "  "
    for (column, cell) in row.enumerated() {
      line +=
        column == 0
        ? cell.padded(to: widths[0])
        : "  " + String(repeating: " ", count: widths[column] - cell.count) + cell
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }.joined()
}

/// Labels as words, each between quotes.
func quoted(_ labels: [String]) -> String { labels.map { "'\($0)'" }.joined(separator: ", ") }

extension AcceptanceLimit.Figure {
  /// The name in words.
  var words: String {
    switch self {
    case .sensitivity: "sensitivity"
    case .positivePredictivity: "positive predictivity"
    case .specificity: "specificity"
    case .falseAlarmsPerHour: "false alarms per hour"
    case .areaUnderROC: "area under ROC"
    case .averagePrecision: "average precision"
    case .brierScore: "Brier score"
    case .calibrationError: "calibration error"
    case .utility: "normalised utility"
    case .medianTimeToAlarm: "median time to alarm"
    case .timeToAlarm90: "90th percentile of time to alarm"
    }
  }

  /// A value with its unit, shares rounded as ``percent(_:)`` does.
  func text(_ value: Double?) -> String {
    guard let value else { return "-" }
    switch self {
    case .sensitivity, .positivePredictivity, .specificity: return percent(value)
    case .falseAlarmsPerHour: return value.fixed(2) + " /h"
    case .areaUnderROC, .averagePrecision, .brierScore, .calibrationError, .utility:
      return value.fixed(4)
    case .medianTimeToAlarm, .timeToAlarm90: return value.fixed(2) + " s"
    }
  }
}
