public import Configuration
internal import Signals

/// A folder of recordings that are wide tables: files that end in `.psv`.
public struct WideTableFolder: Sendable {
  /// What was converted.
  public struct Summary: Hashable, Sendable {
    /// The recordings that were written.
    public var recordings = 0
    /// The values that were written.
    public var values = 0
    /// The recordings with an hour labelled 1.
    public var labelled = 0
    /// The recordings that could not be read.
    public var failures = 0

    /// These counts.
    public init(recordings: Int = 0, values: Int = 0, labelled: Int = 0, failures: Int = 0) {
      self.recordings = recordings
      self.values = values
      self.labelled = labelled
      self.failures = failures
    }
  }

  private let folder: Folder
  private let names: [String]

  /// The files in a folder, or nil where there are none.
  public init?(_ path: String) {
    guard let folder = Folder(path) else { return nil }
    names = folder.names.filter { $0.hasSuffix(WideTableFolder.ending) }
    self.folder = folder
    if names.isEmpty { return nil }
  }

  /// Writes all recordings as tables of one file, each under the name of its file.
  ///
  /// A recording that cannot be read is reported and left out; where none can be, no file is
  /// written.
  public func write(
    to path: String, as table: WideTable, provenance: [(name: String, value: String)] = [],
    report: (Diagnostics) -> Void
  ) throws -> Summary {
    let writer = try RecordingTableWriter(
      creating: path, channels: table.channels, provenance: provenance)
    var summary = Summary()
    for name in names {
      let stay: WideTable.Stay
      do throws(Diagnostics) {
        stay = try table.stay(in: try SourceText(reading: folder.path(of: name)))
      } catch {
        report(error)
        summary.failures += 1
        continue
      }
      try writer.append(
        id: String(name.dropLast(WideTableFolder.ending.count)), duration: stay.duration,
        events: stay.events, descriptors: stay.descriptors,
        references: [ReferenceLayer(name: table.label, intervals: stay.labels)])
      summary.recordings += 1
      summary.values += stay.events.count
      summary.labelled += stay.labels.contains { $0.label == "1" } ? 1 : 0
    }
    if summary.recordings > 0 { try writer.finish() }
    return summary
  }

  private static let ending = ".psv"
}
