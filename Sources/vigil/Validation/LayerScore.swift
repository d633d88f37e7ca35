import Configuration
import Evaluation
import Pipelines
import Signals

/// How one layer of a pipeline compares with the reference over the recordings of a cohort.
struct LayerScore {
  /// The layer.
  let name: String
  /// Whether the layer holds any beat.
  private(set) var hasBeats = false
  /// Whether the layer sorts beats into classes, with a score for each.
  private(set) var hasClasses = false
  /// The comparison of each recording.
  private(set) var recordings: [(name: String, matrix: BeatMatrix)] = []
  /// All of them together.
  private(set) var summary = BeatSummary()

  init(_ name: String) { self.name = name }

  mutating func add(_ comparison: BeatComparison, of recording: String, beats: [Annotation]) {
    recordings.append((recording, comparison.matrix))
    summary.add(comparison)
    hasBeats = hasBeats || !beats.isEmpty
    hasClasses = hasClasses || beats.contains { $0.score != nil }
  }

  /// The gross figure that a limit is about.
  func figure(_ limit: AcceptanceLimit) -> Proportion {
    let matrix = summary.matrix
    guard limit.figure == .sensitivity else {
      return limit.label.map { matrix.positivePredictivity(of: $0) } ?? matrix.positivePredictivity
    }
    return limit.label.map { matrix.sensitivity(of: $0) } ?? matrix.sensitivity
  }
}

extension LayerScore {
  /// The figures as a table to read.
  var text: String {
    var rows = [["recording", "beats", "missed", "extra", "Se", "+P"]]
    rows += recordings.map { [$0.name] + $0.matrix.row }
    rows.append(["gross"] + summary.matrix.row)
    rows.append([
      "average", "", "", "", percent(summary.average { $0.sensitivity }),
      percent(summary.average { $0.positivePredictivity }),
    ])
    var text = "\nlayer '\(name)'\n" + table(rows)
    guard hasClasses else { return text }
    var classes = [["class", "Se", "", "+P", ""]]
    for label in BeatClass.allCases {
      let sensitivity = summary.matrix.sensitivity(of: label)
      let predictivity = summary.matrix.positivePredictivity(of: label)
      classes.append([
        label.letter, percent(sensitivity.value), "\(sensitivity.count)/\(sensitivity.total)",
        percent(predictivity.value), "\(predictivity.count)/\(predictivity.total)",
      ])
    }
    text += "\n" + table(classes)
    var matrix = [["reference"] + BeatMatrix.columns.map { $0.name }]
    for row in BeatMatrix.rows {
      matrix.append([row.name] + BeatMatrix.columns.map { "\(summary.matrix[row.mark, $0.mark])" })
    }
    return text + "\n" + table(matrix)
  }

  /// The figures for a program.
  var json: JSON.Value {
    .members([
      ("layer", .string(name)), ("gross", summary.matrix.json(hasClasses)),
      (
        "average",
        .members([
          ("sensitivity", summary.average { $0.sensitivity }.json),
          ("positivePredictivity", summary.average { $0.positivePredictivity }.json),
        ])
      ),
      (
        "recordings",
        .values(
          recordings.map {
            .members([("recording", .string($0.name)), ("figures", $0.matrix.json(hasClasses))])
          })
      ),
    ])
  }
}

extension BeatMatrix {
  fileprivate typealias Named = (name: String, mark: Mark)
  fileprivate static let rows =
    BeatClass.allCases.map { Named($0.letter, .beat($0)) } + [("O", .missing), ("X", .unreadable)]
  fileprivate static let columns = rows.map { Named($0.name.lowercased(), $0.mark) }

  fileprivate var row: [String] {
    let extra = positivePredictivity.total - positivePredictivity.count
    return [
      "\(sensitivity.total)", "\(sensitivity.total - sensitivity.count)", "\(extra)",
      percent(sensitivity.value), percent(positivePredictivity.value),
    ]
  }

  fileprivate func json(_ hasClasses: Bool) -> JSON.Value {
    var members: [(String, JSON.Value)] = [
      ("sensitivity", sensitivity.json), ("positivePredictivity", positivePredictivity.json),
    ]
    if hasClasses {
      members.append(
        (
          "classes",
          .members(
            BeatClass.allCases.map { label in
              (
                label.letter,
                .members([
                  ("sensitivity", sensitivity(of: label).json),
                  ("positivePredictivity", positivePredictivity(of: label).json),
                ])
              )
            })
        ))
    }
    members.append(
      (
        "matrix",
        .members([
          ("rows", .values(Self.rows.map { .string($0.name) })),
          ("columns", .values(Self.columns.map { .string($0.name) })),
          (
            "counts",
            .values(
              Self.rows.map { row in
                .values(Self.columns.map { .number(Double(self[row.mark, $0.mark])) })
              })
          ),
        ])
      ))
    return .members(members)
  }
}
