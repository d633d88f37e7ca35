internal import Glibc

extension StoredGroup {
  /// Reads a safetensors file, in this process.
  init(safetensors path: String) throws(FormatError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FormatError(
        path: path, message: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size <= StoredGroup.mostBytes else {
      throw FormatError(
        path: path, message: "is larger than the \(StoredGroup.mostBytes >> 20) MiB that are read")
    }
    let size = Int(status.st_size)
    var read = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while read < size {
        let more = pread(descriptor, buffer.baseAddress.map { $0 + read }, size - read, off_t(read))
        if more < 0 && errno == EINTR { continue }
        guard more > 0 else { break }
        read += more
      }
      count = read
    }
    do { self = try Safetensors.group(bytes) } catch {
      throw FormatError(
        path: path, place: error.place, message: error.message,
        remedy: "copy it again from its source")
    }
  }

  /// Writes the tensors as a safetensors file, which appears under its name only when it is whole.
  public func writeSafetensors(to path: String) throws(FormatError) {
    try PendingFile.write(Safetensors.bytes(self), to: path)
  }
}
