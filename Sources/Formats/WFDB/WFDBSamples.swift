public import Configuration
internal import Glibc

/// The samples of a WFDB record, read from its signal files a block at a time.
public struct WFDBSamples {
  /// The count that stands for "not measured" in what is handed out.
  public static let missing = Int16.min

  /// The number of samples of each signal.
  public let frames: Int
  private let header: WFDBHeader
  private let files: [SignalFile]

  /// Opens the signal files of a record, which lie beside the header.
  ///
  /// Throws where a file is missing or shorter than the header states.
  public init(_ header: WFDBHeader) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var files: [SignalFile] = []
    let folder = header.path.lastIndex(of: "/").map { header.path[...$0] } ?? ""
    for (index, signal) in header.signals.enumerated() {
      let place = signal.location
      if let known = files.firstIndex(where: { $0.name == signal.file }) {
        files[known].signals.append(index)
        if files[known].format != signal.format || files[known].byteOffset != signal.byteOffset {
          problems.append(
            Diagnostic(error: "the signals of a file must share format and offset", at: place))
        }
      } else {
        do {
          files.append(try SignalFile(signal, index, in: folder))
        } catch {
          problems.append(
            Diagnostic(error: "\(signal.file) cannot be read: \(error.reason)", at: place))
        }
      }
    }
    if problems.isEmpty {
      for file in files where file.frames < header.frames ?? 0 {
        problems.append(
          Diagnostic(
            error: "\(file.name) holds \(file.frames) of the \(header.frames ?? 0) samples "
              + "that the header states; copy it again from its source",
            at: header.signals[file.signals[0]].location))
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    self.header = header
    self.files = files
    frames = header.frames ?? files.map(\.frames).min() ?? 0
  }

  /// Hands out the samples of all signals, block by block in the order of time.
  ///
  /// A block holds as many counts of each signal; ``missing`` stands where nothing was measured.
  public func forEachBlock(_ body: ([[Int16]]) throws -> Void) throws {
    var sums = [Int](repeating: 0, count: header.signals.count)
    var block = [[Int16]](repeating: [], count: header.signals.count)
    var first = 0
    while first < frames {
      let frames = first..<min(first + WFDBSamples.blockLength, frames)
      try read(frames, into: &block, adding: &sums)
      try body(block)
      first = frames.upperBound
    }
  }

  /// Reads all samples, and throws where the sum of a signal is not the one that the header states.
  public func check() throws(Diagnostics) {
    var sums = [Int](repeating: 0, count: header.signals.count)
    var block = [[Int16]](repeating: [], count: header.signals.count)
    var first = 0
    while first < frames {
      let frames = first..<min(first + WFDBSamples.blockLength, frames)
      try read(frames, into: &block, adding: &sums)
      first = frames.upperBound
    }
    var problems: [Diagnostic] = []
    for (signal, sum) in zip(header.signals, sums) {
      guard let stated = signal.checksum, (stated &- sum) & 0xFFFF != 0 else { continue }
      problems.append(
        Diagnostic(
          error: "the samples of '\(signal.name)' have the checksum "
            + "\(Int16(truncatingIfNeeded: sum)), and \(stated) is stated: \(signal.file) is "
            + "damaged or was cut; copy it again from its source",
          at: signal.location))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  private func read(
    _ frames: Range<Int>, into block: inout [[Int16]], adding sums: inout [Int]
  ) throws(Diagnostics) {
    for file in files where !file.read(frames: frames, into: &block, adding: &sums) {
      throw Diagnostics(error: "\(file.name) became shorter while it was read")
    }
  }

  /// The frames that are read at once: even, so that a block of twelve-bit samples begins on a byte.
  private static let blockLength = 1 << 14
}

/// A file in which the samples of some signals take turns.
private final class SignalFile {
  struct Unreadable: Error { var reason: String }

  let name: String
  let format: WFDBSignal.Format
  let byteOffset: Int
  /// The places of the signals in the record, in the order in which their samples take turns.
  var signals: [Int]
  private let descriptor: Int32
  private let byteCount: Int
  private var bytes: [UInt8] = []

  init(_ signal: WFDBSignal, _ index: Int, in folder: some StringProtocol) throws(Unreadable) {
    let descriptor = open(folder + signal.file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Unreadable(reason: String(cString: strerror(errno))) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Unreadable(reason: "it is not a plain file")
    }
    name = signal.file
    format = signal.format
    byteOffset = signal.byteOffset
    signals = [index]
    self.descriptor = descriptor
    byteCount = max(0, Int(status.st_size) - signal.byteOffset)
  }

  deinit { close(descriptor) }

  /// The number of whole frames in the file.
  var frames: Int {
    switch format {
    case .twoBytes: byteCount / 2 / signals.count
    // A last sample without a partner takes two bytes.
    case .twelveBits: (byteCount / 3 * 2 + byteCount % 3 / 2) / signals.count
    }
  }

  /// Reads frames that begin at an even one into the rows of these signals, and adds up the counts.
  func read(frames: Range<Int>, into block: inout [[Int16]], adding sums: inout [Int]) -> Bool {
    let first = frames.lowerBound * signals.count
    let count = frames.count * signals.count
    let start = format == .twoBytes ? first * 2 : first / 2 * 3
    let length = format == .twoBytes ? count * 2 : count / 2 * 3 + count % 2 * 2
    if bytes.count < length { bytes = [UInt8](repeating: 0, count: length) }
    var got = 0
    while got < length {
      let more = bytes.withUnsafeMutableBytes {
        pread(
          descriptor, $0.baseAddress.map { $0 + got }, length - got,
          off_t(byteOffset + start + got))
      }
      if more < 0, errno == EINTR { continue }
      guard more > 0 else { return false }
      got += more
    }
    for (turn, signal) in signals.enumerated() {
      if block[signal].count != frames.count {
        block[signal] = [Int16](repeating: 0, count: frames.count)
      }
      var row = block[signal].mutableSpan
      sums[signal] += SignalFile.unpack(
        bytes.span, format, turn: turn, of: signals.count, into: &row)
    }
    return true
  }

  /// Unpacks the counts of one of several signals that take turns, and adds them up.
  private static func unpack(
    _ bytes: Span<UInt8>, _ format: WFDBSignal.Format, turn: Int, of step: Int,
    into row: inout MutableSpan<Int16>
  ) -> Int {
    var sum = 0
    switch format {
    case .twoBytes:
      for index in 0..<row.count {
        let place = 2 * (index * step + turn)
        let count = Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
        sum += Int(count)
        row[index] = count
      }
    case .twelveBits:
      for index in 0..<row.count {
        let sample = index * step + turn
        let place = sample / 2 * 3
        let middle = UInt16(bytes[place + 1])
        let packed =
          sample % 2 == 0
          ? UInt16(bytes[place]) | (middle & 0x0F) << 8
          : UInt16(bytes[place + 2]) | (middle & 0xF0) << 4
        let count = Int16(bitPattern: packed << 4) >> 4
        sum += Int(count)
        row[index] = count == -2048 ? WFDBSamples.missing : count
      }
    }
    return sum
  }
}
