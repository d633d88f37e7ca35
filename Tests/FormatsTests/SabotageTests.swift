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

  @Test(arguments: [3, 4, 5, 7, 8, 9, 10, 11, 12, 14])
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

  @Test func `a wish that is not known changes nothing`() throws {
    #expect(try message("nothing") == "no error")
  }
}
