import Configuration
import Formats

/// How `vigil convert` writes recordings that are tables.
struct TableConversion {
  let collection: TableCollection
  let target: ConversionTarget
  let isWide: Bool
  /// Whether the recordings are written under their ids.
  let areNamed: Bool

  /// Writes all recordings; one that cannot be read is reported and left out.
  func convert(to output: String) throws -> ExitStatus {
    let writer = try target.begin(output, wide: isWide, ids: areNamed)
    var failures = 0
    for (index, id) in collection.ids.enumerated() {
      let recording: TableRecording
      do throws(Diagnostics) {
        recording = try collection.recording(index)
      } catch {
        for problem in error.all { Message.diagnostic(problem) }
        failures += 1
        continue
      }
      for warning in recording.warnings { Message.diagnostic(warning) }
      try RecordingCopy.copy(to: writer, id: areNamed ? id : nil, keepingSubject: true) {
        recording.rewound()
      }
    }
    guard failures < collection.ids.count else { return .incomplete }
    try target.finish(writer)
    return failures == 0 ? .done : .incomplete
  }
}
