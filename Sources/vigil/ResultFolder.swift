import Configuration
import Formats
import Glibc
import Pipelines
import Signals

/// The folder that the results of a batch go to.
struct ResultFolder {
  /// The files of one recording.
  struct Files {
    var results: String
    var alerts: String
    var summary: String
  }

  private let path: String
  private let recordings: [String]

  /// Makes the folder where it is missing; throws where results would replace others.
  init(_ path: String, for recordings: [String], force: Bool) throws(Diagnostics) {
    self.path = path
    self.recordings = recordings
    var problems: [Diagnostic] = []
    for (index, recording) in recordings.enumerated() {
      let stem = Self.stem(recording)
      if let other = recordings[..<index].first(where: { Self.stem($0) == stem }) {
        problems.append(
          Diagnostic(
            error: "'\(other)' and '\(recording)' would both write '\(path)/\(stem).h5'; "
              + "run them into different folders", at: nil))
      } else if let input = recordings.first(where: {
        Self.isSame("\(path)/\(stem).h5", Self.file(of: $0))
      }) {
        problems.append(
          Diagnostic(
            error: "the results of '\(recording)' would replace the recording '\(input)'; "
              + "name another folder with --output", at: nil))
      } else if !force, access("\(path)/\(stem).h5", F_OK) == 0 {
        problems.append(
          Diagnostic(
            error: "'\(path)/\(stem).h5' is there already; --force replaces it, --resume keeps it",
            at: nil))
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && !path.hasPrefix("/") ? "\(part)" : "/\(part)"
      guard !part.isEmpty, mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
      throw Diagnostics(error: "\(made): \(String(cString: strerror(errno)))")
    }
  }

  /// The files of one recording's results.
  func files(of recording: String) -> Files {
    let stem = "\(path)/\(Self.stem(recording))"
    return Files(
      results: stem + ".h5", alerts: stem + ".alerts.jsonl", summary: stem + ".summary.json")
  }

  /// The summary of a recording whose results are there, whole, made by the same pipeline, and
  /// younger than the recording.
  func summary(of recording: String, by digest: String) -> JSON.Value? {
    let files = files(of: recording)
    guard let made = Self.modified(files.results),
      let written = Self.modified(Self.file(of: recording)), made > written,
      let text = try? SourceText(reading: files.summary), let json = try? JSON.parse(text),
      case .string(digest)? = json["pipeline"]?.value,
      case .string(recording)? = json["recording"]?.value,
      case .string(let results)? = json["results"]?.value,
      case .string(let lines)? = json["alert lines"]?.value,
      (try? Self.digest(of: files.results)) == results,
      (try? Self.digest(of: files.alerts)) == lines
    else { return nil }
    return json.value
  }

  /// The status of a recording whose writer had not closed it, and which may have come further.
  static let partial = "partial"

  /// Whether a summary is of a recording whose writer had not closed it.
  static func isPartial(_ summary: JSON.Value) -> Bool {
    guard case .string(partial)? = JSON(summary)["status"]?.value else { return false }
    return true
  }

  /// The highest priority of the alerts that a summary counts.
  static func highest(in summary: JSON.Value) -> Alert.Priority? {
    guard case .string(let word)? = JSON(summary)["highest"]?.value else { return nil }
    return Alert.Priority(rawValue: word)
  }

  /// A digest of a file.
  static func digest(of file: String) throws(Diagnostics) -> String {
    guard let stream = fopen(file, "r") else {
      throw Diagnostics(error: "\(file): \(String(cString: strerror(errno)))")
    }
    defer { fclose(stream) }
    var digest = Digest.Stream()
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, stream), count > 0 {
      digest.add(block[..<count])
    }
    // A read that fails ends like a file that is over, and would give the digest of a part.
    guard ferror(stream) == 0 else { throw Diagnostics(error: "\(file): it cannot be read") }
    return digest.sha256
  }

  /// The file that holds a recording.
  private static func file(of recording: String) -> String {
    RecordingAddress(recording).file
  }

  /// When a file was last written, in nanoseconds; nothing where there is none.
  private static func modified(_ file: String) -> Int? {
    var status = stat()
    guard stat(file, &status) == 0 else { return nil }
    return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
  }

  /// Whether a file is one of the results.
  func owns(_ file: String) -> Bool { file.hasPrefix(path + "/") && !recordings.contains(file) }

  /// Writes the manifest: the pipeline in its canonical form, and a line for each recording.
  func write(_ summaries: [JSON.Value], _ pipeline: Pipeline) throws(Diagnostics) {
    let head = JSON.Value.members([
      ("program", .string("vigil \(Vigil.version)")), ("notice", .string(Vigil.notice)),
      ("digest", .string(pipeline.digest)), ("pipeline", pipeline.canonical),
    ])
    try write(
      ([head] + summaries).map { $0.line + "\n" }.joined(), to: "\(path)/manifest.jsonl")
  }

  /// Writes a text file that appears under its name only when it is whole.
  func write(_ text: String, to file: String) throws(Diagnostics) {
    try TextFile.write(text, to: file)
  }

  /// The name of a recording's results: its file's name without the ending, and its id.
  private static func stem(_ recording: String) -> String {
    let address = RecordingAddress(recording)
    let folders = address.file.split(separator: "/")
    var file = folders.last.map { String($0) } ?? ""
    if let dot = file.lastIndex(of: "."), dot != file.startIndex { file = String(file[..<dot]) }
    // Every fixture's file is called 'recording': its folder says which.
    if file == "recording", let folder = folders.dropLast().last { file = String(folder) }
    return address.id.map { "\(file)-" + $0.split(separator: "/").joined(separator: "_") } ?? file
  }

  /// Whether two paths lead to one file that is there.
  static func isSame(_ one: String, _ other: String) -> Bool {
    var first = stat()
    var second = stat()
    return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
      && first.st_ino == second.st_ino
  }
}
