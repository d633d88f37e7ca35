import Configuration
import Formats
import Glibc
import Pipelines
import Signals
import Stages

/// `vigil monitor`: watches recordings and writes alerts as JSON lines.
struct Monitor: Command {
  static let name = "monitor"
  static let summary = "Watches a recording and writes alerts as JSON lines, as they come."

  private enum Pace: String, CaseIterable, Sendable { case fast, real }

  private let pipeline: String
  private let recording: String
  private let bed: String?
  private let opening: Opening
  private let partLength: Double
  private let pace: Pace
  private let heartbeat: Double

  init(_ settings: inout Settings) {
    pipeline = settings.argument("pipeline", "The pipeline, as a file of JSON.")
    recording = settings.argument("recording", "The recording, FILE or FILE#ID.")
    bed = settings.optionalString("bed", "What the lines call the bed (default: the recording).")
    opening = Opening(&settings)
    partLength = settings.number(
      "part", in: 0.001...3600, default: 1, unit: "s", "How much is taken in at once.")
    pace = settings.choice(
      "pace", default: .fast, "Whether to replay as fast as it goes, or as fast as it was.")
    heartbeat = settings.number(
      "heartbeat", in: 0...3600, default: 0, unit: "s",
      "How often a line says that the program is alive; 0 for never.")
  }

  func run() throws -> ExitStatus {
    let pipeline = try Pipeline(SourceText(reading: pipeline), catalogue: catalogue)
    try pipeline.requireStreaming()
    let replay = try Replay(pipeline, of: recording, by: opening, partLength: partLength)
    Interruption.watch()
    var lines = AlertLines(bed: bed ?? recording, pipeline: pipeline.digest)
    let start = ContinuousClock.now
    var nextBeat = heartbeat
    var reached = Time.zero
    do {
      try Output.line(lines.stream(replay.header, alerts: replay.alerts))
      try replay.drive { part, until in
        reached = until
        if pace == .real { wait(until: start + .nanoseconds(until.nanoseconds)) }
        for alert in part.alerts { try Output.line(lines.alert(alert)) }
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        if heartbeat > 0, elapsed >= nextBeat {
          nextBeat = elapsed + heartbeat
          try Output.line(lines.heartbeat(through: until, elapsed: elapsed))
        }
        return !Interruption.isRequested
      }
      let reason = Interruption.isRequested ? "stopped" : "end of data"
      try Output.line(lines.end(reason: reason, through: reached))
    } catch let closed as Output.Closed where closed.isQuiet {
      // Whoever listened has gone: there is nobody left to tell.
      return .done
    } catch let error as FormatError {
      try Output.line(lines.end(reason: "error", through: reached))
      throw error
    }
    return .done
  }

  /// Sleeps until a moment, or until the program is asked to stop.
  private func wait(until moment: ContinuousClock.Instant) {
    while ContinuousClock.now < moment, !Interruption.isRequested {
      let left = (moment - ContinuousClock.now) / .seconds(1)
      usleep(UInt32(max(0, min(left, 0.1)) * 1e6))
    }
  }
}

extension AlertLines {
  /// The first line, as every verb of this program writes it.
  func stream(_ header: Header, alerts: [AlertDescription]) -> JSON.Value {
    stream(
      header, mode: header.isSimulated ? .simulated : .replay, program: "vigil \(Vigil.version)",
      notice: Vigil.notice, alerts: alerts)
  }
}
