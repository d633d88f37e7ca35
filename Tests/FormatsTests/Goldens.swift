import Foundation

/// Files committed beside the tests; `Goldens/origin.md` says where they come from.
enum Goldens {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Goldens")

  /// The path of one of them.
  static func file(_ name: String) -> String { folder.appending(path: name).path }
}
