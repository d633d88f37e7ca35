import Configuration
import Glibc

/// Standard output: data, written at once.
enum Output {
  /// Standard output takes no more.
  struct Closed: Error, CustomStringConvertible {
    fileprivate var reason: Int32
    /// Whether that is because whoever read it has gone: there is nobody left to tell.
    var isQuiet: Bool { reason == EPIPE }
    var description: String { "standard output: \(String(cString: strerror(reason)))" }
  }

  static func write(_ text: String) throws(Closed) {
    var text = text
    var failure: Int32 = 0
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(1, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          failure = errno
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    if failure != 0 { throw Closed(reason: failure) }
  }

  static func line(_ value: JSON.Value) throws(Closed) {
    try write(value.line + "\n")
  }
}

/// Standard error: words.
enum Message {
  static func say(_ text: String) {
    // Where standard error is closed nobody can be told.
    var text = text
    text.withUTF8 { _ = Glibc.write(2, $0.baseAddress, $0.count) }
  }

  static func error(_ text: String) { diagnostic(Diagnostic(error: text, at: nil)) }

  static func warning(_ text: String) { diagnostic(Diagnostic(.warning, text, at: nil)) }

  static func diagnostic(_ diagnostic: Diagnostic) {
    let place = diagnostic.location.map { "\($0)" } ?? "vigil"
    let severity = diagnostic.severity.rawValue
    let painted = Terminal.isColoured(2) ? "\u{1B}[31m\(severity)\u{1B}[0m" : severity
    say("\(place): \(painted): \(diagnostic.message)\n")
  }
}

/// What stands behind a file descriptor.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether words may be coloured: a terminal, and no wish to the contrary (no-color.org).
  static func isColoured(_ descriptor: Int32) -> Bool {
    isTerminal(descriptor) && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
  }

  /// The number of columns, 80 where it is not known.
  static func columns(_ descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
