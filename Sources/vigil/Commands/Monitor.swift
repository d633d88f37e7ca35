import Configuration
import Formats
import Glibc
import Pipelines
import Signals
import Stages

/// `vigil monitor`: watches recordings and writes alerts as JSON lines.
struct Monitor: Command {
  static let name = "monitor"
  static let summary =
    "Watches a recording, or one that is being written, and writes alerts as JSON lines."

  private enum Pace: String, CaseIterable, Sendable { case fast, real }

  private let pipeline: String
  private let recording: String
  private let bed: String?
  private let opening: Opening
  private let partLength: Double
  private let pace: Pace
  private let follows: Bool
  private let pursuit: Replay.Pursuit
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
    follows = settings.flag(
      "follow", "Goes on as the file grows, until its writer closes it (HDF5's SWMR).")
    pursuit = Replay.Pursuit(
      poll: settings.number(
        "poll", in: 0.001...60, default: 0.1, unit: "s", "How often to look whether it has grown."),
      lateness: Time(
        seconds: settings.number(
          "lateness", in: 0...3600, default: 5, unit: "s",
          "How far a channel may lie behind the others before it is no longer waited for.")),
      idle: settings.number(
        "idle", in: 0...1e9, default: 0, unit: "s",
        "Ends when nothing has come for so long, with status 3; 0 for never."))
    heartbeat = settings.number(
      "heartbeat", in: 0...3600, default: 0, unit: "s",
      "How often a line says that the program is alive; 0 for never.")
  }

  func run() throws -> ExitStatus {
    let pipeline = try Pipeline(SourceText(reading: pipeline), catalogue: catalogue)
    try pipeline.requireStreaming()
    let replay = try Replay(
      pipeline, of: recording, by: opening, partLength: partLength, following: follows)
    Interruption.watch()
    var lines = AlertLines(bed: bed ?? recording, pipeline: pipeline.digest)
    var reached = Time.zero
    do {
      let reason = try follows ? follow(replay, &lines, &reached) : watch(replay, &lines, &reached)
      try Output.line(lines.end(reason: reason.rawValue, through: reached))
      return reason == .idle ? .incomplete : .done
    } catch let closed as Output.Closed where closed.isQuiet {
      // Whoever listened has gone: there is nobody left to tell.
      return .done
    } catch let error as FormatError {
      try Output.line(lines.end(reason: "error", through: reached))
      throw error
    }
  }

  /// Takes a recording that is complete through the pipeline.
  private func watch(_ replay: Replay, _ lines: inout AlertLines, _ reached: inout Time) throws
    -> Replay.Ending
  {
    var pulse = Pulse(every: heartbeat)
    let start = ContinuousClock.now
    try Output.line(lines.stream(replay.header, alerts: replay.alerts))
    try replay.drive { part, until in
      reached = until
      if pace == .real { wait(until: start + .nanoseconds(until.nanoseconds)) }
      for alert in part.alerts { try Output.line(lines.alert(alert)) }
      try pulse.beat(lines, through: until)
      return !Interruption.isRequested
    }
    return Interruption.isRequested ? .stopped : .closed
  }

  /// Takes a recording through the pipeline while it is being written.
  private func follow(_ replay: Replay, _ lines: inout AlertLines, _ reached: inout Time) throws
    -> Replay.Ending
  {
    if let name = NetworkFileSystem.name(at: replay.reader.address.file) {
      Message.warning(
        "\(recording) lies on a network file system (\(name)), over which HDF5 does not promise that "
          + "a file can be followed while it is written")
    }
    var pulse = Pulse(every: heartbeat)
    var silence = Silence()
    var late = 0
    try Output.line(
      lines.stream(replay.header, mode: .live, alerts: replay.alerts + [Silence.description]))
    let ending = try replay.follow(pursuit) { part, until in
      reached = until
      if let alert = silence.end(through: until) { try Output.line(lines.alert(alert)) }
      for alert in part.alerts { try Output.line(lines.alert(alert)) }
      try pulse.beat(lines, through: until)
      return !Interruption.isRequested
    } wait: { seconds in
      if let alert = silence.begin(after: seconds, through: reached) {
        try Output.line(lines.alert(alert))
      }
      try pulse.beat(lines, through: reached)
      return !Interruption.isRequested
    } late: { rows in
      if late == 0 {
        Message.warning(
          "\(recording): samples came more than \(pursuit.lateness.seconds) s after those of other "
            + "channels and are left out; --lateness waits longer")
      }
      late += rows
    }
    if late > 0 { Message.warning("\(recording): \(late.of("sample")) came too late in all") }
    if ending == .idle {
      Message.error(
        "\(recording): nothing came for \(pursuit.idle) s, and its writer has not closed it")
    }
    return ending
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
  func stream(_ header: Header, mode: Mode? = nil, alerts: [AlertDescription]) -> JSON.Value {
    stream(
      header, mode: mode ?? (header.isSimulated ? .simulated : .replay),
      program: "vigil \(Vigil.version)", notice: Vigil.notice, alerts: alerts)
  }
}

/// The lines that say that the program is alive, as often as was asked for.
private struct Pulse {
  private let interval: Double
  private let start = ContinuousClock.now
  private var next: Double

  /// A line in so many seconds; none where it is zero.
  init(every interval: Double) {
    self.interval = interval
    next = interval
  }

  /// Writes a line if it is time for one.
  mutating func beat(_ lines: AlertLines, through: Time) throws {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    guard interval > 0, elapsed >= next else { return }
    next = elapsed + interval
    try Output.line(lines.heartbeat(through: through, elapsed: elapsed))
  }
}
