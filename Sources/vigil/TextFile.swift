import Configuration
import Glibc

/// Files of text.
enum TextFile {
  /// Writes a text file that appears under its name only when it is whole.
  static func write(_ text: String, to file: String) throws(Diagnostics) {
    let temporary = "\(file).\(getpid()).partial"
    func refuse() -> Diagnostics {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      return Diagnostics(error: "\(file): \(reason)")
    }
    guard let stream = fopen(temporary, "w") else { throw refuse() }
    let written = fputs(text, stream) >= 0 && fflush(stream) == 0 && fsync(fileno(stream)) == 0
    guard fclose(stream) == 0, written, rename(temporary, file) == 0 else { throw refuse() }
  }
}
