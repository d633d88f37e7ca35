internal import Glibc

extension SourceText {
  /// The largest file of settings that is read, in bytes.
  private static let largest = 16 << 20

  /// Reads a file of settings of at most 16 MiB; `-` is standard input.
  ///
  /// Throws why it cannot be read.
  public init(reading path: String) throws(Diagnostics) {
    func refusal(_ message: String) -> Diagnostics {
      Diagnostics([Diagnostic(error: "\(path): \(message)", at: nil)])
    }
    let file = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw refusal(String(cString: strerror(errno))) }
    defer { if file > 0 { close(file) } }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &block, block.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw refusal(String(cString: strerror(errno))) }
      if count == 0 { break }
      bytes += block[..<count]
      guard bytes.count <= Self.largest else {
        throw refusal("a file of settings must not be larger than 16 MiB")
      }
    }
    self.init(path: path, bytes: bytes)
  }
}
