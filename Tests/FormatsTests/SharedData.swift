import Foundation

/// The archives of real recordings beside the package, which some tests need.
enum SharedData {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let archives = package.appending(path: "../shared/data")

  /// Whether all of these archives are there.
  static func has(_ names: String...) -> Bool {
    names.allSatisfy {
      FileManager.default.fileExists(atPath: archives.appending(path: "\($0).tar.xz").path)
    }
  }

  /// The path of something in an archive, which is unpacked when first asked for.
  static func path(_ path: String, in archive: String) throws -> String {
    let folder = package.appending(path: ".build/data")
    let unpack = Process()
    unpack.executableURL = archives.appending(path: "unpack")
    unpack.arguments = [folder.path, archive]
    unpack.standardOutput = FileHandle.nullDevice
    try unpack.run()
    unpack.waitUntilExit()
    return folder.appending(path: path).path
  }
}
