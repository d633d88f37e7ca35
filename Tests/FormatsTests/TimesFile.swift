import Configuration
import Formats
import HDF5
import Signals

/// A file with one signal and its times, made for a test, and the mapping that reads it.
enum TimesFile {
  /// Writes `/value`, which counts from 0, and `/time` in seconds.
  static func write(seconds: [Double], to path: String) throws {
    let file = try File(creating: path)
    try file.root.makeDataset("value", seconds.indices.map { Float($0) })
    try file.root.makeDataset("time", seconds)
  }

  /// The mapping, with more said of its times.
  static func mapping(_ more: String = "", start: String = "") throws -> Mapping {
    try Mapping(
      SourceText(
        path: "times.json",
        """
        { "layout": "times", \(start)
          "signals": [ { "match": "/value", "name": { "text": "x" }, "unit": { "text": "mV" },
            "time": { "kind": "timestamps", "values": "../time", "unit": { "text": "s" } \(more) } } ] }
        """))
  }
}
