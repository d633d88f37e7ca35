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
  /// Whether the writer of the file had not closed it when it was opened.
  public let isUnclosed: Bool
  /// What the process that reads had taken from itself before it opened the file.
  public var isolation: IsolationReport { process.report }
  let process: IsolatedProcess
  var parts: PartReader
  /// The bytes that the regular channels hold in a second.
  let bytesPerSecond: Double
  var position = Time.distantPast
  var request = PacketBuilder()
  var isSound = true

  /// Opens the recording at an address such as `file.h5` or `file.h5#id`.
  ///
  /// `program` runs ``ReaderChild/serve()`` under its verb: this program, unless the environment
  /// variable `VIGIL_PROGRAM` names another.
  public convenience init(
    _ address: String, mapping: Mapping? = nil, program: String? = nil
  ) throws(FormatError) {
    try self.init(RecordingAddress(address), mapping: mapping, program: program)
  }

  /// Opens the recording at an address.
  ///
  /// - Parameters:
  ///   - address: The file, and which recording of it.
  ///   - mapping: How to read a file of another layout; without it the presets are tried.
  ///   - scope: What the process may open; nothing but the file unless stated.
  ///   - program: The program that reads; this one unless stated.
  ///   - patience: The seconds that an answer may take, and more where much is asked for.
  ///   - processorSeconds: The seconds of processor time that it may take, and more likewise.
  /// - Throws: What is wrong and where in the file, also where reading ends the other process.
  public init(
    _ address: RecordingAddress, mapping: Mapping? = nil, scope: ReadingScope? = nil,
    program: String? = nil, patience: Double = 120, processorSeconds: Double = 60
  ) throws(FormatError) {
    self.address = address
    process = try ProcessPool.take(
      for: scope ?? .file(address.file), program,
      ReadingBudget(patience: patience, processorSeconds: processorSeconds))
    request.put(address.file)
    request.put(ZoneDatabase.files)
    request.put(address.id)
    request.put(mapping.map { String(decoding: $0.text.bytes, as: UTF8.self) })
    request.put(mapping?.text.path ?? "")
    (layoutName, isUnclosed, header) = try process.ask(
      .open, request.bytes, about: address.description
    ) {
      packet throws(PacketReader.Malformed) in
      (try packet.takeText(), try (packet.take() as UInt8) == 1, try packet.takeHeader())
    }
    parts = PartReader(header.layout)
    bytesPerSecond = header.layout.channels.reduce(0) {
      $0 + Double(4 * $1.width) * ($1.rate?.hertz ?? 0)
    }
  }

  deinit {
    ProcessPool.give(process)
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
    let start = max(position, .zero)
    position = max(position, min(until, header.duration))
    request.clear()
    request.put(until.nanoseconds)
    let (amount, until) = (bytesPerSecond * (position - start).seconds, position)
    try takePart(.read, amount, into: &part) { _ in until }
    part.setThrough(position, slotsOf: header.layout)
    isSound = true
  }

  /// Leaves out what lies between the end of the part before and a time, without reading samples.
  ///
  /// As ``RecordingReader/skip(to:)``.
  public func skip(to time: Time) throws(FormatError) {
    position = max(position, min(time, header.duration))
    request.clear()
    request.put(position.nanoseconds)
    try process.ask(.skip, request.bytes, about: address.description) { _ in }
    parts.skip()
  }

  /// The layers that no stage may see: targets of training, and what results are held against.
  public func references() throws(FormatError) -> [ReferenceLayer] {
    try process.ask(.references, [], about: address.description) {
      packet throws(PacketReader.Malformed) in try packet.takeReferences()
    }
  }

  /// Where what is known of each channel of the header stands in the file or the mapping.
  ///
  /// As ``RecordingReader/origins()``.
  public func origins() throws(FormatError) -> [[Origin]] {
    let layout = header.layout
    return try process.ask(.origins, [], about: address.description) {
      packet throws(PacketReader.Malformed) in try packet.takeOrigins(of: layout)
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
    let amount = bytesPerSecond * header.duration.seconds
    return try process.ask(.findings, [], about: address.description, amount: amount) {
      packet throws(PacketReader.Malformed) in
      let findings = try packet.takeFindings()
      guard findings.map(\.channel) == channels.map(\.name) else { throw PacketReader.Malformed() }
      return findings
    }
  }

  /// What the tables of labels that a mapping found are like, in the order of the mapping's rules.
  public func labelFindings() throws(FormatError) -> [LabelFindings] {
    try process.ask(.labelFindings, [], about: address.description) {
      packet throws(PacketReader.Malformed) in try packet.takeLabelFindings()
    }
  }
}

extension IsolatedReader {
  /// How the source stores the samples of each channel, as far as whole numbers of 16 bits go.
  public func storage() throws(FormatError) -> [SampleStorage] {
    let count = header.layout.channels.count
    return try process.ask(.storage, [], about: address.description) {
      packet throws(PacketReader.Malformed) in try packet.takeStorage(of: count)
    }
  }

  /// The addresses of all recordings in a file, in the order of the file.
  ///
  /// A mapping says how to read a file of another layout; without it the presets are tried.
  public static func recordings(
    in path: String, mapping: Mapping? = nil, program: String? = nil, patience: Double = 120,
    processorSeconds: Double = 60
  ) throws(FormatError) -> [RecordingAddress] {
    let process = try ProcessPool.take(
      for: .file(path), program,
      ReadingBudget(patience: patience, processorSeconds: processorSeconds))
    var request = PacketBuilder()
    request.put(path)
    request.put(mapping.map { String(decoding: $0.text.bytes, as: UTF8.self) })
    request.put(mapping?.text.path ?? "")
    let recordings = try process.ask(.recordings, request.bytes, about: path) {
      packet throws(PacketReader.Malformed) in
      var recordings: [RecordingAddress] = []
      for _ in 0..<(try packet.takeCount(of: 1)) {
        recordings.append(RecordingAddress(file: path, id: try packet.takeOptionalText()))
      }
      return recordings
    }
    ProcessPool.give(process)
    return recordings
  }
}

/// The reading process that was last given back, kept for the next recording of the same file.
///
/// A process never reads two files: what one of them did to it stays with that file.
enum ProcessPool {
  private struct Entry: @unchecked Sendable {
    let process: IsolatedProcess
  }

  private static let kept = Mutex<Entry?>(nil)

  /// A process for what is in a scope: the one that is kept for it, or a new one.
  static func take(
    for scope: ReadingScope, _ program: String?, _ budget: ReadingBudget
  ) throws(FormatError) -> IsolatedProcess {
    let entry = kept.withLock { kept -> Entry? in
      guard let entry = kept, entry.process.scope == scope, program == nil else { return nil }
      kept = nil
      return entry
    }
    if let entry {
      entry.process.budget = budget
      return entry.process
    }
    return try IsolatedProcess(program: self.program(program), scope: scope, budget: budget)
  }

  /// Gives a process back; it is kept if it is fit for more.
  static func give(_ process: IsolatedProcess) {
    guard process.isFit else { return }
    let entry = Entry(process: process)
    kept.withLock { $0 = entry }
  }

  /// The program to start: the one that is named, or else this one.
  static func program(_ named: String?) -> String {
    named ?? getenv("VIGIL_PROGRAM").map { String(cString: $0) } ?? "/proc/self/exe"
  }
}
