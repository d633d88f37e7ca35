internal import CIsolation
internal import Configuration
internal import Glibc
internal import HDF5
internal import Signals

/// The process that reads files of others, in place of the program that needs them read.
///
/// A damaged or hostile file can end it, or make it spin, or make it want memory without end; it
/// has limits of its own for all of these, and the program goes on. See ``IsolatedReader``.
public enum ReaderChild {
  /// The verb under which a program runs ``serve()``.
  public static let verb = "read-child"

  /// Answers requests on standard input until it ends, and gives the status to exit with.
  public static func serve() -> Int32 {
    guard confine() else { return 2 }
    if let page = mmap(
      nil, Whereabouts.size, PROT_READ | PROT_WRITE, MAP_SHARED, IsolatedProcess.pageDescriptor, 0),
      page != MAP_FAILED
    {
      Whereabouts.keep(in: page)
    }
    var session = ReaderSession()
    var connection = Connection(input: 0, output: 1)
    while let kind = try? connection.receive() {
      guard isolation_limit_time(processorSeconds) == 0 else { return 2 }
      if kind == Request.read.rawValue { sabotage() }
      let answer: UInt32
      do throws(FormatError) {
        let count = connection.receivedCount
        try connection.received.span.bytes.withUnsafeBytes { bytes throws(FormatError) in
          let request = UnsafeRawBufferPointer(rebasing: bytes[..<count])
          try session.answer(kind, PacketReader(request))
        }
        answer = 0
      } catch {
        session.answer(error)
        answer = 1
      }
      guard (try? connection.send(answer, session.packet.bytes)) != nil else { return 0 }
    }
    return 0
  }

  /// Takes from the process what reading a file does not need, before any file is opened.
  ///
  /// It is not told when its parent dies: the kernel means the parent's thread, and threads come and
  /// go. It ends when its standard input does, and a loop meets the limit of processor time.
  private static func confine() -> Bool {
    for number in [SIGINT, SIGTERM, SIGHUP, SIGXFSZ] { signal(number, SIG_IGN) }
    return isolation_refuse_privileges() == 0 && isolation_limit_memory(memoryBytes) == 0
      && isolation_close_from(UInt32(IsolatedProcess.pageDescriptor) + 1) == 0
      && isolation_limit_files(files) == 0 && isolation_refuse_writing() == 0
      && isolation_limit_time(processorSeconds) == 0
  }

  /// Misbehaves where a test asks for it.
  private static func sabotage() {
    guard let wish = getenv("VIGIL_READER_SABOTAGE") else { return }
    switch String(cString: wish) {
    case "abort": abort()
    case "hang": while true { pause() }
    case "nonsense": try? Connection(input: 0, output: 1).send(0, [1, 2, 3])
    case "silence": exit(0)
    default: break
    }
  }

  private static let memoryBytes: UInt64 = 1 << 30
  private static let processorSeconds: UInt64 = 60
  private static let files: UInt64 = 16
}

/// What a reading process has open, and its answers.
struct ReaderSession {
  /// The bytes of the last answer.
  private(set) var packet = PacketBuilder()
  private var file: FileBox?
  private var reader: RecordingReader?
  private var part = Recording(Layout(channels: []))
  private var partBuilder = PartBuilder()

  /// Answers with an error.
  mutating func answer(_ error: FormatError) {
    packet.clear()
    packet.put(error)
  }

  /// Does what was asked, and keeps the answer in `packet`.
  mutating func answer(_ kind: UInt32, _ request: PacketReader) throws(FormatError) {
    packet.clear()
    var request = request
    do {
      switch Request(rawValue: kind) {
      case .open:
        try open(
          try request.takeText(), id: try request.takeOptionalText(),
          mapping: try request.takeOptionalText(), from: try request.takeText())
      case .read: try read(until: Time(nanoseconds: try request.take()))
      case .references: packet.put(try current().references())
      case .descriptors: packet.put(try current().descriptors())
      case .findings: packet.put(try current().findings())
      case .recordings: try list(try request.takeText())
      case .group:
        packet.put(try StoredGroup(reading: try request.takeText(), at: try request.takeText()))
      case .attributes:
        packet.put(
          try StoredGroup(
            attributesOf: try request.takeText(), at: try request.takeText()))
      case .kind: packet.put(try FileKind(of: try request.takeText()))
      case .safetensors: packet.put(try StoredGroup(safetensors: try request.takeText()))
      case nil: throw PacketReader.Malformed()
      }
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(path: "", message: "the reading process was asked for nothing it knows")
    }
  }

  private mutating func open(
    _ path: String, id: String?, mapping text: String?, from source: String
  ) throws(FormatError) {
    let address = RecordingAddress(file: path, id: id)
    var mapping: Mapping?
    do {
      mapping = try text.map { text throws(Diagnostics) in
        try Mapping(SourceText(path: source, text))
      }
    } catch {
      throw FormatError(path: source, message: error.description)
    }
    let opened = try RecordingReader(address, in: try box(path), mapping: mapping)
    reader = opened
    part = Recording(opened.header.layout)
    partBuilder = PartBuilder()
    packet.put(opened.layoutName)
    packet.put(opened.header)
  }

  private mutating func list(_ path: String) throws(FormatError) {
    let recordings = try RecordingReader.recordings(in: try box(path))
    packet.put(UInt64(recordings.count))
    for recording in recordings { packet.put(recording.id) }
  }

  private mutating func read(until: Time) throws(FormatError) {
    let reader = try current()
    try reader.read(until: until, into: &part)
    partBuilder.put(part, slotsOf: reader.header.layout, into: &packet)
  }

  /// The file at a path, opened if it is not the one that is open.
  private mutating func box(_ path: String) throws(FormatError) -> FileBox {
    if let file, file.path == path { return file }
    reader = nil
    file = nil
    let opened = try naming(path) { () throws(HDF5Error) in try FileBox(reading: path) }
    file = opened
    return opened
  }

  private func current() throws(FormatError) -> RecordingReader {
    guard let reader else { throw FormatError(path: "", message: "no recording is open") }
    return reader
  }
}
