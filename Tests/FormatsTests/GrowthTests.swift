import Configuration
import Growing
import Scratch
import Signals
import Testing

@testable import Formats

/// Recordings that are read while they are written.
///
/// Files are read by the process that the package builds: the library knows a file that this one has
/// open for writing, and would not look at it again.
@Suite(
  .serialized, .enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
struct GrowthTests {
  let folder = TemporaryFolder()
  private let mapping = """
    { "layout": "growing", "start": { "text": "2023-11-14T22:13:20Z" }, "signals": [
      { "match": "/waves/{name}", "kind": "ecg", "unit": { "text": "mV" },
        "transform": { "kind": "gain", "gain": { "value": 200 }, "baseline": { "value": 0 } },
        "time": { "kind": "rate", "rate": { "value": 10 } } },
      { "match": "/numbers/{name}", "kind": "numeric", "unit": { "text": "/min" },
        "values": "value", "time": { "kind": "timestamps", "values": "time",
          "unit": { "text": "s" } } } ] }
    """

  /// A file with a wave of 10 Hz and a number with times of its own.
  private func writer(_ name: String = "live.h5") throws -> GrowingFile {
    let file = try GrowingFile(folder.file(name))
    try file.addDataset("/waves/II", ofCounts: true)
    try file.addDataset("/numbers/HR/value", ofCounts: false)
    try file.addDataset("/numbers/HR/time", ofCounts: false)
    try file.start()
    return file
  }

  private func reader(_ name: String = "live.h5") throws -> IsolatedReader {
    try IsolatedReader(
      folder.file(name), mapping: try Mapping(SourceText(path: "growing.json", mapping)),
      program: Program.path)
  }

  private func counts(_ range: Range<Int>) -> [Double] { range.map { Double($0) } }

  @Test func `what comes is handed out once, and each channel is complete as far as it goes`()
    throws
  {
    let writer = try writer()
    try writer.append(counts(0..<25), to: "/waves/II")
    try writer.append([60, 61], to: "/numbers/HR/value")
    try writer.append([0.5, 1.5], to: "/numbers/HR/time")
    let reader = try reader()
    #expect(reader.isUnclosed)
    var part = Recording(reader.header.layout)
    var growth = try reader.grow()
    #expect(!growth.isClosed && growth.late == 0)
    #expect(growth.ends == [Time(seconds: 2.5), Time(nanoseconds: 1_500_000_001)])
    try reader.read(until: growth.ends, layers: .zero, into: &part)
    #expect(part.channels[0].samples == counts(0..<25).map { Float($0 / 200) })
    #expect(part.channels[1].samples == [60, 61])
    #expect(part.channels.map(\.through) == growth.ends)

    try writer.append(counts(25..<31), to: "/waves/II")
    growth = try reader.grow()
    #expect(growth.ends == [Time(seconds: 3.1), Time(nanoseconds: 1_500_000_001)])
    try reader.read(until: growth.ends, layers: .zero, into: &part)
    #expect(part.channels[0].first == 25)
    #expect(part.channels[0].samples == counts(25..<31).map { Float($0 / 200) })
    #expect(part.channels[1].count == 0)

    try writer.append([62], to: "/numbers/HR/value")
    try writer.append([2.75], to: "/numbers/HR/time")
    writer.close()
    growth = try reader.grow()
    #expect(growth.isClosed)
    try reader.read(until: growth.ends, layers: .zero, into: &part)
    #expect(part.channels[1].samples == [62])
    #expect(part.channels[1].times == [Time(seconds: 2.75)])
  }

  @Test func `a value whose time is not written yet waits for it`() throws {
    let writer = try writer()
    try writer.append([60, 61], to: "/numbers/HR/value")
    try writer.append([0.5], to: "/numbers/HR/time")
    let reader = try reader()
    var part = Recording(reader.header.layout)
    var growth = try reader.grow()
    try reader.read(until: growth.ends, layers: .zero, into: &part)
    #expect(part.channels[1].samples == [60])
    try writer.append([1.5], to: "/numbers/HR/time")
    growth = try reader.grow()
    try reader.read(until: growth.ends, layers: .zero, into: &part)
    #expect(part.channels[1].samples == [61])
  }

  @Test func `what comes for a time that is past is counted and not handed out`() throws {
    let writer = try writer()
    try writer.append(counts(0..<10), to: "/waves/II")
    try writer.append([60], to: "/numbers/HR/value")
    try writer.append([0.5], to: "/numbers/HR/time")
    let reader = try reader()
    var part = Recording(reader.header.layout)
    _ = try reader.grow()
    try reader.read(until: [Time(seconds: 2), Time(seconds: 2)], layers: .zero, into: &part)
    #expect(part.channels[0].samples[10...].allSatisfy { $0.isNaN })
    #expect(part.channels[0].count == 20)

    try writer.append(counts(10..<25), to: "/waves/II")
    try writer.append([61, 62], to: "/numbers/HR/value")
    try writer.append([1.5, 2.5], to: "/numbers/HR/time")
    let growth = try reader.grow()
    #expect(growth.late == 11)
    try reader.read(until: growth.ends, layers: .zero, into: &part)
    #expect(part.channels[0].samples == counts(20..<25).map { Float($0 / 200) })
    #expect(part.channels[1].samples == [62])
  }

  @Test func `a file whose writer died is read as far as it was flushed`() throws {
    let writer = try writer()
    try writer.append(counts(0..<25), to: "/waves/II")
    // A copy of a file that is open for writing is what a writer leaves that is killed.
    _ = folder.copy("live.h5", as: "left.h5")
    let reader = try reader("left.h5")
    #expect(reader.isUnclosed)
    #expect(reader.header.duration == Time(seconds: 2.5))
    var part = Recording(reader.header.layout)
    try reader.read(until: reader.header.duration, into: &part)
    #expect(part.channels[0].samples == counts(0..<25).map { Float($0 / 200) })
    let growth = try reader.grow()
    #expect(!growth.isClosed)
    writer.close()
  }

  @Test func `a file that is complete has come to its end`() throws {
    let writer = try writer()
    try writer.append(counts(0..<25), to: "/waves/II")
    writer.close()
    let reader = try reader()
    #expect(!reader.isUnclosed)
    #expect(
      try reader.grow() == Growth(isClosed: true, ends: [Time(seconds: 2.5), .zero], late: 0))
  }

  @Test(arguments: [(UInt32(0x6969), "NFS"), (0xFF53_4D42, "CIFS"), (0xEF53, nil)])
  func `file systems of a network are known by their types`(_ type: UInt32, _ name: String?) {
    #expect(NetworkFileSystem.name(ofType: type) == name)
  }
}
