import Configuration
import Formats
import Pipelines
import Signals

/// A way to hold what a pipeline says of recordings against what is true of them.
protocol Scoring {
  /// How the comparison is made, in a sentence.
  var method: String { get }

  /// Takes a recording through the pipeline; `truth` is what the comparison is with, among all the
  /// layers of the recording that no stage may see.
  ///
  /// Throws what reading throws, and located diagnostics where the pipeline does not fit the cohort.
  mutating func add(
    _ member: Cohort.Member, _ truth: [Interval], among layers: [ReferenceLayer],
    through replay: Replay) throws

  /// Works out the figures, once all recordings have been added.
  mutating func conclude()

  /// What was reached of a figure that has a limit, where it is defined.
  func reached(_ limit: AcceptanceLimit) -> Double?

  /// What a person should know before believing the figures.
  var warnings: [String] { get }

  /// A table of what was predicted of each recording, where that is what is judged.
  var predictions: String? { get }

  /// The figures to read.
  var text: String { get }

  /// The figures for a program.
  var json: [(String, JSON.Value)] { get }
}

extension Scoring {
  var predictions: String? { nil }
}

extension Replay {
  /// The moments at which an alarm's starts could be known, through the whole recording.
  ///
  /// Throws, with the place in the cohort, where the pipeline has no such alarm.
  func starts(of alarm: String, namedIn cohort: Cohort) throws -> [Time] {
    guard alerts.contains(where: { $0.name == alarm }) else {
      throw Diagnostics(
        error: "the pipeline has no alarm '\(alarm)'"
          + suggestion(for: alarm, among: alerts.map(\.name)),
        at: cohort.location(of: "comparison", "alarm"))
    }
    var starts: [Time] = []
    try drive { part, _ in
      for alert in part.alerts where alert.name == alarm && alert.phase == .start {
        starts.append(alert.detected)
      }
      return true
    }
    return starts.sorted()
  }
}
