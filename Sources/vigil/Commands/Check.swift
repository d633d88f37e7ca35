import Configuration
import Formats
import Pipelines
import Signals
import Stages

/// `vigil check`: reads and checks pipelines, and runs nothing.
struct Check: Command {
  static let name = "check"
  static let summary = "Reads and checks pipelines, and says how long each alert takes."

  private let pipelines: [String]
  private let recording: String?
  private let opening: Opening
  private let prints: Bool
  private let isForBatches: Bool

  init(_ settings: inout Settings) {
    pipelines = settings.arguments("pipeline", "A pipeline, as a file of JSON.")
    recording = settings.optionalString(
      "recording", "A recording whose channels the pipelines must fit.")
    opening = Opening(&settings)
    prints = settings.flag("print", "Writes the pipeline with every default to standard output.")
    isForBatches = settings.flag(
      "batch", "Accepts stages that need the whole recording, which 'vigil monitor' refuses.")
  }

  func run() throws -> ExitStatus {
    var status = ExitStatus.done
    let header = try recording.map { try opening.reader(of: $0).header }
    for path in pipelines {
      do {
        let pipeline = try Pipeline(SourceText(reading: path), catalogue: catalogue)
        if !isForBatches { try pipeline.requireStreaming() }
        if prints {
          try Output.write(pipeline.canonical.text + "\n")
        } else {
          try Output.write(try report(path, pipeline, header))
        }
      } catch let problems as Diagnostics {
        for problem in problems.all { Message.diagnostic(problem) }
        status = .couldNot
      }
    }
    return status
  }

  private func report(_ path: String, _ pipeline: Pipeline, _ header: Header?) throws -> String {
    guard let header else {
      return "\(path): \(pipeline.stages.count.of("stage")); "
        + "with --recording the channels and the latencies are checked too\n"
    }
    let alerts = try pipeline.alerts(on: header.layout)
    var text = "\(path) fits \(recording ?? ""): \(pipeline.stages.count.of("stage"))\n"
    let width = alerts.map { $0.name.count }.max() ?? 0
    for alert in alerts {
      text += "  \(alert.name.padded(to: width))  \(alert.priority.rawValue.padded(to: 6))  "
      text +=
        alert.pipelineDelay == .distantFuture
        ? "at the end of the recording\n"
        : "at most \(alert.latency.seconds.fixed(3)) s after its onset"
          + " (\(alert.conditionDelay.seconds.fixed(3)) s condition"
          + " + \(alert.pipelineDelay.seconds.fixed(3)) s pipeline)\n"
    }
    for note in try pipeline.notes(on: header.layout) { text += "  \(note)\n" }
    return text
  }
}
