import Foundation
import HDF5

/// What others computed, committed beside the tests; `Goldens/origin.md` says how.
enum Goldens {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Goldens")

  /// The networks of ncps.
  static func open() throws -> File {
    try File(reading: folder.appending(path: "ncps.h5").path)
  }
}
