import Foundation

/// Files that stand beside the package and are no part of it.
enum SharedFiles {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let shared = package.deletingLastPathComponent().appending(path: "shared")
  private static let unpack = shared.appending(path: "data/unpack")

  /// One small file for each layout that is found in use.
  static func layout(_ name: String) -> String {
    shared.appending(path: "goldens/hdf5-layouts/\(name)").path
  }

  static let hasLayouts = FileManager.default.fileExists(atPath: layout("plain_timestamps.h5"))

  static let hasRecordings = FileManager.default.fileExists(atPath: unpack.path)

  /// The folder of real HDF5 recordings, unpacked when first asked for.
  static let recordings: String? = {
    let folder = package.appending(path: ".build/data")
    let process = Process()
    process.executableURL = unpack
    process.arguments = [folder.path, "hdf5-real"]
    process.standardOutput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? folder.appending(path: "hdf5real").path : nil
  }()
}
