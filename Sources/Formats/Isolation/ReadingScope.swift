/// What a reading process may open; everything else is closed to it before it opens anything.
public enum ReadingScope: Hashable, Sendable {
  /// These files and no others: one recording, or the parts of one that lie in several files.
  case files([String])
  /// All files in a folder and in the folders within it.
  case folder(String)

  /// One file.
  public static func file(_ path: String) -> ReadingScope { .files([path]) }

  /// Whether a path belongs to the scope as it is spelt, links not followed.
  func covers(_ path: String) -> Bool {
    switch self {
    case .files(let paths): paths.contains(path)
    case .folder(let folder):
      path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
        && !path.split(separator: "/").contains("..")
    }
  }
}
