import Configuration
import Formats
import HDF5
import Scratch
import Signals
import Testing

/// A file with one signal and its times, made for a test, and the mapping that reads it.
enum TimesFile {
  /// Writes `/value`, which counts from 0, and `/time` in seconds.
  static func write(seconds: [Double], to path: String) throws {
    let file = try File(creating: path)
    try file.root.makeDataset("value", seconds.indices.map { Float($0) })
    try file.root.makeDataset("time", seconds)
  }

  /// The mapping of one signal, with what is said of its times and of the start.
  static func mapping(time: String, start: String = "") throws -> Mapping {
    try Mapping(
      SourceText(
        path: "times.json",
        """
        { "layout": "times", \(start)
          "signals": [ { "match": "/value", "name": { "text": "x" }, "unit": { "text": "mV" },
            "time": \(time) } ] }
        """))
  }

  /// The mapping of timestamps in seconds, with more said of them.
  static func mapping(_ more: String = "", start: String = "") throws -> Mapping {
    try mapping(
      time: """
        { "kind": "timestamps", "values": "../time", "unit": { "text": "s" } \(more) }
        """, start: start)
  }

  /// A file with a table of segments as a group of nothing but records of numbers.
  struct Read {
    var header: Header
    var samples: [Float] = []
    var times: [Time] = []
    var first: Int?
    var findings: TimeFindings

    /// Reads the recording in parts of so many seconds, or whole.
    init(_ path: String, _ mapping: Mapping, every step: Double? = nil) throws {
      let reader = try RecordingReader(path, mapping: mapping)
      header = reader.header
      var part = Recording(reader.header.layout)
      var until = step ?? .infinity
      repeat {
        try reader.read(until: Time(seconds: until), into: &part)
        if first == nil, part.channels[0].count > 0 { first = part.channels[0].first }
        samples += part.channels[0].samples
        times += part.channels[0].times
        if until >= reader.header.duration.seconds { break }
        until += step ?? .infinity
      } while true
      findings = try #require(try reader.findings().first)
    }

    /// The samples without what is missing.
    var measured: [Float] { samples.filter { !$0.isNaN } }
  }

  /// What reading says is wrong.
  static func message(_ path: String, _ mapping: Mapping) -> String {
    do {
      _ = try Read(path, mapping)
      return "no error"
    } catch { return "\(error)" }
  }
}
