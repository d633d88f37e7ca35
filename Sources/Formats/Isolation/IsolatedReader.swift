internal import Configuration
internal import Glibc
public import Signals
internal import Synchronization

/// Reads a recording a part at a time, through a process of its own that a hostile file may end.
///
/// It reads like ``RecordingReader``. When the process dies, hangs or answers nonsense, the reader
/// throws an error that says at which object of the file, and every later call throws too; other
/// readers are not concerned.
public final class IsolatedReader {
  /// Where the recording is.
  public let address: RecordingAddress
  /// What is known of the recording before its samples.
  public let header: Header
  /// The layout of the file: Vigil's own, or the name of the mapping that read it.
  public let layoutName: String
  private let process: IsolatedProcess
  private var parts: PartReader
  private var position = Time.distantPast
  private var request = PacketBuilder()
  private var isSound = true

  /// Opens the recording at an address such as `file.h5` or `file.h5#id`.
  ///
  /// `program` runs ``ReaderChild/serve()`` under its verb: this program, unless the environment
  /// variable `VIGIL_PROGRAM` names another.
  public convenience init(
    _ address: String, mapping: Mapping? = nil, program: String? = nil
  ) throws(FormatError) {
    try self.init(RecordingAddress(address), mapping: mapping, program: program)
  }

  /// Opens the recording at an address; an answer may take `patience` seconds.
  ///
  /// A mapping says how to read a file of another layout; without it the presets are tried.
  public init(
    _ address: RecordingAddress, mapping: Mapping? = nil, program: String? = nil,
    patience: Double = 60
  ) throws(FormatError) {
    self.address = address
    process = try ProcessPool.take(for: address.file, program, patience)
    request.put(address.file)
    request.put(address.id)
    request.put(mapping.map { String(decoding: $0.text.bytes, as: UTF8.self) })
    request.put(mapping?.text.path ?? "")
    (layoutName, header) = try process.ask(.open, request.bytes, about: address.description) {
      packet throws(PacketReader.Malformed) in (try packet.takeText(), try packet.takeHeader())
    }
    parts = PartReader(header.layout)
  }

  deinit {
    ProcessPool.give(process, for: address.file)
  }

  /// Reads what lies from the end of the part before up to `until` into a part.
  ///
  /// As ``RecordingReader/read(until:into:)``, and without an allocation once the longest part has
  /// been seen.
  public func read(until: Time, into part: inout Recording) throws(FormatError) {
    guard isSound else {
      throw FormatError(path: address.description, message: "an earlier part could not be read")
    }
    isSound = false
    part.clear(slotsOf: header.layout)
    position = max(position, min(until, header.duration))
    request.clear()
    request.put(until.nanoseconds)
    let until = position
    try process.ask(.read, request.bytes, about: address.description) {
      packet throws(PacketReader.Malformed) in
      try parts.take(from: &packet, until: until, into: &part)
    }
    part.setThrough(position, slotsOf: header.layout)
    isSound = true
  }

  /// The layers that no stage may see: targets of training, and what results are held against.
  public func references() throws(FormatError) -> [ReferenceLayer] {
    try process.ask(.references, [], about: address.description) {
      packet throws(PacketReader.Malformed) in try packet.takeReferences()
    }
  }

  /// What is stated once about the recording, outcomes included.
  public func descriptors() throws(FormatError) -> [Descriptor] {
    try process.ask(.descriptors, [], about: address.description) {
      packet throws(PacketReader.Malformed) in try packet.takeDescriptors()
    }
  }

  /// What the times of each channel are like, in the order of the header's channels.
  public func findings() throws(FormatError) -> [TimeFindings] {
    let channels = header.layout.channels
    return try process.ask(.findings, [], about: address.description) {
      packet throws(PacketReader.Malformed) in
      let findings = try packet.takeFindings()
      guard findings.map(\.channel) == channels.map(\.name) else { throw PacketReader.Malformed() }
      return findings
    }
  }
}

extension IsolatedReader {
  /// The addresses of all recordings in a file, in the order of the file.
  public static func recordings(in path: String, program: String? = nil) throws(FormatError)
    -> [RecordingAddress]
  {
    let process = try ProcessPool.take(for: path, program, 60)
    var request = PacketBuilder()
    request.put(path)
    let recordings = try process.ask(.recordings, request.bytes, about: path) {
      packet throws(PacketReader.Malformed) in
      var recordings: [RecordingAddress] = []
      for _ in 0..<(try packet.takeCount(of: 1)) {
        recordings.append(RecordingAddress(file: path, id: try packet.takeOptionalText()))
      }
      return recordings
    }
    ProcessPool.give(process, for: path)
    return recordings
  }
}

/// The reading process that was last given back, kept for the next recording of the same file.
///
/// A process never reads two files: what one of them did to it stays with that file.
enum ProcessPool {
  private struct Entry: @unchecked Sendable {
    let file: String
    let process: IsolatedProcess
  }

  private static let kept = Mutex<Entry?>(nil)

  /// A process for a file: the one that is kept for it, or a new one.
  static func take(for file: String, _ program: String?, _ patience: Double) throws(FormatError)
    -> IsolatedProcess
  {
    let kept = kept.withLock { kept -> Entry? in
      guard let entry = kept, entry.file == file, program == nil else { return nil }
      kept = nil
      return entry
    }
    if let kept { return kept.process }
    return try IsolatedProcess(program: self.program(program), patience: patience)
  }

  /// Gives a process back; it is kept if it is fit for more.
  static func give(_ process: IsolatedProcess, for file: String) {
    guard process.isFit else { return }
    let entry = Entry(file: file, process: process)
    kept.withLock { $0 = entry }
  }

  /// The program to start: the one that is named, or else this one.
  static func program(_ named: String?) -> String {
    named ?? getenv("VIGIL_PROGRAM").map { String(cString: $0) } ?? "/proc/self/exe"
  }
}
