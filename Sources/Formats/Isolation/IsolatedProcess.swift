internal import CIsolation
internal import Glibc
internal import HDF5

/// A reading process, seen from the program that uses it.
final class IsolatedProcess {
  /// The descriptor by which the process finds the memory in which it notes where it is.
  static let pageDescriptor: Int32 = 3

  private let identifier: pid_t
  private let socket: Int32
  private let page: UnsafeMutableRawPointer?
  private var connection: Connection
  private var isGone = false
  /// The seconds that an answer may take.
  private let patience: Double

  /// Starts a process of a program that runs ``ReaderChild/serve()`` under its verb.
  init(program: String, patience: Double) throws(FormatError) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw FormatError(path: program, message: "no line to a reading process can be made")
    }
    let memory = isolation_make_memory("vigil-place", Whereabouts.size)
    let mapped =
      memory < 0
      ? MAP_FAILED : mmap(nil, Whereabouts.size, PROT_READ, MAP_SHARED, memory, 0)
    page = mapped == MAP_FAILED ? nil : mapped
    let started = IsolatedProcess.spawn(program, socket: ends[1], memory: memory)
    close(ends[1])
    if memory >= 0 { close(memory) }
    socket = ends[0]
    self.patience = patience
    connection = Connection(socket: ends[0])
    identifier = started ?? -1
    guard started != nil else {
      isGone = true
      throw FormatError(
        path: program, message: "the reading process cannot be started",
        remedy: "let VIGIL_PROGRAM name the program vigil")
    }
  }

  deinit {
    close(socket)
    if !isGone { end(with: SIGKILL) }
    if let page { munmap(page, Whereabouts.size) }
  }

  /// Starts the program with its standard input and output on the socket.
  private static func spawn(_ program: String, socket: Int32, memory: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Descriptors are moved out of the way first, so that none is overwritten before its turn.
    posix_spawn_file_actions_adddup2(&actions, socket, 100)
    if memory >= 0 { posix_spawn_file_actions_adddup2(&actions, memory, 101) }
    posix_spawn_file_actions_adddup2(&actions, 100, 0)
    posix_spawn_file_actions_adddup2(&actions, 100, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    if memory >= 0 { posix_spawn_file_actions_adddup2(&actions, 101, pageDescriptor) }
    // A signal to stop is for the program: it must not meet the process before this ignores it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var stops = sigset_t()
    sigemptyset(&stops)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&stops, number) }
    posix_spawnattr_setsigmask(&attributes, &stops)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = [
      strdup(program), strdup(ReaderChild.verb), nil,
    ]
    var environment: [UnsafeMutablePointer<CChar>?] = passedOn.compactMap { name in
      getenv(name).map { strdup("\(name)=\(String(cString: $0))") }
    }
    environment.append(nil)
    defer { for pointer in arguments + environment { free(pointer) } }
    var identifier = pid_t()
    let status = posix_spawn(
      &identifier, program, &actions, &attributes, &arguments, &environment)
    return status == 0 ? identifier : nil
  }

  /// The variables that the process may see: none that HDF5 would load code by.
  private static let passedOn = [
    "LD_LIBRARY_PATH", "GLIBC_TUNABLES", "HDF5_USE_FILE_LOCKING", "VIGIL_READER_SABOTAGE",
  ]

  /// Whether the process has answered everything so far.
  var isFit: Bool { !isGone }

  // MARK: Asking

  /// Sends a request and hands the answer to a body.
  ///
  /// An error that the process reports is thrown as it is. When the process dies, is late or sends
  /// what cannot be, it is ended, and the error says what became of it while reading `path`.
  func ask<Answer>(
    _ request: Request, _ bytes: [UInt8], about path: String,
    _ body: (inout PacketReader) throws(PacketReader.Malformed) -> Answer
  ) throws(FormatError) -> Answer {
    guard !isGone else {
      throw FormatError(path: path, message: "the reading process has ended")
    }
    let kind: UInt32
    do throws(Connection.Failure) {
      let deadline = Deadline.after(patience)
      try connection.send(request.rawValue, bytes, by: deadline)
      kind = try connection.receive(by: deadline)
    } catch {
      throw obituary(error, path)
    }
    var reported: FormatError?
    var answer: Answer?
    do throws(PacketReader.Malformed) {
      let count = connection.receivedCount
      try connection.received.span.bytes.withUnsafeBytes { bytes throws(PacketReader.Malformed) in
        var packet = PacketReader(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        switch kind {
        case 0: answer = try body(&packet)
        case 1: reported = try packet.takeError()
        default: throw PacketReader.Malformed()
        }
      }
    } catch {
      throw obituary(.malformed, path)
    }
    if let reported { throw reported }
    guard let answer else { throw obituary(.malformed, path) }
    return answer
  }

  /// Ends the process, and says what became of it and where.
  private func obituary(_ failure: Connection.Failure, _ path: String) -> FormatError {
    let place = lastPlace
    let signal = end(with: failure == .closed ? nil : SIGKILL)
    let damaged = "the file is damaged, or made to do harm; copy it again from its source"
    return switch failure {
    case .late:
      FormatError(
        path: path, place: place, message: "reading it took more than \(Int(patience)) s",
        remedy: damaged)
    case .malformed:
      FormatError(
        path: path, place: place, message: "reading it gave an answer that cannot be",
        remedy: damaged)
    case .closed where signal == SIGXCPU:
      FormatError(
        path: path, place: place, message: "reading it took too much processor time",
        remedy: damaged)
    case .closed:
      FormatError(
        path: path, place: place,
        message: signal.map { "reading it ended the reading process (signal \($0))" }
          ?? "reading it ended the reading process", remedy: damaged)
    }
  }

  /// Waits for the end of the process, and brings it about where told so; gives the signal that
  /// ended it.
  @discardableResult
  private func end(with signal: Int32?) -> Int32? {
    isGone = true
    if let signal { kill(identifier, signal) }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let number = status & 0x7F
    return number == 0 ? nil : number
  }

  /// The object in the file that the process was at, as it last noted; printable, or empty.
  private var lastPlace: String {
    guard let page else { return "" }
    let bytes = UnsafeRawBufferPointer(start: page, count: Whereabouts.size).prefix { $0 != 0 }
    return String(decoding: bytes, as: UTF8.self).printable
  }
}
