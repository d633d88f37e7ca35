import Configuration
import Formats

/// What `vigil convert` writes, by the ending of the output's name.
enum ConversionTarget {
  /// HDF5 in Vigil's own layout.
  case hdf5
  /// Tables of comma-separated values.
  case csv
  /// A WFDB record.
  case wfdb
  /// Lines of JSON, also to standard output.
  case lines

  init(_ path: String) {
    if path == "-" || path.hasSuffix(".jsonl") {
      self = .lines
    } else if path.hasSuffix(".hea") {
      self = .wfdb
    } else {
      self = path.hasSuffix(".csv") ? .csv : .hdf5
    }
  }

  /// The paths of all files that can appear.
  func paths(for output: String) -> [String] {
    switch self {
    case .hdf5: [output]
    case .csv: CSVWriter.paths(for: output)
    case .wfdb: WFDBWriter.paths(for: output)
    case .lines: output == "-" ? [] : [output]
    }
  }

  /// Completes an output, and says what a person should know of it.
  func finish(_ writer: any RecordingOutput) throws {
    try writer.finish()
    for warning in (writer as? WFDBWriter)?.warnings ?? [] { Message.warning(warning) }
  }

  /// Begins the output, for recordings with ids or for one without.
  func begin(_ output: String, wide: Bool, ids: Bool) throws -> any RecordingOutput {
    switch self {
    case .hdf5:
      try RecordingWriter(
        creating: output,
        provenance: [("program", "vigil \(Vigil.version)"), ("notice", Vigil.notice)])
    case .csv: try CSVWriter(creating: output, wide: wide, ids: ids)
    case .lines: try RecordingLines(creating: output)
    case .wfdb: try WFDBWriter(creating: output)
    }
  }
}
