import Configuration
import Evaluation
import Formats
import Pipelines
import Signals

/// When an alarm was raised, against the events that are there.
struct EventScores: Scoring {
  private let alarm: String
  private let cohort: Cohort
  private let comparison: Comparison
  private var cases = PatientCases<EventComparison>()
  private var recordings: [(name: String, comparison: EventComparison)] = []
  private var figures: [Figure] = []
  private var labels: [String] = []

  init(_ alarm: String, _ cohort: Cohort, _ comparison: Comparison) {
    self.alarm = alarm
    self.cohort = cohort
    self.comparison = comparison
  }

  var method: String {
    "Alarm '\(alarm)' against events \(quoted(comparison.positive)),"
      + " from \(comparison.skip.seconds.fixed(0)) s on; an alarm is of an event"
      + " when it could be known\nfrom \(comparison.lead.seconds.fixed(1)) s before the onset to the end,"
      + " or to \(comparison.tolerance.seconds.fixed(1)) s after the onset where that is later."
  }

  mutating func add(
    _ member: Cohort.Member, _ truth: [Interval], among references: [ReferenceLayer],
    through replay: Replay
  ) throws {
    let moments = try replay.starts(of: alarm, namedIn: cohort)
    let events = truth.filter { comparison.positive.contains($0.label) }
    let result = EventComparison(moments, with: events, comparison, end: replay.header.duration)
    cases.add(result, of: member.patient)
    recordings.append((member.name, result))
    for interval in truth where !labels.contains(interval.label) { labels.append(interval.label) }
  }

  func reached(_ limit: AcceptanceLimit) -> Double? { figures.value(of: limit.figure) }

  mutating func conclude() {
    figures = [
      Figure(.sensitivity, share: cases) { $0.events },
      Figure(.positivePredictivity, share: cases) { $0.alarms },
      Figure(.falseAlarmsPerHour, of: cases) { $0.falseAlarmsPerHour },
      Figure(.medianTimeToAlarm, of: cases) { $0.timeToAlarm(0.5) },
      Figure(.timeToAlarm90, of: cases) { $0.timeToAlarm(0.9) },
    ]
  }

  var warnings: [String] { comparison.missing(among: labels, what: "event") }

  var text: String {
    let rows = recordings.map { name, result in
      let times = result.delays.map { $0.map { $0.fixed(2) + " s" } ?? "missed" }
      return [
        name, "\(result.events.total)", "\(result.events.count)",
        "\(result.alarms.total - result.alarms.count)",
        times.isEmpty ? "-" : times.joined(separator: ", "),
      ]
    }
    let head = ["recording", "events", "found", "false alarms", "time to alarm"]
    return "\n" + table([head] + rows) + "\n" + figures.text
      + "  Times to alarm run from the onset, and are of the events found."
      + " Monitored: \(cases.all.hours.fixed(4)) h.\n"
  }

  var json: [(String, JSON.Value)] {
    [
      ("skip", .number(comparison.skip.seconds)),
      ("tolerance", .number(comparison.tolerance.seconds)),
      ("lead", .number(comparison.lead.seconds)), ("alarm", .string(alarm)),
      ("positive", .values(comparison.positive.map { .string($0) })),
      ("hours", .number(cases.all.hours)), ("figures", figures.json),
      (
        "cases",
        .values(
          recordings.map { name, result in
            .members([
              ("recording", .string(name)), ("events", result.events.json),
              ("alarms", result.alarms.json), ("timesToAlarm", .values(result.delays.map(\.json))),
            ])
          })
      ),
    ]
  }
}
