import Configuration
import Pipelines
import Signals

/// The figures of a validation, to read or for a program.
struct ValidationReport {
  var pipeline: String
  var pipelineDigest: String
  var cohortPath: String
  var cohort: Cohort
  var split: String
  var skip: Time
  var members: [Cohort.Member]
  var unread: [String]
  var scores: CohortScores

  private var patients: Int { Set(members.map(\.patient)).count }

  var text: String {
    var text = """
      \(Vigil.notice)
      Retrospective figures of \(pipeline) on \(cohortPath), split '\(split)': \
      \(members.count) recordings of \(patients) patients.
      Beats match within \(cohort.comparison.window.seconds.fixed(3)) s, \
      from \(skip.seconds.fixed(0)) s on (ANSI/AAMI EC57).

      """
    for layer in scores.scored { text += layer.text }
    if !unread.isEmpty {
      text += "\nNOT READ, and in none of the figures: \(unread.joined(separator: ", "))\n"
    }
    if scores.limits.isEmpty { return text }
    text += "\nacceptance limits\n"
    for (limit, reached, isMet) in scores.limits {
      text +=
        "  \(isMet ? "met    " : "NOT MET")  \(limit.words): \(percent(reached)),"
        + " must be at least \(percent(limit.minimum))\n"
    }
    return text
  }

  var json: JSON.Value {
    .members([
      ("notice", .string(Vigil.notice)), ("kind", .string("retrospective")),
      ("program", .string("vigil \(Vigil.version)")), ("pipeline", .string(pipeline)),
      ("pipelineDigest", .string(pipelineDigest)), ("cohort", .string(cohortPath)),
      ("cohortDigest", .string(cohort.digest)), ("split", .string(split)),
      ("recordings", .number(Double(members.count))), ("patients", .number(Double(patients))),
      ("window", .number(cohort.comparison.window.seconds)), ("skip", .number(skip.seconds)),
      ("layers", .values(scores.scored.map(\.json))),
      (
        "limits",
        .values(
          scores.limits.map { limit, reached, isMet in
            .members([
              ("layer", .string(limit.layer)), ("class", limit.label.map { .string($0) } ?? .null),
              ("figure", .string(limit.figure.rawValue)), ("atLeast", .number(limit.minimum)),
              ("reached", reached.map { .number($0) } ?? .null), ("met", .bool(isMet)),
            ])
          })
      ),
      ("unread", .values(unread.map { .string($0) })),
    ])
  }
}

extension AcceptanceLimit {
  fileprivate var words: String {
    let figure =
      switch figure {
      case .sensitivity: "sensitivity"
      case .positivePredictivity: "positive predictivity"
      }
    return "\(figure) of \(label.map { "class \($0)" } ?? "all beats") in layer '\(layer)'"
  }
}
