internal import Glibc

/// Why the samples of a file cannot be had.
struct WFDBReadError: Error {
  /// What is wrong, as the rest of a sentence that begins with the name of the file.
  var reason: String
}

/// The samples of one signal file, handed out from its start in the order of time.
protocol WFDBSampleStream: AnyObject {
  /// The whole frames that the file holds.
  func countFrames() throws(WFDBReadError) -> Int

  /// Goes back to the start.
  func restart() throws(WFDBReadError)

  /// Replaces the rows of this file's signals by the counts of the next frames, as they are packed.
  ///
  /// All calls but the last ask for a multiple of six frames, so that each begins on a byte.
  func read(frames: Int, into rows: inout [[Int32]]) throws(WFDBReadError)
}

/// A signal of a file: its place in the record and how many samples of a frame are its own.
struct WFDBTurn {
  var signal: Int
  var samples: Int
}

/// A signal file of a record.
struct WFDBSignalFile {
  /// The name as the header spells it.
  var name: String
  /// The places of its signals in the record.
  var signals: [Int]
  /// What reads it.
  var stream: any WFDBSampleStream
}

/// A plain file that was opened for reading.
final class WFDBDataFile {
  let descriptor: Int32
  let byteCount: Int

  init(_ path: String) throws(WFDBReadError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw WFDBReadError(reason: "cannot be read: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw WFDBReadError(reason: "cannot be read: it is not a plain file")
    }
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills the start of a buffer with the bytes at `place`, as many of `count` as there are.
  func read(_ count: Int, at place: Int, into buffer: UnsafeMutableRawPointer) -> Int {
    var got = 0
    while got < count {
      let more = pread(descriptor, buffer + got, count - got, off_t(place + got))
      if more < 0, errno == EINTR { continue }
      guard more > 0 else { break }
      got += more
    }
    return got
  }
}

/// A signal file in which every sample, or group of them, takes the same number of bytes.
final class WFDBPackedFile: WFDBSampleStream {
  private let file: WFDBDataFile
  private let format: WFDBSignal.Format
  private let offset: Int
  private let turns: [WFDBTurn]
  private let samplesPerFrame: Int
  private var position = 0
  private var bytes: [UInt8] = []
  private var samples: [Int32] = []

  init(_ file: WFDBDataFile, _ format: WFDBSignal.Format, offset: Int, turns: [WFDBTurn]) {
    self.file = file
    self.format = format
    self.offset = offset
    self.turns = turns
    samplesPerFrame = turns.reduce(0) { $0 + $1.samples }
  }

  func countFrames() -> Int {
    format.sampleCount(in: max(0, file.byteCount - min(offset, file.byteCount))) / samplesPerFrame
  }

  func restart() { position = 0 }

  func read(frames: Int, into rows: inout [[Int32]]) throws(WFDBReadError) {
    let count = frames * samplesPerFrame
    let start = format.byteCount(of: position * samplesPerFrame)
    let length = format.byteCount(of: count)
    // The last group may be cut short; what it lacks is not looked at, and reads as zero.
    let room = length + 4
    if bytes.count < room { bytes = [UInt8](repeating: 0, count: room) }
    if samples.count != count { samples = [Int32](repeating: 0, count: count) }
    let got = bytes.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { file.read(length, at: offset + start, into: $0) } ?? 0
    }
    guard got == length else {
      throw WFDBReadError(reason: "became shorter while it was read")
    }
    var unpacked = samples.mutableSpan
    format.unpack(bytes.span, into: &unpacked)
    position += frames
    var place = 0
    for turn in turns {
      samples.takeTurn(
        from: place, of: samplesPerFrame, taking: turn.samples, frames: frames,
        into: &rows[turn.signal])
      place += turn.samples
    }
  }
}

/// Signals without samples: nothing was measured.
final class WFDBNullFile: WFDBSampleStream {
  private let turns: [WFDBTurn]

  init(turns: [WFDBTurn]) { self.turns = turns }

  func countFrames() -> Int { .max }

  func restart() {}

  func read(frames: Int, into rows: inout [[Int32]]) {
    for turn in turns {
      rows[turn.signal].removeAll(keepingCapacity: true)
      rows[turn.signal].append(
        contentsOf: repeatElement(WFDBSamples.missing, count: frames * turn.samples))
    }
  }
}

extension [Int32] {
  /// Copies the samples of one signal out of frames in which several take turns.
  fileprivate func takeTurn(
    from place: Int, of frame: Int, taking count: Int, frames: Int, into row: inout [Int32]
  ) {
    if row.count != frames * count { row = [Int32](repeating: 0, count: frames * count) }
    let source = span
    var target = row.mutableSpan
    if count == 1 {
      for index in 0..<frames { target[index] = source[place + index * frame] }
      return
    }
    for index in 0..<frames {
      for sample in 0..<count {
        target[index * count + sample] = source[place + index * frame + sample]
      }
    }
  }
}
