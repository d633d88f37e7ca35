import Configuration
import Evaluation
import Formats
import Pipelines
import Signals
import Stages

/// `vigil validate`: holds a pipeline against recordings whose truth is known.
struct Validate: Command {
  static let name = "validate"
  static let summary =
    "Holds a pipeline against labelled recordings, moments or events: figures and limits."

  private enum Split: String, CaseIterable, Sendable { case train, validation, test, all }

  private let pipeline: String
  private let cohort: String
  private let split: Split
  private let skip: Double?
  private let folds: Int?
  private let fold: Int
  private let predictions: String?
  private let json: Bool
  private let progress: ProgressLine.Form

  init(_ settings: inout Settings) {
    pipeline = settings.argument("pipeline", "The pipeline, as a file of JSON.")
    cohort = settings.argument("cohort", "The recordings, with the truth about them.")
    split = settings.choice(
      "split", default: .test, "The recordings to judge on; all where the cohort has no splits.")
    folds = settings.optionalInteger(
      "folds", in: 3...100,
      "Splits the cohort by the position of patients in ascending order modulo so many, as plans do."
    )
    fold = settings.integer(
      "fold", in: 0...99, default: 0,
      "With --folds: the part that is split 'test'; the one after it is 'validation'.")
    predictions = settings.optionalString(
      "predictions",
      "Where scores are judged: a table (CSV) of each recording's name, truth (1 for a positive one,"
        + " else 0) and score; of each moment's, with the patient, where moments are judged.")
    skip = settings.optionalNumber(
      "skip", in: 0...1e6, unit: "s",
      "Where in each recording the comparison begins; without it the cohort says so.")
    json = settings.flag("json", "Writes the figures as one line of JSON.")
    progress = settings.choice("progress", default: .auto, "How progress is shown.")
  }

  func run() throws -> ExitStatus {
    var cohort = try Cohort(SourceText(reading: cohort))
    if let folds {
      guard fold < folds else { throw Diagnostics(error: "--fold must be below --folds") }
      cohort = cohort.split(by: Folds(count: folds, test: fold))
    }
    let pipeline = try Pipeline(SourceText(reading: pipeline), catalogue: catalogue)
    let members = try chosen(from: cohort)
    let skip = skip.map { Time(seconds: $0) } ?? cohort.comparison.skip
    var scores = try CohortScores(cohort, skip: skip)
    var unread: [String] = []
    if scores.needsChoice {
      unread += try add(try others(than: members, in: cohort), to: &scores, through: pipeline)
      scores.choose()
    }
    unread += try add(members, to: &scores, through: pipeline)
    scores.conclude()
    for warning in scores.warnings { Message.warning(warning) }
    if let predictions {
      guard let table = scores.predictions else {
        throw Diagnostics(
          error: "--predictions needs a cohort whose comparison names a 'score' of recordings")
      }
      try TextFile.write(table, to: predictions)
    }
    let report = ValidationReport(
      pipeline: self.pipeline, pipelineDigest: pipeline.digest, cohortPath: self.cohort,
      cohort: cohort, split: split.rawValue, members: members, unread: unread,
      scores: scores)
    try Output.write(json ? report.json.line + "\n" : report.text)
    if !unread.isEmpty { return .incomplete }
    return scores.limits.allSatisfy(\.isMet) ? .done : .answerIsNo
  }

  /// Adds recordings to the scores, and gives the names of those that could not be read.
  private func add(
    _ members: [Cohort.Member], to scores: inout CohortScores, through pipeline: Pipeline
  ) throws -> [String] {
    var unread: [String] = []
    let line = ProgressLine(progress)
    for (index, member) in members.enumerated() {
      line.show(index, of: members.count, member.name, [("recording", .string(member.name))])
      do {
        try scores.add(member, through: pipeline)
      } catch let error as FormatError {
        line.clear()
        Message.error("\(error)")
        unread.append(member.name)
      }
    }
    line.clear()
    return unread
  }

  /// The recordings to choose by, none of which is judged.
  private func others(
    than members: [Cohort.Member], in cohort: Cohort
  ) throws(Diagnostics) -> [Cohort.Member] {
    let others = cohort.members(of: .validation)
    guard !others.isEmpty, Set(others.map(\.path)).isDisjoint(with: members.map(\.path)) else {
      throw Diagnostics(
        error: "without a 'threshold' there must be recordings in split 'validation' to choose it"
          + " by, and others to judge",
        at: cohort.location(of: "comparison"))
    }
    return others
  }

  private func chosen(from cohort: Cohort) throws(Diagnostics) -> [Cohort.Member] {
    let hasSplits = cohort.members.contains { $0.split != nil }
    let members = cohort.members(
      of: split == .all || !hasSplits ? nil : Cohort.Split(rawValue: split.rawValue))
    guard members.isEmpty else { return members }
    throw Diagnostics(
      error: "\(self.cohort): no recording is in split '\(split.rawValue)'; --split names another")
  }
}
