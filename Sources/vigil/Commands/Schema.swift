import Configuration
import Formats
import Pipelines
import Stages

/// `vigil schema`: writes the JSON Schema of what people write.
struct Schema: Command {
  static let name = "schema"
  static let summary = "Writes the JSON Schema of pipelines, or of another kind of file."

  private let kinds: [String]

  init(_ settings: inout Settings) {
    kinds = settings.arguments(
      "kind", required: false,
      "What the schema is of: \(Self.schemas.map(\.kind).joined(separator: ", "))"
        + " (default pipeline).")
  }

  func run() throws -> ExitStatus {
    for kind in kinds.isEmpty ? ["pipeline"] : kinds {
      guard let schema = Self.schemas.first(where: { $0.kind == kind }) else {
        let known = Self.schemas.map(\.kind)
        throw Diagnostics(
          error: "there is no schema of '\(kind)', only of \(known.joined(separator: ", "))"
            + suggestion(for: kind, among: known))
      }
      try Output.write(schema.make().text + "\n")
    }
    return .done
  }

  /// The kinds of files, with the ways to their schemas.
  private static let schemas: [(kind: String, make: @Sendable () -> JSON.Value)] = [
    ("pipeline", { catalogue.schema }),
    ("cohort", { Cohort.schema }),
    ("plan", { TrainingPlan.schema }),
    ("alerts", { AlertLines.schema }),
    ("mapping", { Mapping.schema }),
  ]
}
