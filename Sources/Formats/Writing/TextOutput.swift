internal import Glibc

/// Text on its way into a file that appears only when it is whole, or to a descriptor.
final class TextOutput {
  private let place: PendingFile?
  private let name: String
  private var descriptor: Int32
  private var bytes: [UInt8] = []

  /// Begins a file, or standard output where the path is `-`.
  init(_ path: String) throws(FormatError) {
    guard path != "-" else {
      (place, name, descriptor) = (nil, "standard output", 1)
      return
    }
    let place = try PendingFile(path)
    self.place = place
    name = path
    descriptor = open(place.temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw refusal() }
  }

  deinit { if place != nil, descriptor >= 0 { close(descriptor) } }

  /// Adds a text.
  func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Adds a byte.
  func put(_ byte: UInt8) { bytes.append(byte) }

  /// Adds seconds with all digits that a whole number of nanoseconds has, and no more.
  func put(seconds nanoseconds: Int64) {
    if nanoseconds < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    put(String(whole))
    guard fraction != 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var (rest, unit) = (fraction, UInt64(100_000_000))
    while rest != 0 {
      let (digit, left) = rest.quotientAndRemainder(dividingBy: unit)
      bytes.append(UInt8(ascii: "0") + UInt8(digit))
      (rest, unit) = (left, unit / 10)
    }
  }

  /// Adds the shortest decimal number that reads back as the same value in single precision.
  func put(_ value: Float) {
    if let number = Int32(exactly: value), !(number == 0 && value.sign == .minus) {
      return put(String(number))
    }
    put(value.description)
  }

  /// Writes what has gathered, if that is much.
  func flushWhenFull() throws(FormatError) {
    if bytes.count >= TextOutput.blockLength { try flush() }
  }

  /// Writes everything; a file gets its name.
  func finish() throws(FormatError) {
    try flush()
    guard let place else { return }
    let open = descriptor
    descriptor = -1
    guard close(open) == 0 else { throw refusal() }
    try place.commit()
  }

  private func flush() throws(FormatError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw refusal() }
      written += count
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private func refusal() -> FormatError {
    FormatError(path: name, message: "cannot be written: \(String(cString: strerror(errno)))")
  }

  private static let blockLength = 1 << 16
}
