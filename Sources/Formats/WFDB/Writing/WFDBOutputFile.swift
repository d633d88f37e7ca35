internal import Glibc

/// A signal file that is being written: frames of samples, all of two or all of four bytes.
///
/// Where the gain can be told only at the end, the values themselves are written in single
/// precision at first, and become counts when the file is finished.
final class WFDBOutputFile {
  /// The name of the file beside the header.
  let name: String
  /// The channels whose samples take turns, in their order.
  private(set) var channels: [Int] = []
  let isWide: Bool
  private let place: PendingFile
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var length = 0

  init(_ name: String, in folder: String, isWide: Bool) throws(FormatError) {
    self.name = name
    self.isWide = isWide
    place = try PendingFile(folder + name)
    descriptor = open(place.temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw refusal() }
  }

  deinit { close(descriptor) }

  /// Adds a channel, whose samples follow those of the channels before it in each frame.
  func add(_ channel: Int) { channels.append(channel) }

  /// Adds a count in two bytes.
  func put(_ count: Int16) {
    let bits = UInt16(bitPattern: count)
    bytes.append(UInt8(truncatingIfNeeded: bits))
    bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
  }

  /// Adds a value that will become a count in four bytes.
  func put(_ value: Float) { put(word: value.bitPattern) }

  private func put(word: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  /// Writes what has gathered.
  func flush() throws(FormatError) {
    try write(at: length)
    length += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }

  /// Turns all values into counts: `count` says which, by the place of the sample in its frame.
  func makeCounts(frame: Int, _ count: (_ place: Int, _ value: Float) -> Int32) throws(FormatError)
  {
    try flush()
    var start = 0
    var sample = 0
    while start < length {
      let block = min(1 << 16, length - start)
      var values = [UInt8](repeating: 0, count: block)
      let got = values.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress, block, off_t(start))
      }
      guard got == block else { throw refusal() }
      for place in stride(from: 0, to: block, by: 4) {
        let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(values[place + $1]) << UInt32(8 * $1) }
        put(word: UInt32(bitPattern: count(sample % frame, Float(bitPattern: word))))
        sample += 1
      }
      try write(at: start)
      bytes.removeAll(keepingCapacity: true)
      start += block
    }
  }

  /// Gives the file its name.
  func finish() throws(FormatError) {
    try flush()
    try place.commit()
  }

  private func write(at start: Int) throws(FormatError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written,
          off_t(start + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw refusal() }
      written += count
    }
  }

  private func refusal() -> FormatError {
    FormatError(path: place.path, message: "cannot be written: \(String(cString: strerror(errno)))")
  }
}
