import Formats
import Glibc
import Scratch
import Signals
import Testing

/// What a reading process that a file has taken over could try, and what comes of it.
@Suite(
  .serialized, .enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
struct SabotageTests {
  let folder = TemporaryFolder()

  private func write() throws -> String {
    let path = folder.file("a.h5")
    folder.remove(path)
    let writer = try RecordingWriter(creating: path)
    try writer.begin(Samples.header)
    try writer.append(Samples.whole())
    try writer.finish()
    return path
  }

  /// A program of two lines that passes a wish on to the process that it becomes, and to no other.
  private func program(_ wish: String) -> String {
    let program = folder.file(
      "program",
      Array("#!/bin/sh\nVIGIL_READER_SABOTAGE='\(wish)' exec '\(Program.path)' \"$@\"\n".utf8))
    chmod(program, 0o700)
    return program
  }

  /// What comes of asking a process that misbehaves for a part.
  private func message(
    _ wish: String, patience: Double = 120, processorSeconds: Double = 60
  ) throws -> String {
    let path = try write()
    let reader = try IsolatedReader(
      RecordingAddress(path), program: program(wish), patience: patience,
      processorSeconds: processorSeconds)
    var part = Recording(reader.header.layout)
    do {
      try reader.read(until: Time(seconds: 1), into: &part)
      return "no error"
    } catch {
      #expect(error.path == path || error.message.hasPrefix("sabotage: "))
      #expect(throws: FormatError.self) {
        try reader.read(until: Time(seconds: 2), into: &part)
      }
      // The next recording is not concerned.
      let next = try IsolatedReader(path, program: Program.path)
      try next.read(until: Time(seconds: 1), into: &part)
      return error.description
    }
  }

  @Test func `a process that dies is an error that says where`() throws {
    let text = try message("abort")
    #expect(text.contains("reading it ended the reading process (signal 6)"))
    #expect(text.contains(": /"))
  }

  @Test(arguments: [4, 5, 7, 8, 9, 10, 11, 12, 14])
  func `a process that a signal ends is an error`(_ number: Int) throws {
    #expect(
      try message("signal \(number)")
        .contains("reading it ended the reading process (signal \(number))"))
  }

  @Test func `a process that hangs is an error`() throws {
    #expect(try message("hang", patience: 1).contains("reading it took more than 1 s"))
  }

  @Test func `a process that spins is an error`() throws {
    #expect(
      try message("spin", processorSeconds: 0).contains("reading it took too much processor time"))
  }

  @Test(arguments: ["nonsense", "greed", "hoax"])
  func `a process that answers nonsense is an error`(_ wish: String) throws {
    #expect(try message(wish).contains("reading it gave an answer that cannot be"))
  }

  @Test func `samples that change while they are read are values all the same`() throws {
    let reader = try IsolatedReader(
      RecordingAddress(try write()), program: program("scribble"), patience: 120)
    var part = Recording(reader.header.layout)
    var honest = part
    let whole = try IsolatedReader(folder.file("a.h5"), program: Program.path)
    for second in 1...40 {
      try reader.read(until: Time(seconds: Double(second)), into: &part)
      try whole.read(until: Time(seconds: Double(second)), into: &honest)
      #expect(part.channels.map(\.samples.count) == honest.channels.map(\.samples.count))
      #expect(part.channels.map(\.times) == honest.channels.map(\.times))
    }
  }

  @Test(arguments: ["silence", "mute"])
  func `a process that leaves or closes its line is an error`(_ wish: String) throws {
    #expect(try message(wish).contains("reading it ended the reading process;"))
  }

  @Test func `a process that wants memory without end gets none`() throws {
    #expect(try message("memory").contains("sabotage: memory ran out"))
  }

  @Test(arguments: [
    "open", "write", "shorten", "shorten samples", "lengthen samples", "uncut", "run",
  ])
  func `a process can do nothing but read its file`(_ wish: String) throws {
    let text = try message(wish)
    #expect(text.contains("sabotage: Permission denied") || text.contains("sabotage: Operation"))
  }

  @Test(arguments: ["socket", "kill", "exec"])
  func `a process that reaches for what reading never needs is ended`(_ wish: String) throws {
    #expect(try message(wish).contains("reading it tried what reading never does"))
  }

  @Test func `a process that spins ends with the program that started it, killed or not`() throws {
    let words = [Program.path, "info", try write()]
    let settings = ["VIGIL_READER_SABOTAGE=spin", "VIGIL_PROGRAM=\(Program.path)"]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) }
    environment.append(nil)
    defer { for pointer in arguments + environment { free(pointer) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    var parent = pid_t()
    #expect(
      posix_spawn(&parent, Program.path, &actions, nil, &arguments, &environment) == 0)
    // A fifth of a second of processor time is more than a start takes: it spins.
    var child: pid_t?
    while child == nil, kill(parent, 0) == 0 {
      child = children(of: parent).first { ticks(of: $0) ?? 0 > 20 }
      usleep(1000)
    }
    kill(parent, SIGKILL)
    var status: Int32 = 0
    waitpid(parent, &status, 0)
    let orphan = try #require(child)
    // It is gone, or waits for whoever inherited it to notice: within its budget of a minute.
    var state = self.state(of: orphan)
    for _ in 0..<5000 where state != nil && state != "Z" {
      usleep(1000)
      state = self.state(of: orphan)
    }
    #expect(state == nil || state == "Z")
  }

  /// The processes that a process has started.
  private func children(of process: pid_t) -> [pid_t] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var found: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let number = pid_t(name) else { continue }
      let fields = status(of: number)
      if fields.count > 1, pid_t(fields[1]) == process { found.append(number) }
    }
    return found
  }

  /// What the system says of a process after its name.
  private func status(of process: pid_t) -> [Substring] {
    let text = String(decoding: contents("/proc/\(process)/stat"), as: UTF8.self)
    return text.split(separator: ")").last?.split(separator: " ") ?? []
  }

  private func state(of process: pid_t) -> Substring? { status(of: process).first }

  /// The hundredths of a second of processor time that a process has had.
  private func ticks(of process: pid_t) -> Int? {
    let fields = status(of: process)
    return fields.count > 12 ? Int(fields[11]) : nil
  }

  private func contents(_ path: String) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(0, Glibc.read(file, buffer.baseAddress, 4096))
    }
  }

  @Test func `a wish that is not known changes nothing`() throws {
    #expect(try message("nothing") == "no error")
  }
}
