import Configuration
import Formats
import Pipelines
import Signals

/// What a pipeline says of the recordings of a cohort, held against what is true of them.
struct CohortScores {
  private let cohort: Cohort
  private var scoring: any Scoring

  /// No scores yet; the comparison begins `skip` after the start of each recording.
  ///
  /// Throws where the cohort does not say what is asked.
  init(_ cohort: Cohort, skip: Time) throws(Diagnostics) {
    self.cohort = cohort
    var comparison = cohort.comparison
    comparison.skip = skip
    switch comparison.question {
    case .beats: scoring = BeatScores(cohort, comparison)
    case .raised(let alarm): scoring = AlarmScores(alarm, cohort, comparison)
    case .events(let alarm): scoring = EventScores(alarm, cohort, comparison)
    case .score(let channel, let take):
      scoring = ValueScores(channel, take, cohort, comparison)
    case .moments(let channel): scoring = MomentScores(channel, cohort, comparison)
    case nil:
      throw Diagnostics(
        error: "'cohort.comparison' must name the 'alarm' or 'score' that labels of kind"
          + " '\(cohort.reference.kind.rawValue)' judge",
        at: cohort.location(of: "comparison"))
    }
  }

  /// Takes a recording through the pipeline and compares.
  mutating func add(_ member: Cohort.Member, through pipeline: Pipeline) throws {
    let reader = try IsolatedReader(member.path)
    let references = try reader.references()
    let truth = try cohort.truth(of: member, references)
    let replay = try Replay(pipeline, of: reader)
    try scoring.add(member, truth, among: references, through: replay)
  }

  /// Whether something must be chosen on other recordings before any is judged.
  var needsChoice: Bool { (scoring as? MomentScores)?.needsThreshold ?? false }

  /// Chooses by what was added, and forgets it.
  mutating func choose() {
    guard var moments = scoring as? MomentScores else { return }
    moments.chooseThreshold()
    scoring = moments
  }

  /// Works out the figures, once all recordings have been added.
  mutating func conclude() { scoring.conclude() }

  /// How the comparison is made, in a sentence.
  var method: String { scoring.method }

  /// What a person should know before believing the figures.
  var warnings: [String] { scoring.warnings }

  /// A table of what was predicted of each recording, where that is what is judged.
  var predictions: String? { scoring.predictions }

  /// The figures to read.
  var text: String { scoring.text }

  /// The figures for a program.
  var json: [(String, JSON.Value)] { scoring.json }

  /// The limits with what was reached of each, and whether it is enough.
  var limits: [(limit: AcceptanceLimit, reached: Double?, isMet: Bool)] {
    cohort.limits.map { limit in
      let reached = scoring.reached(limit)
      return (limit, reached, limit.isMet(by: reached))
    }
  }
}
