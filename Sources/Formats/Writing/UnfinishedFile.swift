internal import Glibc
internal import Synchronization

/// The file that this process is writing under a name that is not yet its own.
///
/// A signal that ends the process takes the file with it, so that no half of one is left behind.
public enum UnfinishedFile {
  /// The address of its path as a C string, zero where there is none.
  private static let path = Atomic<Int>(0)

  /// Removes the file on SIGINT, SIGTERM and SIGHUP before they end the process.
  public static func removeOnSignals() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        if let path = UnsafePointer<CChar>(bitPattern: UnfinishedFile.path.load(ordering: .relaxed))
        {
          unlink(path)
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Notes that a file is being written.
  static func begin(_ file: String) {
    end()
    path.store(Int(bitPattern: strdup(file)), ordering: .relaxed)
  }

  /// Notes that it has its name, or is gone.
  static func end() {
    free(UnsafeMutableRawPointer(bitPattern: path.exchange(0, ordering: .relaxed)))
  }
}
