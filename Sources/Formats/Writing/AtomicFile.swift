internal import Glibc
internal import HDF5

/// A new file that appears under its name only when it is whole.
///
/// It is written beside its place under a name of its own; where it is never committed, it is
/// removed.
final class AtomicFile {
  /// The path under which the file will appear.
  let path: String
  private let temporary: String
  private var file: File?

  /// Creates the file under its temporary name.
  init(creating path: String) throws(FormatError) {
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
    let temporary = temporary
    UnfinishedFile.begin(temporary)
    do { file = try File(creating: temporary) } catch { throw FormatError(error, in: path) }
  }

  deinit {
    if file == nil { return }
    unlink(temporary)
    UnfinishedFile.end()
  }

  /// A group of the file by its path.
  func group(_ path: String) throws(HDF5Error) -> Group {
    guard let group = try file?.root.group(path) else {
      throw HDF5Error(path, "the file is finished")
    }
    return group
  }

  /// Closes the file, makes sure that it is on the disk, and gives it its name.
  func commit() throws(FormatError) {
    try naming(path) { () throws(HDF5Error) in try file?.flush() }
    file = nil
    let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
    defer { UnfinishedFile.end() }
    let isStored = descriptor >= 0 && fsync(descriptor) == 0
    if descriptor >= 0 { close(descriptor) }
    guard isStored, rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw FormatError(path: path, message: "cannot be written: \(reason)")
    }
    syncFolder()
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
