import CAllocations
import Formats
import Glibc
import HDF5
import Scratch
import Signals
import Testing

/// The program that the package builds beside these tests.
enum Program {
  static let path: String = {
    // The tests run in the package's test bundle, or in a helper that loads it.
    let own = realpath("/proc/self/exe", nil).map { path in
      defer { free(path) }
      return String(cString: path)
    }
    let candidates = [own ?? ""] + CommandLine.arguments
    for candidate in candidates {
      guard let slash = candidate.lastIndex(of: "/") else { continue }
      let program = "\(candidate[..<slash])/vigil"
      if access(program, X_OK) == 0 { return program }
    }
    return ""
  }()

  static var isBuilt: Bool { !path.isEmpty }
}

@Suite(.enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
struct IsolationTests {
  let folder = TemporaryFolder()

  private func write() throws -> String {
    let path = folder.file("a.h5")
    let writer = try RecordingWriter(creating: path)
    try writer.begin(
      Samples.header, storage: Samples.storage,
      descriptors: [Descriptor("age", .number(61)), Descriptor("unit", .text("MICU"))])
    try writer.append(Samples.whole())
    try writer.add(Samples.reference)
    try writer.finish()
    return path
  }

  @Test(arguments: [0.7, 10, 200]) func `a process reads what this one reads`(_ seconds: Double)
    throws
  {
    let path = try write()
    let direct = try RecordingReader(path)
    let isolated = try IsolatedReader(path, program: Program.path)
    #expect(isolated.header.layout == direct.header.layout)
    #expect(isolated.header.clock == direct.header.clock)
    #expect(isolated.header.subject == direct.header.subject)
    #expect(isolated.header.isSimulated)
    #expect(isolated.header.duration == direct.header.duration)
    #expect(try isolated.references() == direct.references())
    #expect(try isolated.descriptors() == direct.descriptors())
    var one = Recording(direct.header.layout)
    var other = one
    var until = Time.zero
    while until < direct.header.duration {
      until = until + Time(seconds: seconds)
      try direct.read(until: until, into: &one)
      try isolated.read(until: until, into: &other)
      #expect(Contents(one) == Contents(other))
      #expect(one.channels.map(\.first) == other.channels.map(\.first))
      #expect(one.channels.map(\.through) == other.channels.map(\.through))
      #expect(one.layers.map(\.through) == other.layers.map(\.through))
    }
  }

  @Test func `recordings are listed and models read by a process`() throws {
    let path = try write()
    let found = try IsolatedReader.recordings(in: path, program: Program.path)
    #expect(found == [RecordingAddress(file: path)])
    let model = StoredModelTests.model
    let file = folder.file("model.h5")
    try model.write(to: file)
    #expect(try IsolatedReader.model(in: file, program: Program.path) == model)
    let group = StoredGroup(
      attributes: [
        .init("a", .text("CfC")), .init("b", .texts(["x", "y"])), .init("c", .integer(3)),
        .init("d", .integers([1, 2])), .init("e", .number(0.5)), .init("f", .numbers([])),
      ],
      tensors: [
        .init("w", [1, 2, .nan]), .init("random", shape: [2], .integers([.min, -1])),
        .init("moments", shape: [1, 1], .doubles([0.1])), .init("none", []),
      ], groups: [.init("of", StoredGroup(groups: [.init("groups", StoredGroup())]))])
    let other = folder.file("group.h5")
    try group.write(to: other)
    let read = try IsolatedReader.group(in: other, program: Program.path)
    #expect(read.attributes == group.attributes && read.groups == group.groups)
    #expect(read.tensors[1...] == group.tensors[1...])
    #expect(read.tensors[0].values.floats.map(\.bitPattern) == [1, 2, Float.nan].map(\.bitPattern))
  }

  @Test func `what the process says is wrong arrives as it is`() throws {
    let path = folder.file("a.h5", [])
    do {
      _ = try IsolatedReader(path, program: Program.path)
      Issue.record("read an empty file")
    } catch {
      #expect(error.description == "\(path): the file is empty; copy it again from its source")
    }
  }

  @Test func `the program that is to read must be there`() {
    #expect(throws: FormatError.self) {
      _ = try IsolatedReader(folder.file("a.h5"), program: "/nowhere/vigil")
    }
  }

  @Test func `a part allocates nothing once the longest was seen`() throws {
    let reader = try IsolatedReader(try write(), program: Program.path)
    var part = Recording(reader.header.layout)
    for second in 1...40 { try reader.read(until: Time(seconds: Double(second)), into: &part) }
    let before = allocations_on_this_thread()
    for second in 41...80 { try reader.read(until: Time(seconds: Double(second)), into: &part) }
    #expect(allocations_on_this_thread() == before)
  }
}

/// The tests that tell the reading process to misbehave, one after the other: they share a variable.
@Suite(
  .serialized, .enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
struct SabotageTests {
  let folder = TemporaryFolder()

  /// Opens a recording in a process that misbehaves when it is asked for a part.
  private func message(_ wish: String) throws -> String {
    let path = folder.file("a.h5")
    let writer = try RecordingWriter(creating: path)
    try writer.begin(Samples.header)
    try writer.append(Samples.whole())
    try writer.finish()
    // A program of two lines passes the wish on to this process alone.
    let program = folder.file(
      "program",
      Array("#!/bin/sh\nVIGIL_READER_SABOTAGE=\(wish) exec '\(Program.path)' \"$@\"\n".utf8))
    chmod(program, 0o700)
    let reader = try IsolatedReader(RecordingAddress(path), program: program, patience: 1)
    var part = Recording(reader.header.layout)
    do {
      try reader.read(until: Time(seconds: 1), into: &part)
      return "no error"
    } catch {
      #expect(error.path == path)
      #expect(throws: FormatError.self) {
        try reader.read(until: Time(seconds: 2), into: &part)
      }
      return error.description
    }
  }

  @Test func `a process that dies is an error that says where`() throws {
    let text = try message("abort")
    #expect(text.contains("reading it ended the reading process (signal 6)"))
    #expect(text.contains(": /"))
  }

  @Test func `a process that hangs is an error`() throws {
    #expect(try message("hang").contains("reading it took more than 1 s"))
  }

  @Test func `a process that answers nonsense is an error`() throws {
    #expect(try message("nonsense").contains("reading it gave an answer that cannot be"))
  }

  @Test func `a process that leaves is an error`() throws {
    #expect(try message("silence").contains("reading it ended the reading process;"))
  }
}
