import Configuration
import Formats

/// How the recordings of a verb are opened.
struct Opening {
  private let mapping: String?

  init(_ settings: inout Settings) {
    mapping = settings.optionalString(
      "mapping", "How files of a layout that is not known are to be read, as a file of JSON.")
  }

  /// Without a mapping: only layouts that are known.
  init() { mapping = nil }

  /// All recordings of a file that holds several; else what was named, sound or not.
  func recordings(of name: String) -> [String] {
    guard !name.contains("#"), let all = try? IsolatedReader.recordings(in: name) else {
      return [name]
    }
    let named = all.filter { $0.id != nil }.map(\.description)
    return named.isEmpty ? [name] : named
  }

  /// Opens a recording in a process of its own, which limits itself first.
  ///
  /// A file that its writer has not closed is read as far as it was flushed, which is said, unless
  /// the recording is to be followed.
  func reader(of recording: String, following: Bool = false) throws -> IsolatedReader {
    let reader = try IsolatedReader(
      recording, mapping: try mapping.map { try Mapping(reading: $0) })
    if reader.isUnclosed, !following {
      Message.warning(
        "\(recording): its writer is at work, or ended without closing it; what was flushed so far is "
          + "read, and 'vigil convert' copies it out")
    }
    return reader
  }
}
