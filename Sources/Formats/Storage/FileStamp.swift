internal import Glibc

/// What a file system says of a file that tells whether it has been written to since.
struct FileStamp {
  private var file: UInt64
  private var size: Int64
  private var seconds: Int
  private var nanoseconds: Int
  /// Whether the file was written to so shortly before that it could be again under the same stamp.
  private var isFresh: Bool

  /// The stamp that the file at a path has now, or nil where there is none.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    file = UInt64(status.st_ino)
    size = Int64(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    let age = Double(now.tv_sec - seconds) + Double(now.tv_nsec - nanoseconds) / 1e9
    isFresh = age < FileStamp.tick
  }

  /// Whether a file that has this stamp now holds nothing that it did not hold at an earlier one.
  func isNothingNew(since earlier: FileStamp?) -> Bool {
    guard let earlier, !earlier.isFresh else { return false }
    return file == earlier.file && size == earlier.size && seconds == earlier.seconds
      && nanoseconds == earlier.nanoseconds
  }

  /// Seconds that file systems are sure to tell apart: kernels stamp by a clock that ticks in
  /// hundredths of a second.
  private static let tick = 0.05
}
