import Configuration
import Pipelines
import Stages

/// `vigil schema`: writes the JSON Schema of pipelines.
struct Schema: Command {
  static let name = "schema"
  static let summary = "Writes the JSON Schema of pipelines."

  init(_ settings: inout Settings) {}

  func run() throws -> ExitStatus {
    try Output.write(catalogue.schema.text + "\n")
    return .done
  }
}
