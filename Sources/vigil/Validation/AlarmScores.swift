import Configuration
import Evaluation
import Formats
import Pipelines
import Signals

/// Whether an alarm was raised in each recording, against the recording's label.
struct AlarmScores: Scoring {
  private struct Case {
    var isPositive: Bool
    var alarms: Int
    var hours: Double
  }

  private let alarm: String
  private let cohort: Cohort
  private let comparison: Comparison
  private var cases = PatientCases<Case>()
  private var recordings: [(name: String, label: String, starts: [Time])] = []
  private var figures: [Figure] = []

  init(_ alarm: String, _ cohort: Cohort, _ comparison: Comparison) {
    self.alarm = alarm
    self.cohort = cohort
    self.comparison = comparison
  }

  var method: String {
    "Alarm '\(alarm)', raised in a recording or not, from \(comparison.skip.seconds.fixed(0)) s on,"
      + " against its label; positive: \(quoted(comparison.positive))."
  }

  mutating func add(
    _ member: Cohort.Member, _ truth: [Interval], among references: [ReferenceLayer],
    through replay: Replay
  ) throws {
    let starts = try replay.starts(of: alarm, namedIn: cohort).filter { $0 >= comparison.skip }
    let label = truth.map(\.label).joined(separator: ", ")
    let hours = max(0, (replay.header.duration - comparison.skip).seconds) / 3600
    cases.add(
      Case(
        isPositive: comparison.positive.contains(label), alarms: starts.count, hours: hours),
      of: member.patient)
    recordings.append((member.name, label, starts))
  }

  func reached(_ limit: AcceptanceLimit) -> Double? { figures.value(of: limit.figure) }

  private static func confusion(_ cases: [Case]) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classes: ["negative", "positive"])
    for item in cases {
      matrix.add(truth: item.isPositive ? 1 : 0, prediction: item.alarms > 0 ? 1 : 0)
    }
    return matrix
  }

  mutating func conclude() {
    figures = [
      Figure(.sensitivity, share: cases) { Self.confusion($0).sensitivity(of: 1) },
      Figure(.specificity, share: cases) { Self.confusion($0).specificity(of: 1) },
      Figure(.positivePredictivity, share: cases) {
        Self.confusion($0).positivePredictivity(of: 1)
      },
      // The label does not say when, so an alarm of a positive recording cannot be called false.
      Figure(.falseAlarmsPerHour, of: cases) { cases in
        let negative = cases.filter { !$0.isPositive }
        let hours = negative.reduce(0) { $0 + $1.hours }
        return hours > 0 ? Double(negative.reduce(0) { $0 + $1.alarms }) / hours : nil
      },
    ]
  }

  var warnings: [String] {
    comparison.missing(among: recordings.map(\.label), what: "recording")
  }

  var text: String {
    let matrix = Self.confusion(cases.all)
    let rows = recordings.map { recording in
      [
        recording.name, recording.label, "\(recording.starts.count)",
        recording.starts.first.map { $0.seconds.fixed(2) + " s" } ?? "-",
      ]
    }
    return "\n" + table([["recording", "label", "alarms", "first"]] + rows) + "\n"
      + table([
        ["label", "raised", "not raised"], ["positive", "\(matrix[1, 1])", "\(matrix[1, 0])"],
        ["other", "\(matrix[0, 1])", "\(matrix[0, 0])"],
      ]) + "\n" + figures.text + "  False alarms are those of recordings that are not positive:"
      + " \(hours.fixed(4)) h.\n"
  }

  private var hours: Double { cases.all.reduce(0) { $0 + ($1.isPositive ? 0 : $1.hours) } }

  var json: [(String, JSON.Value)] {
    let matrix = Self.confusion(cases.all)
    let counts = [
      ("truePositive", matrix[1, 1]), ("falsePositive", matrix[0, 1]),
      ("falseNegative", matrix[1, 0]), ("trueNegative", matrix[0, 0]),
    ]
    return [
      ("skip", .number(comparison.skip.seconds)), ("alarm", .string(alarm)),
      ("positive", .values(comparison.positive.map { .string($0) })),
      ("confusion", .members(counts.map { ($0, .number(Double($1))) })),
      ("hoursNotPositive", .number(hours)), ("figures", figures.json),
      (
        "cases",
        .values(
          recordings.map { recording in
            .members([
              ("recording", .string(recording.name)), ("label", .string(recording.label)),
              ("detected", .values(recording.starts.map { .number($0.seconds) })),
            ])
          })
      ),
    ]
  }
}

extension Comparison {
  /// What to say where no label met is positive.
  func missing(among labels: [String], what: String) -> [String] {
    if labels.contains(where: { positive.contains($0) }) { return [] }
    let hint = positive.first.map { suggestion(for: $0, among: labels) } ?? ""
    return ["no \(what) has a label of 'positive', \(quoted(positive))" + hint]
  }
}
