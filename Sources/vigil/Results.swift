import Configuration
import Formats
import Pipelines
import Signals

/// What a pipeline made of one recording: channels, annotations and alerts in one file, the alert
/// lines in another, and a summary.
final class Results {
  private let writer: RecordingWriter
  private let channels: [Int]
  private let layers: [Int]
  private var part: Recording
  private let pipeline: String
  private var lines: AlertLines
  private var text: String
  private var tallies: [Tally]
  private var highest: Alert.Priority?
  private var valid: [Int]
  private var counts: [Int]

  /// How often a layer says a thing.
  private struct Tally {
    var layer: Int
    var label: String
    var count: Int
  }

  /// Begins the results of a replay in `file`; they appear there only when they are whole.
  init(
    _ replay: Replay, _ pipeline: Pipeline, of recording: String, bed: String, in file: String
  ) throws {
    let source = replay.header.layout
    channels = Array(source.channels.count..<replay.run.layout.channels.count)
    layers = Array(source.layers.count..<replay.run.layout.layers.count)
    let layout = Layout(
      channels: channels.map { replay.run.layout.channels[$0] },
      layers: layers.map { replay.run.layout.layers[$0] })
    part = Recording(layout)
    self.pipeline = pipeline.digest
    lines = AlertLines(bed: bed, pipeline: pipeline.digest)
    text = lines.stream(replay.header, alerts: replay.alerts).line + "\n"
    tallies = []
    valid = channels.map { _ in 0 }
    counts = valid
    writer = try RecordingWriter(
      creating: file,
      provenance: [
        ("program", "vigil \(Vigil.version)"), ("notice", Vigil.notice),
        ("pipeline", pipeline.digest),
      ])
    var header = replay.header
    header.subject = nil
    header.layout = layout
    try writer.begin(header)
  }

  /// Adds what a part of the replay holds.
  func take(_ result: inout Recording) throws(FormatError) {
    part.clear()
    for (own, slot) in channels.enumerated() {
      swap(&part.channels[own], &result.channels[slot])
      counts[own] += part.channels[own].count
      valid[own] += part.channels[own].measured
    }
    for (own, slot) in layers.enumerated() {
      swap(&part.layers[own], &result.layers[slot])
      for annotation in part.layers[own].annotations where annotation.phase != .end {
        tally(own, annotation.label)
      }
    }
    try writer.append(part)
    for (own, slot) in channels.enumerated() {
      swap(&part.channels[own], &result.channels[slot])
    }
    for (own, slot) in layers.enumerated() { swap(&part.layers[own], &result.layers[slot]) }
    for alert in result.alerts {
      if alert.phase == .start {
        highest = highest.map { $0 >= alert.priority ? $0 : alert.priority } ?? alert.priority
      }
      let line = lines.alert(alert).line
      try writer.append(alerts: [line])
      text += line + "\n"
    }
  }

  private func tally(_ layer: Int, _ label: String) {
    if let index = tallies.firstIndex(where: { $0.layer == layer && $0.label == label }) {
      tallies[index].count += 1
    } else {
      tallies.append(Tally(layer: layer, label: label, count: 1))
    }
  }

  /// The alert lines, once the recording has ended.
  func alertLines(_ header: Header) -> String {
    text + lines.end(reason: "end of data", through: header.duration).line + "\n"
  }

  /// Gives the file of results its name.
  func finish() throws(FormatError) { try writer.finish() }

  /// What came out, with digests of the files it is in: the last thing that is written, so that
  /// where it stands everything does.
  func summary(
    _ recording: String, _ replay: Replay, _ files: ResultFolder.Files
  ) throws(Diagnostics) -> JSON.Value {
    let header = replay.header
    return .members([
      ("recording", .string(recording)),
      ("status", .string(replay.reader.isUnclosed ? ResultFolder.partial : "done")),
      ("pipeline", .string(pipeline)),
      ("results", .string(try ResultFolder.digest(of: files.results))),
      ("alert lines", .string(try ResultFolder.digest(of: files.alerts))),
      ("simulated", .bool(header.isSimulated)), ("duration", .number(header.duration.seconds)),
      (
        "channels",
        .values(
          part.channels.enumerated().map { own, channel in
            .members([
              ("name", .string(channel.description.name)),
              ("samples", .number(Double(counts[own]))),
              ("measured", .number(Double(valid[own]))),
            ])
          })
      ),
      (
        "annotations",
        .members(
          part.layers.enumerated().map { own, layer in
            let labels = tallies.filter { $0.layer == own }.sorted { $0.label < $1.label }
            return (
              layer.description.name,
              .members(labels.map { ($0.label, .number(Double($0.count))) })
            )
          })
      ),
      ("alerts", .members(lines.raised.map { ($0.name, .number(Double($0.count))) })),
      ("highest", highest.map { .string($0.rawValue) } ?? .null),
    ])
  }
}

extension Channel {
  /// The number of samples of which at least one value was measured.
  fileprivate var measured: Int {
    let width = description.width
    return (0..<count).count { index in
      !samples[(index * width)..<((index + 1) * width)].allSatisfy(\.isNaN)
    }
  }
}
