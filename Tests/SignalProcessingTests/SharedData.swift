import Foundation

/// The archives of real recordings, which are not part of the project.
enum SharedData {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let archives = package.appending(path: "../shared/data")

  static func has(_ archive: String) -> Bool {
    FileManager.default.fileExists(
      atPath: archives.appending(path: archive + ".tar.xz").path)
  }

  /// The folder with what archives hold, after unpacking one of them where it is not there.
  static func folder(with archive: String) throws -> URL {
    let unpack = Process()
    let folder = package.appending(path: ".build/data")
    unpack.executableURL = archives.appending(path: "unpack")
    unpack.arguments = [folder.path, archive]
    unpack.standardOutput = FileHandle.nullDevice
    try unpack.run()
    unpack.waitUntilExit()
    return folder
  }
}
