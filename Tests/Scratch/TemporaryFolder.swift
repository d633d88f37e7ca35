internal import Glibc

/// A folder that is removed, with all in it, when the test that made it ends.
public final class TemporaryFolder {
  /// Where the folder is.
  public let path: String

  /// A new empty folder.
  public init() {
    var template = Array("/tmp/vigil-test-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  deinit {
    for name in names { unlink(file(name)) }
    rmdir(path)
  }

  /// The names of the files in the folder.
  public var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a file.
  public func remove(_ path: String) { unlink(path) }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file with these bytes, and gives its path.
  public func file(_ name: String, _ bytes: [UInt8]) -> String {
    let path = file(name)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = write(descriptor, bytes, bytes.count)
    close(descriptor)
    return path
  }

  /// Copies a file of the folder as it is now, and gives the path of the copy.
  public func copy(_ name: String, as other: String) -> String {
    file(other, TemporaryFolder.bytes(of: file(name)))
  }

  /// The bytes of a file.
  public static func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    return [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
    }
  }
}
