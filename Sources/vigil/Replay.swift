import Configuration
import Formats
import Glibc
import Pipelines
import Signals
import Synchronization

/// A recording taken through a pipeline, part by part: one that is complete, or one that grows.
struct Replay {
  let reader: IsolatedReader
  /// What is known of the recording.
  let header: Header
  /// The run that each part goes through.
  let run: PipelineRun
  /// The alerts that can come, with how late each can be.
  let alerts: [AlertDescription]
  let partLength: Time

  /// Opens the recording in a child process and checks the pipeline against its layout.
  init(
    _ pipeline: Pipeline, of recording: String, by opening: Opening = Opening(), partLength: Double,
    following: Bool = false
  ) throws {
    let reader = try opening.or(pipeline.layout).reader(of: recording, following: following)
    try self.init(pipeline, of: reader, partLength: partLength)
  }

  /// Checks the pipeline against the layout of an opened recording.
  ///
  /// Without a length, parts are such that one holds few samples: how a recording is cut does not
  /// show, and without waves a day of it is few.
  init(_ pipeline: Pipeline, of reader: IsolatedReader, partLength: Double? = nil) throws {
    self.reader = reader
    header = reader.header
    run = try pipeline.run(on: header.layout)
    alerts = try pipeline.alerts(on: header.layout)
    let hasWaves = header.layout.channels.contains { $0.rate != nil }
    self.partLength = Time(seconds: partLength ?? (hasWaves ? 60 : 86_400))
  }

  /// Reads the recording to its end, handing over every part that leaves the pipeline and the time
  /// up to which the source was read; the last part holds what the stages had kept back.
  ///
  /// Stops early when `take` says so, and then keeps back what the stages hold. Throws what the
  /// reader throws.
  func drive(_ take: (inout Recording, Time) throws -> Bool) throws {
    var until = Time.zero
    while until < header.duration {
      until = min(until + partLength, header.duration)
      run.clear()
      try reader.read(until: until, into: &run.recording)
      run.process()
      if try !take(&run.recording, until) { return }
    }
    run.finish()
    _ = try take(&run.recording, header.duration)
  }
}

/// Whether the program has been asked to stop.
enum Interruption {
  /// Notes SIGINT and SIGTERM instead of dying of them.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in requested.store(true, ordering: .relaxed) }
    }
  }

  static var isRequested: Bool { requested.load(ordering: .relaxed) }
}

private let requested = Atomic<Bool>(false)
