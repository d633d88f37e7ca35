import Configuration
import Evaluation
import Pipelines

/// The figures of a validation, to read or for a program.
struct ValidationReport {
  var pipeline: String
  var pipelineDigest: String
  var cohortPath: String
  var cohort: Cohort
  var split: String
  var members: [Cohort.Member]
  var unread: [String]
  var scores: CohortScores

  private var patients: Int { Set(members.map(\.patient)).count }

  var text: String {
    var text = """
      \(Vigil.notice)
      Retrospective figures of \(pipeline) on \(cohortPath), split '\(split)': \
      \(members.count) recordings of \(patients) patients.
      \(scores.method)

      """
    text += scores.text
    if !unread.isEmpty {
      text += "\nNOT READ, and in none of the figures: \(unread.joined(separator: ", "))\n"
    }
    if scores.limits.isEmpty { return text }
    text += "\nacceptance limits\n"
    for (limit, reached, isMet) in scores.limits {
      text +=
        "  \(isMet ? "met    " : "NOT MET")  \(limit.words): \(limit.figure.text(reached)),"
        + " must be at \(limit.figure.isCost ? "most" : "least") \(limit.figure.text(limit.bound))\n"
    }
    return text
  }

  var json: JSON.Value {
    let head: [(String, JSON.Value)] = [
      ("notice", .string(Vigil.notice)), ("kind", .string("retrospective")),
      ("program", .string("vigil \(Vigil.version)")), ("pipeline", .string(pipeline)),
      ("pipelineDigest", .string(pipelineDigest)), ("cohort", .string(cohortPath)),
      ("cohortDigest", .string(cohort.digest)), ("split", .string(split)),
      ("recordings", .number(Double(members.count))), ("patients", .number(Double(patients))),
    ]
    let tail: [(String, JSON.Value)] = [
      (
        "limits",
        .values(scores.limits.map { $0.json(reached: $1, isMet: $2) })
      ),
      ("unread", .values(unread.map { .string($0) })),
    ]
    return .members(head + scores.json + tail)
  }
}

extension AcceptanceLimit {
  fileprivate var words: String {
    guard let layer else { return figure.words }
    return
      "\(figure.words) of \(label.map { "class \($0.letter)" } ?? "all beats") in layer '\(layer)'"
  }

  fileprivate func json(reached: Double?, isMet: Bool) -> JSON.Value {
    .members([
      ("layer", layer.map { .string($0) } ?? .null),
      ("class", label.map { .string($0.letter) } ?? .null),
      ("figure", .string(figure.rawValue)), (figure.isCost ? "atMost" : "atLeast", .number(bound)),
      ("reached", reached.json), ("met", .bool(isMet)),
    ])
  }
}
