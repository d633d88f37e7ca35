internal import Glibc

/// Whether the writer of a file has closed it.
public enum FileState: UInt8, Hashable, Sendable {
  /// Nobody is known to write it.
  case closed
  /// It was being written when it was opened, or its writer ended without closing it, and it can be
  /// read meanwhile: HDF5's single writer, multiple readers (SWMR).
  case growing
  /// A program holds the lock that writers take, and did not say that it can be read meanwhile:
  /// what is read may be half written.
  case locked

  /// Whether another program has locked a file for itself, as HDF5's writers do.
  static func isLocked(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return false }
    return errno == EWOULDBLOCK
  }
}
