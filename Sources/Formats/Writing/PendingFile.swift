internal import Glibc

/// A place at which a new file appears only when it is whole.
///
/// It is written beside its place under a name of its own; where it is never committed, it is
/// removed.
final class PendingFile {
  /// The path under which the file will appear.
  let path: String
  /// The path under which it is written.
  let temporary: String
  private var isPending = true

  /// A file that is yet to be written, whose name must not be that of a device, a pipe or a folder.
  init(_ path: String) throws(FormatError) {
    self.path = path
    // To take the place of a device, a pipe or a folder would be to destroy it.
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
      throw FormatError(
        path: path, message: "is there and not a plain file", remedy: "name another file")
    }
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    temporary = "\(folder).\(name).\(getpid()).partial"
    unlink(temporary)
    UnfinishedFile.begin(temporary)
  }

  deinit {
    if !isPending { return }
    unlink(temporary)
    UnfinishedFile.end()
  }

  /// Makes sure that what was written is on the disk, and gives it its name.
  func commit() throws(FormatError) {
    isPending = false
    let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
    defer { UnfinishedFile.end() }
    let isStored = descriptor >= 0 && fsync(descriptor) == 0
    if descriptor >= 0 { close(descriptor) }
    guard isStored, rename(temporary, path) == 0 else {
      let error = refusal()
      unlink(temporary)
      throw error
    }
    syncFolder()
  }

  /// Writes a whole file of bytes.
  static func write(_ bytes: [UInt8], to path: String) throws(FormatError) {
    let file = try PendingFile(path)
    let descriptor = open(file.temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw file.refusal() }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    let error = file.refusal()
    guard close(descriptor) == 0, written == bytes.count else { throw error }
    try file.commit()
  }

  /// What the system says of the last attempt.
  private func refusal() -> FormatError {
    FormatError(path: path, message: "cannot be written: \(String(cString: strerror(errno)))")
  }

  /// Makes sure that the new name is on the disk too.
  private func syncFolder() {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}
