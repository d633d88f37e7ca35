import Foundation

/// The files beside the package that some tests need: goldens, and archives of real recordings.
enum SharedFiles {
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let goldens = package.appending(path: "../shared/goldens/ec57")

  static var haveComparisons: Bool {
    FileManager.default.fileExists(atPath: goldens.appending(path: "bxb.txt").path)
      && FileManager.default.fileExists(atPath: archives.appending(path: "unpack").path)
  }

  /// The folder with the records of MIT-BIH DS1, unpacked when first asked for.
  static let records: Result<URL, any Error> = Result {
    let unpack = Process()
    unpack.executableURL = archives.appending(path: "unpack")
    let folder = package.appending(path: ".build/data")
    unpack.arguments = [folder.path, "mitdb-ds1"]
    unpack.standardOutput = FileHandle.nullDevice
    try unpack.run()
    unpack.waitUntilExit()
    return folder.appending(path: "mitdb")
  }

  private static let archives = package.appending(path: "../shared/data")
}
