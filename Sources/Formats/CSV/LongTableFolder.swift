public import Configuration
internal import Signals

/// A folder of recordings that are long tables, and their outcomes where they are beside it.
///
/// The files of a set lie in `set-X`, and their outcomes in `Outcomes-X.txt` beside that folder. The
/// folder may be one such set, or hold several.
public struct LongTableFolder: Sendable {
  /// What was converted.
  public struct Summary: Hashable, Sendable {
    /// The recordings that were written.
    public var recordings = 0
    /// The values that were written.
    public var values = 0
    /// How often a value shared its time with one before it.
    public var duplicates = 0
    /// The recordings that could not be read.
    public var failures = 0
    /// The recordings that no table of outcomes names.
    public var withoutOutcome = 0

    /// These counts.
    public init(
      recordings: Int = 0, values: Int = 0, duplicates: Int = 0, failures: Int = 0,
      withoutOutcome: Int = 0
    ) {
      self.recordings = recordings
      self.values = values
      self.duplicates = duplicates
      self.failures = failures
      self.withoutOutcome = withoutOutcome
    }
  }

  private let files: [String]
  private let outcomeFiles: [String]

  /// The sets in a folder, or nil where there are none.
  public init?(_ path: String) {
    guard let folder = Folder(path) else { return nil }
    var files: [String] = []
    var outcomes: [String] = []
    let sets = folder.names.filter { $0.hasPrefix("set-") }
    for set in sets {
      guard let stays = Folder(folder.path(of: set)) else { continue }
      files += stays.names.filter { $0.hasSuffix(".txt") }.map { stays.path(of: $0) }
      let table = "Outcomes-\(set.dropFirst(4)).txt"
      if folder.names.contains(table) { outcomes.append(folder.path(of: table)) }
    }
    let name = folder.path.split(separator: "/").last ?? ""
    if sets.isEmpty, name.hasPrefix("set-"), let parent = Folder("\(folder.path)/..") {
      files = folder.names.filter { $0.hasSuffix(".txt") }.map { folder.path(of: $0) }
      let table = "Outcomes-\(name.dropFirst(4)).txt"
      if parent.names.contains(table) { outcomes.append(parent.path(of: table)) }
    }
    guard !files.isEmpty else { return nil }
    self.files = files
    outcomeFiles = outcomes
  }

  /// Writes all recordings as tables of one file.
  ///
  /// `policy` overrides what the quantities say of several values at one time. A recording that
  /// cannot be read is reported and left out; where none can be, no file is written.
  public func write(
    to path: String, as table: LongTable, policy: DuplicatePolicy? = nil,
    provenance: [(name: String, value: String)] = [], report: (Diagnostics) -> Void
  ) throws -> Summary {
    var outcomes: [String: [Descriptor]] = [:]
    for file in outcomeFiles {
      outcomes.merge(try table.outcomes(in: try SourceText(reading: file))) { $1 }
    }
    let writer = try RecordingTableWriter(
      creating: path, channels: table.channels,
      provenance: provenance + [("onDuplicate", table.duplicates(under: policy))])
    var summary = Summary()
    var ids: Set<String> = []
    for file in files {
      let stay: LongTable.Stay
      do throws(Diagnostics) {
        stay = try table.stay(in: try SourceText(reading: file), policy: policy)
        guard ids.insert(stay.id).inserted else {
          throw Diagnostics(error: "\(file): another file has a recording of the same name")
        }
      } catch {
        report(error)
        summary.failures += 1
        continue
      }
      let outcome = outcomes[stay.id]
      try writer.append(
        id: stay.id, duration: table.duration, events: stay.events,
        descriptors: stay.descriptors + (outcome ?? []))
      summary.withoutOutcome += outcome == nil ? 1 : 0
      summary.recordings += 1
      summary.values += stay.events.count
      summary.duplicates += stay.duplicates
    }
    if summary.recordings > 0 { try writer.finish() }
    return summary
  }
}
