import Configuration
import Formats
import Glibc

/// How the recordings of a verb are opened.
struct Opening {
  private let layout: String?

  init(_ settings: inout Settings) {
    layout = settings.optionalString(
      "layout",
      "How files are to be read: a mapping as a file of JSON, or one of "
        + "\(Mapping.presetNames.joined(separator: ", ")).")
  }

  /// With this layout, or without one: then only layouts that are known are read.
  init(layout: String? = nil) { self.layout = layout }

  /// What is named on the command line, or else what the pipeline names.
  func or(_ other: String?) -> Opening { layout == nil ? Opening(layout: other) : self }

  /// The layout of tables that was named, if what was named is one.
  func tableMapping() throws -> TableMapping? {
    guard let layout, Mapping.preset(named: layout) == nil else { return nil }
    guard layout.contains(".") || layout.contains("/") else { return nil }
    let text = try SourceText(reading: layout)
    return TableMapping.claims(text) ? try TableMapping(text) : nil
  }

  /// All recordings of a file that holds several; else what was named, sound or not.
  func recordings(of name: String) -> [String] {
    guard !name.contains("#"), let all = try? addresses(in: name) else { return [name] }
    let named = all.filter { $0.id != nil }.map(\.description)
    return named.isEmpty ? [name] : named
  }

  /// The addresses of all recordings in a file.
  func addresses(in file: String) throws -> [RecordingAddress] {
    try IsolatedReader.recordings(in: file, mapping: try mapping())
  }

  /// Opens a recording in a process of its own, which limits itself first.
  ///
  /// A file that its writer has not closed is read as far as it was flushed, which is said, unless
  /// the recording is to be followed.
  func reader(of recording: String, following: Bool = false) throws -> IsolatedReader {
    try Opening.checkIsThere(recording)
    let reader = try IsolatedReader(recording, mapping: try mapping())
    if reader.isUnclosed, !following {
      Message.warning(
        "\(recording): its writer is at work, or ended without closing it; what was flushed so far is "
          + "read, and 'vigil convert' copies it out")
    }
    return reader
  }

  /// The mapping that is named: a file of JSON, or a preset where there is no such file.
  private func mapping() throws -> Mapping? {
    guard let layout else { return nil }
    if let preset = Mapping.preset(named: layout) { return preset }
    guard layout.contains(".") || layout.contains("/") else {
      throw Diagnostics(
        error: "there is no layout '\(layout)'"
          + suggestion(for: layout, among: Mapping.presetNames))
    }
    return try Mapping(reading: layout)
  }

  /// Throws where there is no file, with the nearest name in its folder.
  static func checkIsThere(_ recording: String) throws(FormatError) {
    let path = RecordingAddress(recording).file
    guard access(path, F_OK) != 0, errno == ENOENT else { return }
    let mark = path.lastIndex(of: "/")
    let folder = mark.map { String(path[...$0]) } ?? ""
    let name = mark.map { String(path[path.index(after: $0)...]) } ?? path
    let names = Folder(folder.isEmpty ? "." : folder)?.names ?? []
    // What stands before the suggestion is how errors are put together, too.
    let near = suggestion(for: name, among: names).drop { $0 == ";" || $0 == " " }
    throw FormatError(
      path: path, message: "cannot be opened: \(String(cString: strerror(ENOENT)))",
      remedy: String(near))
  }
}
