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

  @Test func `what holds of the process is reported, on this kernel all of it`() throws {
    let report = try IsolatedReader(try write(), program: Program.path).isolation
    #expect(report.entries.map(\.measure) == IsolationReport.Measure.allCases)
    #expect(report.entries.allSatisfy { !$0.detail.isEmpty && !$0.detail.contains("\n") })
    for measure in [IsolationReport.Measure.openFiles, .writing, .images, .privileges] {
      #expect(report[measure] == .holds)
    }
    #expect(report[.processorTime] == .holds)
    #expect(report[.endsWithParent] == .holds)
  }

  @Test func `a process opens no file but those in its scope`() throws {
    let path = try write()
    let other = folder.file("other.h5", [])
    #expect(throws: FormatError.self) {
      _ = try IsolatedReader(
        RecordingAddress(file: path), scope: .file(other), program: Program.path)
    }
    for scope in [ReadingScope.files([other, path]), .folder(folder.path)] {
      let reader = try IsolatedReader(
        RecordingAddress(file: path), scope: scope, program: Program.path)
      #expect(reader.header.isSimulated)
    }
    #expect(throws: FormatError.self) {
      _ = try IsolatedReader(
        RecordingAddress(file: folder.path + "/../" + path.dropFirst(5)),
        scope: .folder(folder.path), program: Program.path)
    }
  }

  @Test func `however many files are open here, the process finds what it shares`() throws {
    var open: [Int32] = []
    defer { for descriptor in open { close(descriptor) } }
    while open.last ?? 0 < 130 { open.append(dup(0)) }
    let reader = try IsolatedReader(try write(), program: Program.path)
    #expect(reader.header.isSimulated)
  }

  @Test func `irregular samples that outgrow the shared memory come all the same`() throws {
    let path = folder.file("a.h5")
    let writer = try RecordingWriter(creating: path)
    let layout = Layout(channels: [ChannelDescription(name: "x", kind: .numeric, unit: .one)])
    try writer.begin(Header(subject: nil, clock: nil, layout: layout, duration: .zero))
    var part = Recording(layout)
    for index in 0..<200_000 {
      part.channels[0].append(Float(index), at: Time(nanoseconds: Int64(index) * 1000))
    }
    try writer.append(part)
    try writer.finish()
    let reader = try IsolatedReader(path, program: Program.path)
    var read = Recording(layout)
    var all: [Float] = []
    for until in [0.0001, 0.01, 0.19, 0.1901, 1] {
      try reader.read(until: Time(seconds: until), into: &read)
      #expect(read.channels[0].times.count == read.channels[0].samples.count)
      all += read.channels[0].samples
    }
    #expect(all == part.channels[0].samples)
  }
}
