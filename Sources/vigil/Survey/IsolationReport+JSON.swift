import Configuration
import Formats

extension IsolationReport {
  /// What held while the file was read, for programs.
  var json: JSON.Value {
    .values(
      entries.map { entry in
        .members([
          ("measure", .string(entry.measure.rawValue)),
          ("standing", .string(entry.standing.rawValue)), ("detail", .string(entry.detail)),
        ])
      })
  }
}
