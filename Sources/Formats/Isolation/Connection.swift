internal import Glibc

/// One end of the line between a program and its reading process.
struct Connection {
  /// Why nothing came or went.
  enum Failure: Error {
    /// The other end is gone.
    case closed
    /// The other end did not answer in time.
    case late
    /// What came cannot have been sent by the other end as it should be.
    case malformed
  }

  private let input: Int32
  private let output: Int32
  /// Whether `output` is a socket, on which a lost reader is an error and not a signal.
  private let isSocket: Bool
  /// The bytes of the last frame that was received.
  private(set) var received: [UInt8] = []
  private(set) var receivedCount = 0

  init(socket: Int32) {
    input = socket
    output = socket
    isSocket = true
  }

  init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
    isSocket = false
  }

  // MARK: Sending

  /// Sends a frame of this kind with these bytes.
  func send(_ kind: UInt32, _ bytes: [UInt8], by deadline: Deadline = .never) throws(Failure) {
    guard bytes.count <= Frame.longest else { throw .malformed }
    var head = (kind, UInt32(bytes.count))
    try withUnsafeBytes(of: &head) { buffer throws(Failure) in try write(buffer, by: deadline) }
    try bytes.span.bytes.withUnsafeBytes { buffer throws(Failure) in try write(buffer, by: deadline)
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, by deadline: Deadline) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try wait(for: output, events: POLLOUT, by: deadline)
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count =
        isSocket
        ? Glibc.send(
          output, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        : Glibc.write(output, piece.baseAddress, piece.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { throw .closed }
      rest = rest.dropFirst(count)
    }
  }

  // MARK: Receiving

  /// Receives a frame and gives its kind; its bytes are in `received`, up to `receivedCount`.
  ///
  /// Memory grows with the bytes that come, not with the length that was promised.
  mutating func receive(by deadline: Deadline = .never) throws(Failure) -> UInt32 {
    try fill(0..<Frame.size, by: deadline)
    let (kind, length) = received.withUnsafeBytes {
      ($0.loadUnaligned(as: UInt32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    }
    guard length <= Frame.longest else { throw .malformed }
    var filled = 0
    while filled < Int(length) {
      let end = min(Int(length), filled + Connection.step)
      try fill(filled..<end, by: deadline)
      filled = end
    }
    receivedCount = Int(length)
    return kind
  }

  private mutating func fill(_ range: Range<Int>, by deadline: Deadline) throws(Failure) {
    if received.count < range.upperBound {
      received.append(contentsOf: repeatElement(0, count: range.upperBound - received.count))
    }
    var place = range.lowerBound
    while place < range.upperBound {
      try wait(for: input, events: POLLIN, by: deadline)
      let count = received.withUnsafeMutableBytes {
        read(input, $0.baseAddress.map { $0 + place }, range.upperBound - place)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { throw .closed }
      place += count
    }
  }

  private func wait(for descriptor: Int32, events: Int32, by deadline: Deadline) throws(Failure) {
    guard let limit = deadline.nanoseconds else { return }
    while true {
      let left = limit - Deadline.now
      guard left > 0 else { throw .late }
      var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = poll(&entry, 1, Int32(clamping: left / 1_000_000 + 1))
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw .closed }
    }
  }

  private static let step = 1 << 20
}

/// The moment by which something must have happened, on a clock that never steps.
struct Deadline {
  /// The moment, or nil where there is no hurry.
  var nanoseconds: Int64?

  /// No hurry.
  static let never = Deadline(nanoseconds: nil)

  /// So many seconds from now.
  static func after(_ seconds: Double) -> Deadline {
    Deadline(nanoseconds: now + Int64(seconds * 1e9))
  }

  /// This moment.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
