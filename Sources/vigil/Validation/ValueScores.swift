import Configuration
import Evaluation
import Formats
import Pipelines
import Signals
import Stages

/// What a channel comes to in each recording, against the recording's label.
struct ValueScores: Scoring {
  private let name: String
  private let take: Question.Take
  private let cohort: Cohort
  private let comparison: Comparison
  private let isProbability: Bool
  private var cases = PatientCases<ScoredCase>()
  private var recordings: [(name: String, label: String, score: Float?)] = []
  private var figures: [Figure] = []

  init(_ name: String, _ take: Question.Take, _ cohort: Cohort, _ comparison: Comparison) {
    self.name = name
    self.take = take
    self.cohort = cohort
    self.comparison = comparison
    isProbability = comparison.question?.isProbability ?? false
  }

  var method: String {
    "The \(take.rawValue) value of '\(name)' in a recording,"
      + " from \(comparison.skip.seconds.fixed(0)) s on, against its label;"
      + " positive: \(quoted(comparison.positive))."
  }

  mutating func add(
    _ member: Cohort.Member, _ truth: [Interval], among references: [ReferenceLayer],
    through replay: Replay
  ) throws {
    let (slot, component) = try replay.place(ofScore: name, namedIn: cohort)
    var score: Float?
    try replay.drive { part, _ in
      let channel = part.channels[slot]
      for index in 0..<channel.count where channel.time(of: index) >= comparison.skip {
        let value = channel.samples[index * channel.description.width + component]
        if value.isNaN { continue }
        score = take == .last ? value : max(score ?? value, value)
      }
      return true
    }
    let label = truth.map(\.label).joined(separator: ", ")
    recordings.append((member.name, label, score))
    guard let score else { return }
    guard !isProbability || (0...1).contains(score) else {
      throw Diagnostics(
        error: "'\(name)' must be a probability, between 0 and 1, as its name says",
        at: cohort.location(of: "comparison", "score"))
    }
    let isPositive = comparison.positive.contains(label)
    if let scored = ScoredCase(score: Double(score), isPositive: isPositive) {
      cases.add(scored, of: member.patient)
    }
  }

  func reached(_ limit: AcceptanceLimit) -> Double? { figures.value(of: limit.figure) }

  mutating func conclude() {
    figures = [
      Figure(.areaUnderROC, of: cases) { $0.areaUnderROC },
      Figure(.averagePrecision, of: cases) { $0.averagePrecision },
    ]
    guard isProbability else { return }
    figures += [
      Figure(.brierScore, of: cases) { $0.brierScore },
      Figure(.calibrationError, of: cases) { $0.calibrationError(bins: 10) },
    ]
  }

  var warnings: [String] {
    let silent = recordings.count { $0.score == nil }
    return comparison.missing(among: recordings.map(\.label), what: "recording")
      + (silent == 0
        ? []
        : ["'\(name)' has no value in \(silent) of \(recordings.count); no figure counts these"])
  }

  var predictions: String? {
    recordings.reduce(into: "id,truth,score\n") { table, recording in
      guard let score = recording.score else { return }
      let truth = comparison.positive.contains(recording.label) ? 1 : 0
      // Of many recordings in one file, the name in the file: that of the data set.
      let name = RecordingAddress(recording.name).id ?? recording.name
      table += "\(name.csvField),\(truth),\(score)\n"
    }
  }

  var text: String {
    let rows = recordings.map { recording in
      [recording.name, recording.label, recording.score.map { Double($0).fixed(4) } ?? "-"]
    }
    return "\n" + table([["recording", "label", "score"]] + rows) + "\n" + figures.text
      + "  Of the recordings with a score \(percent(cases.all.prevalence)) are positive:"
      + " what average precision is by chance.\n"
  }

  var json: [(String, JSON.Value)] {
    [
      ("skip", .number(comparison.skip.seconds)), ("score", .string(name)),
      ("take", .string(take.rawValue)),
      ("positive", .values(comparison.positive.map { .string($0) })),
      ("prevalence", cases.all.prevalence.json), ("figures", figures.json),
      (
        "cases",
        .values(
          recordings.map { recording in
            .members([
              ("recording", .string(recording.name)), ("label", .string(recording.label)),
              ("score", recording.score.map(Double.init).json),
            ])
          })
      ),
    ]
  }
}

extension Replay {
  /// Where the value stands that a cohort judges: a channel of the pipeline and a part of its samples.
  ///
  /// Throws, with the place in the cohort, where the pipeline has no such value.
  func place(ofScore name: String, namedIn cohort: Cohort) throws -> (slot: Int, component: Int) {
    let layout = run.layout
    let inputs = try? ObservedInputs([name], in: layout, key: "score")
    if let source = inputs?.sources.first, let place = source.places.first {
      return (source.slot, place.component)
    }
    let known = try? ObservedInputs.expand(
      layout.channels.map(\.name), in: layout, key: "score")
    throw Diagnostics(
      error: "the pipeline gives no single value '\(name)'"
        + suggestion(for: name, among: known ?? []),
      at: cohort.location(of: "comparison", "score"))
  }
}
