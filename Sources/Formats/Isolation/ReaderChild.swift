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
  ///
  /// The first request says what may be opened; the process takes all else from itself before it
  /// looks at the next. It is not told when its parent dies by `PR_SET_PDEATHSIG`: the kernel means
  /// the parent's thread, and threads come and go. It dies when the line to its parent is cut.
  public static func serve() -> Int32 {
    var connection = Connection(input: 0, output: 1)
    guard let scope = scope(&connection) else { return 2 }
    if let page = mmap(
      nil, Whereabouts.size, PROT_READ | PROT_WRITE, MAP_SHARED,
      ProcessDescriptor.place.rawValue, 0), page != MAP_FAILED
    {
      Whereabouts.keep(in: page)
    }
    let confinement = Confinement(to: scope)
    var session = ReaderSession(scope)
    session.answer(confinement.report)
    guard (try? connection.send(0, session.packet.bytes)) != nil else { return 0 }
    while let kind = try? connection.receive() {
      let answer: UInt32
      do throws(FormatError) {
        if kind == Request.read.rawValue { try Sabotage.act() }
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

  /// What the first request says may be opened.
  private static func scope(_ connection: inout Connection) -> ReadingScope? {
    guard let kind = try? connection.receive(), kind == Request.confine.rawValue else { return nil }
    let count = connection.receivedCount
    return connection.received.span.bytes.withUnsafeBytes { bytes in
      var packet = PacketReader(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      return try? packet.takeScope()
    }
  }
}

/// What a reading process has open, and its answers.
struct ReaderSession: ~Copyable {
  /// The bytes of the last answer.
  private(set) var packet = PacketBuilder()
  private var file: FileBox?
  private var reader: RecordingReader?
  private var part = Recording(Layout(channels: []))
  private var partBuilder = PartBuilder()
  private var samples = SampleMemory(.samples)
  private let scope: ReadingScope

  /// A process that reads what is in a scope.
  init(_ scope: ReadingScope) { self.scope = scope }

  /// Answers with what holds of the process.
  mutating func answer(_ report: IsolationReport) {
    packet.clear()
    packet.put(report)
  }

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
      case .confine: throw PacketReader.Malformed()
      case .open:
        let path = try path(&request)
        for (name, bytes) in try request.takeZones() { ZoneDatabase.add(name, bytes) }
        try open(
          path, id: try request.takeOptionalText(), mapping: try request.takeOptionalText(),
          from: try request.takeText())
      case .read:
        try read(until: Time(nanoseconds: try request.take()))
        try givePart(room: try request.take())
      case .fetch: try givePart(room: try request.take())
      case .skip: try current().skip(to: Time(nanoseconds: try request.take()))
      case .grow:
        // The reader opens the file anew, and can do so only while nobody else has it open.
        file = nil
        packet.put(try current().grow())
      case .readGrown:
        try readGrown(&request)
        try givePart(room: try request.take())
      case .references: packet.put(try current().references())
      case .descriptors: packet.put(try current().descriptors())
      case .origins: packet.put(try current().origins())
      case .findings: packet.put(try current().findings())
      case .labelFindings: packet.put(try current().labelFindings())
      case .recordings:
        try list(
          try path(&request), mapping: try request.takeOptionalText(),
          from: try request.takeText())
      case .group:
        packet.put(try StoredGroup(reading: try path(&request), at: try request.takeText()))
      case .attributes:
        packet.put(
          try StoredGroup(
            attributesOf: try path(&request), at: try request.takeText()))
      case .kind: packet.put(try FileKind(of: try path(&request)))
      case .safetensors: packet.put(try StoredGroup(safetensors: try path(&request)))
      case .storage: packet.put(try current().storage())
      case nil: throw PacketReader.Malformed()
      }
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(path: "", message: "the reading process was asked for nothing it knows")
    }
  }

  /// A path that may be opened: the kernel sees to it where it can, and here it is seen to always.
  private func path(_ request: inout PacketReader) throws -> String {
    let path = try request.takeText()
    guard scope.covers(path) else {
      throw FormatError(path: path, message: "the reading process was not started for this file")
    }
    return path
  }

  private mutating func open(
    _ path: String, id: String?, mapping text: String?, from source: String
  ) throws(FormatError) {
    let address = RecordingAddress(file: path, id: id)
    let mapping = try mapping(text, from: source)
    let opened =
      EDFHeader.claims(path)
      ? try RecordingReader(edf: address)
      : try RecordingReader(address, in: try box(path), mapping: mapping)
    reader = opened
    part = Recording(opened.header.layout)
    partBuilder = PartBuilder()
    packet.put(opened.layoutName)
    packet.put(UInt8(opened.isUnclosed ? 1 : 0))
    packet.put(opened.header)
  }

  private func mapping(_ text: String?, from source: String) throws(FormatError) -> Mapping? {
    do {
      return try text.map { text throws(Diagnostics) in
        try Mapping(SourceText(path: source, text))
      }
    } catch {
      throw FormatError(path: source, message: error.description)
    }
  }

  private mutating func list(
    _ path: String, mapping text: String?, from source: String
  ) throws(FormatError) {
    let mapping = try mapping(text, from: source)
    let recordings =
      EDFHeader.claims(path)
      ? [RecordingAddress(file: path)]
      : try RecordingReader.recordings(in: try box(path), mapping: mapping)
    packet.put(UInt64(recordings.count))
    for recording in recordings { packet.put(recording.id) }
  }

  private mutating func read(until: Time) throws(FormatError) {
    try current().read(until: until, into: &part)
  }

  /// Puts the part that was read, its samples into memory of so many bytes; where they do not fit,
  /// says how many they take and keeps the part.
  private mutating func givePart(room: Int64) throws(FormatError) {
    let layout = try current().header.layout
    let bytes = layout.channels.indices.reduce(0) { $0 + 4 * part.channels[$1].samples.count }
    guard bytes <= Int(room) else { return packet.put(UInt64(bytes)) }
    guard samples.reserve(Int(room)) else {
      throw FormatError(
        path: "", message: "a part of this length does not fit", remedy: "read shorter parts")
    }
    packet.put(UInt64(0))
    partBuilder.put(part, slotsOf: layout, into: &packet, samples: samples.bytes)
  }

  private mutating func readGrown(_ request: inout PacketReader) throws {
    let reader = try current()
    let layers = Time(nanoseconds: try request.take())
    var until: [Time] = []
    for _ in reader.header.layout.channels { until.append(Time(nanoseconds: try request.take())) }
    try reader.read(until: until, layers: layers, into: &part)
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
