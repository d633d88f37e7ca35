internal import CIsolation
internal import Glibc
internal import HDF5

/// A reading process, seen from the program that uses it.
final class IsolatedProcess {
  private let identifier: pid_t
  private let socket: Int32
  /// The process is ended when this is closed, by whatever closes it.
  private let lifeline: Int32
  /// The memory in which samples come.
  var samples = SampleMemory()
  private let page: UnsafeMutableRawPointer?
  private var connection: Connection
  private var isGone = false
  /// What each answer may take.
  var budget: ReadingBudget
  /// What the process may open.
  let scope: ReadingScope
  /// What the process has taken from itself.
  private(set) var report = IsolationReport(entries: [])

  /// Starts a process of a program that runs ``ReaderChild/serve()`` under its verb, and has it take
  /// from itself all that reading what is in the scope does not need.
  init(program: String, scope: ReadingScope, budget: ReadingBudget) throws(FormatError) {
    var ends: [Int32] = [-1, -1]
    var line: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let memory = isolation_make_memory("vigil-place", Whereabouts.size, 0)
    guard memory >= 0, samples.descriptor >= 0, isolation_make_pipe(&line) == 0,
      socketpair(AF_UNIX, kind, 0, &ends) == 0
    else {
      for descriptor in line + [memory] where descriptor >= 0 { close(descriptor) }
      throw FormatError(
        path: program, message: "no line to a reading process can be made",
        remedy: "let more files be open at once, see 'ulimit -n'")
    }
    let mapped = mmap(nil, Whereabouts.size, PROT_READ, MAP_SHARED, memory, 0)
    page = mapped == MAP_FAILED ? nil : mapped
    let started = IsolatedProcess.spawn(
      program, socket: ends[1],
      shared: [(.place, memory), (.line, line[0]), (.samples, samples.descriptor)])
    for descriptor in [ends[1], memory, line[0]] { close(descriptor) }
    socket = ends[0]
    lifeline = line[1]
    self.budget = budget
    self.scope = scope
    connection = Connection(socket: ends[0])
    identifier = started ?? -1
    guard started != nil else {
      isGone = true
      throw FormatError(
        path: program, message: "the reading process cannot be started",
        remedy: "let VIGIL_PROGRAM name the program vigil")
    }
    var request = PacketBuilder()
    request.put(scope)
    report = try ask(.confine, request.bytes, about: program) {
      packet throws(PacketReader.Malformed) in try packet.takeReport()
    }
  }

  deinit {
    close(socket)
    close(lifeline)
    if !isGone { end(with: SIGKILL) }
    if let page { munmap(page, Whereabouts.size) }
  }

  /// Whether the process has answered everything so far.
  var isFit: Bool { !isGone }

  /// Ends the process for an answer that it cannot have given as it should be.
  func refuse(_ path: String) -> FormatError { obituary(.malformed, path, 0) }

  // MARK: Asking

  /// Sends a request and hands the answer to a body.
  ///
  /// Each request has a budget of its own, longer where as many as `amount` bytes are asked for.
  /// An error that the process reports is thrown as it is. When the process dies, is late or sends
  /// what cannot be, it is ended, and the error says what became of it while reading `path`.
  func ask<Answer>(
    _ request: Request, _ bytes: [UInt8], about path: String, amount: Double = 0,
    _ body: (inout PacketReader) throws(PacketReader.Malformed) -> Answer
  ) throws(FormatError) -> Answer {
    guard !isGone else {
      throw FormatError(path: path, message: "the reading process has ended")
    }
    let kind: UInt32
    do throws(Connection.Failure) {
      let budget = budget.extended(for: amount)
      _ = isolation_renew_time(identifier, UInt64(budget.processorSeconds.rounded(.up)))
      let deadline = Deadline.after(budget.patience)
      try connection.send(request.rawValue, bytes, by: deadline)
      kind = try connection.receive(by: deadline)
    } catch {
      throw obituary(error, path, amount)
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
      throw obituary(.malformed, path, amount)
    }
    if let reported { throw reported }
    guard let answer else { throw obituary(.malformed, path, amount) }
    return answer
  }

  /// Ends the process, and says what became of it and where.
  private func obituary(
    _ failure: Connection.Failure, _ path: String, _ amount: Double
  ) -> FormatError {
    let signal = end(with: failure == .closed ? nil : SIGKILL)
    let message =
      switch failure {
      case .late: "reading it took more than \(Int(budget.extended(for: amount).patience)) s"
      case .malformed: "reading it gave an answer that cannot be"
      case .closed:
        switch signal {
        case SIGXCPU: "reading it took too much processor time"
        case SIGSYS: "reading it tried what reading never does, and was stopped"
        case let signal?: "reading it ended the reading process (signal \(signal))"
        case nil: "reading it ended the reading process"
        }
      }
    return FormatError(
      path: path, place: lastPlace, message: message,
      remedy: "the file is damaged, or made to do harm; copy it again from its source")
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
    // Copied first: what another process can write must not be looked at twice.
    let bytes = [UInt8](UnsafeRawBufferPointer(start: page, count: Whereabouts.size))
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).printable
  }
}
