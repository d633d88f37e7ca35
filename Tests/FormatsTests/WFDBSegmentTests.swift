import Configuration
import Formats
import Scratch
import Signals
import Testing

/// Records of several segments, made by hand.
@Suite struct WFDBSegmentTests {
  private let folder = TemporaryFolder()

  private func write(_ name: String, _ header: String) {
    _ = folder.file("\(name).hea", Array(header.utf8))
  }

  /// The values of all channels by name, from a file in Vigil's layout.
  private func values() throws -> [String: [Float]] {
    let output = folder.file("r.h5")
    let writer = try RecordingWriter(creating: output)
    try WFDBRecord(folder.file("r")).write(to: writer)
    try writer.finish()
    let reader = try RecordingReader(output)
    var part = Recording(reader.header.layout)
    try reader.read(until: reader.header.duration, into: &part)
    return Dictionary(
      uniqueKeysWithValues: part.channels.map {
        ($0.description.name, [Float](repeating: .nan, count: $0.first) + $0.samples)
      })
  }

  private var problems: String {
    do {
      _ = try WFDBRecord(folder.file("r"))
      return ""
    } catch {
      return error.description.replacing(folder.file("r.hea"), with: "r.hea")
    }
  }

  /// Two segments whose gains differ, around a gap; the second lacks a signal and has another.
  private func makeVariable() {
    write("r", "r/4 2 100 9\nlist 0\none 3\n~ 4\ntwo 2\n")
    write("list", "list 2 100 0\n~ 0 200/mV 16 0 0 0 0 II\n~ 0 1/mmHg 16 0 0 0 0 ABP")
    write(
      "one", "one 2 100 3\none.dat 16 200/mV 16 0 1 6 0 II\none.dat 16 1(5)/mmHg 16 0 9 30 0 ABP")
    write("two", "two 2 100 2\ntwo.dat 80 50/mV 8 0 0 0 0 II\ntwo.dat 80 2/uV 8 0 0 0 0 ABP")
    _ = folder.file("one.dat", WFDBBytes.format16([1, 9, 2, 10, 3, 11]))
    _ = folder.file("two.dat", [0x81, 0x82, 0x7F, 0x7E])
  }

  @Test func segmentsAreJoinedByTheNamesOfTheirSignals() throws {
    makeVariable()
    let record = try WFDBRecord(folder.file("r"))
    #expect(record.frames == 9 && record.duration == Time(seconds: 0.09))
    #expect(record.header.signals.map(\.name) == ["II", "ABP", "ABP (2)"])
    let values = try values()
    let gap = [Float](repeating: .nan, count: 4)
    func bits(_ values: [Float]?) -> [UInt32]? { values?.map { $0.isNaN ? 0 : $0.bitPattern } }
    #expect(bits(values["II"]) == bits([0.005, 0.01, 0.015] + gap + [0.02, -0.02]))
    #expect(bits(values["ABP"]?.prefix(3).map(\.self)) == bits([4, 5, 6]))
    #expect(bits(values["ABP (2)"]?.suffix(2).map(\.self)) == bits([1, -1]))
    #expect(values["ABP"]?.dropFirst(3).contains { !$0.isNaN } == false)
  }

  @Test func aRecordOfGapsHoldsNothingAndLasts() throws {
    makeVariable()
    write("r", "r/2 2 100 500000\nlist 0\n~ 500000\n")
    #expect(try WFDBRecord(folder.file("r")).duration == Time(seconds: 5000))
    let values = try values()
    #expect(values.values.joined().allSatisfy { $0.isNaN })
  }

  @Test(
    "Segments that are not what the record says are refused in its lines",
    arguments: [
      ("r/2 2 100\none 3\nthree 3", "r.hea:3:1: error: segment three cannot be read"),
      (
        "r/2 2 100\none 3\ntwo 3",
        "r.hea:3:1: error: segment two states 2 samples, and the record 3"
      ),
      ("r/2 2 200\none 3\ntwo 2", "r.hea:2:1: error: segment one has 100.0 frames per second"),
      ("r/2 3 100\none 3\ntwo 2", "r.hea:2:1: error: segment one has 2 signals, and the record 3"),
      ("r/2 2 100\none 3\nr 3", "r.hea:3:1: error: segment r consists of segments itself"),
      ("r/2 2 100 6\none 3\ntwo 2", "r.hea:2:1: error: the segments last 5 samples"),
      ("r/2 2 100\none 3\n~ 9223372036854775807", "r.hea:3:1: error: more than 8589934592 samples"),
    ])
  func refusal(header: String, message: String) {
    makeVariable()
    write("r", header)
    #expect(problems.contains(message), "\(problems)")
  }

  @Test func aFolderHoldsTheRecordAndNotItsSegments() throws {
    makeVariable()
    write("other", "no header")
    let place = try #require(Folder(folder.file("")))
    #expect(
      WFDBRecord.headers(in: place).compactMap { $0.split(separator: "/").last } == [
        "other.hea", "r.hea",
      ])
  }

  @Test func aDamagedSegmentIsRefusedInItsOwnHeader() {
    makeVariable()
    _ = folder.file("one.dat", WFDBBytes.format16([1, 9, 2, 10, 3, 12]))
    #expect(
      problems.hasPrefix(
        "\(folder.file("one.hea")):3:1: error: the samples of 'ABP' have the checksum 31"))
  }
}
