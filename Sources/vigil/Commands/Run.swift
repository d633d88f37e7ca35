import Configuration
import Formats
import Glibc
import Pipelines
import Signals
import Stages

/// `vigil run`: takes recordings through a pipeline and writes what came out.
struct Run: Command {
  static let name = "run"
  static let summary = "Takes recordings through a pipeline and writes results for each."

  private let pipeline: String
  private let recordings: [String]
  private let folder: String
  private let opening: Opening
  private let partLength: Double
  private let force: Bool
  private let resume: Bool
  private let plot: Bool
  private let failOn: Alert.Priority?

  private enum Limit: String, CaseIterable, Sendable { case never, low, medium, high }

  init(_ settings: inout Settings) {
    pipeline = settings.argument("pipeline", "The pipeline, as a file of JSON.")
    recordings = settings.arguments("recording", "The recordings, FILE#ID, or FILE for all in it.")
    folder = settings.string("output", default: "results", "The folder for the results.")
    opening = Opening(&settings)
    partLength = settings.number(
      "part", in: 0.001...3600, default: 60, unit: "s", "How much is taken in at once.")
    force = settings.flag("force", "Replaces results that are there.")
    resume = settings.flag(
      "resume", "Keeps results of the same recording by the same pipeline, and makes the rest.")
    plot = settings.flag("plot", "Draws the stretch around the first alert in text.")
    let limit: Limit = settings.choice(
      "fail-on", default: .never, "Exits with 1 where an alert of this priority or above is raised."
    )
    failOn = Alert.Priority(rawValue: limit.rawValue)
  }

  func run() throws -> ExitStatus {
    let pipeline = try Pipeline(SourceText(reading: pipeline), catalogue: catalogue)
    let recordings = recordings.flatMap { opening.or(pipeline.layout).recordings(of: $0) }
    let folder = try ResultFolder(folder, for: recordings, force: force || resume)
    Interruption.watch()
    var manifest: [JSON.Value] = []
    var unfinished = 0
    var raised = false
    var untold: Output.Closed?
    /// Writes to whoever listens; the results are written whether or not anyone does.
    func tell(_ text: String) {
      do throws(Output.Closed) { try Output.write(text) } catch { untold = error }
    }
    for recording in recordings {
      if Interruption.isRequested { break }
      if resume, let summary = folder.summary(of: recording, by: pipeline.digest) {
        if let failOn, let highest = ResultFolder.highest(in: summary), highest >= failOn {
          raised = true
        }
        if ResultFolder.isPartial(summary) { unfinished += 1 }
        manifest.append(summary)
        tell(summary.line + "\n")
        continue
      }
      do {
        guard let (summary, picture) = try take(recording, through: pipeline, folder) else { break }
        if let failOn, let highest = ResultFolder.highest(in: summary), highest >= failOn {
          raised = true
        }
        if ResultFolder.isPartial(summary) { unfinished += 1 }
        manifest.append(summary)
        tell(picture)
        tell(summary.line + "\n")
      } catch let error as Unusable {
        unfinished += 1
        for problem in error.problems { Message.diagnostic(problem) }
        let failure = JSON.Value.members([
          ("recording", .string(recording)), ("status", .string("failed")),
          ("error", .string(error.problems.map(\.message).joined(separator: "; "))),
        ])
        manifest.append(failure)
        tell(failure.line + "\n")
      } catch let error as FormatError {
        throw Diagnostics(error: "\(error)")
      }
    }
    try folder.write(manifest, pipeline)
    if Interruption.isRequested { return .stopped }
    if let untold, !untold.isQuiet { throw untold }
    if unfinished > 0 { return .incomplete }
    return raised ? .answerIsNo : .done
  }

  /// Why one recording could not be taken through; the others can.
  private struct Unusable: Error {
    var problems: [Diagnostic]
  }

  /// Opens a recording, which must be sound and have what the pipeline asks for.
  private func open(_ recording: String, for pipeline: Pipeline) throws(Unusable) -> Replay {
    do {
      return try Replay(pipeline, of: recording, by: opening, partLength: partLength)
    } catch let problems as Diagnostics {
      throw Unusable(
        problems: problems.all.map {
          Diagnostic(error: "\(recording): \($0.message)", at: $0.location)
        })
    } catch {
      throw Unusable(problems: [Diagnostic(error: "\(error)", at: nil)])
    }
  }

  /// Takes one recording through, and gives its summary and picture; nothing when asked to stop on
  /// the way.
  private func take(
    _ recording: String, through pipeline: Pipeline, _ folder: ResultFolder
  ) throws -> (summary: JSON.Value, picture: String)? {
    let replay = try open(recording, for: pipeline)
    let size = try pipeline.wholeSize(
      on: replay.header.layout, lasting: replay.header.duration)
    if size > 0 {
      Message.say(
        "\(recording): filters that need the whole recording keep at least \((Double(size) / 1e6).fixed(1)) MB"
          + " of it in memory\n")
    }
    let files = folder.files(of: recording)
    let results = try Results(replay, pipeline, of: recording, bed: recording, in: files.results)
    var alerts: [Alert] = []
    do {
      try replay.drive { part, _ in
        if plot { alerts += part.alerts }
        try results.take(&part)
        return !Interruption.isRequested
      }
    } catch let error as FormatError where !folder.owns(error.path) {
      throw Unusable(problems: [Diagnostic(error: "\(error)", at: nil)])
    }
    if Interruption.isRequested { return nil }
    let lines = results.alertLines(replay.header)
    try folder.write(lines, to: files.alerts)
    try results.finish()
    let summary = try results.summary(recording, replay, files)
    try folder.write(summary.text + "\n", to: files.summary)
    guard plot else { return (summary, "") }
    return (summary, try Picture(pipeline, of: recording, by: opening, alerts: alerts).text)
  }
}

extension Alert.Priority {
  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether a person should act as soon as for the other, or sooner.
  static func >= (left: Alert.Priority, right: Alert.Priority) -> Bool {
    left.rank >= right.rank
  }
}
