internal import Glibc

/// Where a recording is: a file, and the recording's name where the file holds several.
public struct RecordingAddress: Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  public var file: String
  /// The name of the recording in its file, if one was given.
  public var id: String?

  /// An address of this file and recording.
  public init(file: String, id: String? = nil) {
    self.file = file
    self.id = id
  }

  /// The address that a person wrote: `file.h5`, or `file.h5#id`.
  ///
  /// A file whose own name has a `#` is found first.
  public init(_ text: String) {
    if access(text, F_OK) != 0, let mark = text.lastIndex(of: "#") {
      file = String(text[..<mark])
      id = String(text[text.index(after: mark)...])
    } else {
      file = text
    }
  }

  /// The address as a person writes it.
  public var description: String { id.map { "\(file)#\($0)" } ?? file }
}
