import Configuration
import Formats
import Scratch
import Signals
import Testing

private typealias Bytes = WFDBBytes

/// A record of two signals that take turns, written by hand; the odd frames make blocks end anywhere.
private struct HandMade {
  let folder = TemporaryFolder()
  let counts: [[Int]]
  var path: String { folder.file("r") }

  init(format: Int, frames: Int, offset: Int = 0, missing: Int) {
    let range = format == 212 ? -2047...2047 : -32_767...32_767
    var seed: UInt64 = 1
    counts = (0..<2).map { _ in
      (0..<frames).map { frame in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        if frame % 11 == 5 { return missing }
        return range.lowerBound + Int(seed >> 33) % range.count
      }
    }
    let turns = (0..<frames).flatMap { [counts[0][$0], counts[1][$0]] }
    let packed = format == 212 ? Bytes.format212(turns) : Bytes.format16(turns)
    _ = folder.file("r.dat", [UInt8](repeating: 0x55, count: offset) + packed)
    let suffix = offset > 0 ? "+\(offset)" : ""
    write(
      """
      r 2 360 \(frames) 09:00:00
      r.dat \(format)\(suffix) 200(1024)/mV 12 0 0 \(Bytes.checksum(counts[0])) 0 MLII
      r.dat \(format)\(suffix) -12.84(-1605)/mmHg 12 0 0 \(Bytes.checksum(counts[1])) 0 ABP
      # Jane Doe, 75 F
      """)
  }

  func write(_ header: String) { _ = folder.file("r.hea", Array(header.utf8)) }

  /// Converts the record, and gives the path of what came out.
  func convert(keepingComments: Bool = false) throws -> String {
    let output = folder.file("r.h5")
    let writer = try RecordingWriter(creating: output)
    try WFDBRecord(path).write(to: writer, keepingComments: keepingComments)
    try writer.finish()
    return output
  }
}

/// A whole recording at once.
private func whole(_ path: String) throws -> (reader: RecordingReader, part: Recording) {
  let reader = try RecordingReader(path)
  var part = Recording(reader.header.layout)
  try reader.read(until: reader.header.duration, into: &part)
  return (reader, part)
}

private func problems(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return "\(error)"
  }
}

@Suite struct WFDBRecordTests {
  @Test(
    "Every sample keeps its value, and what was not measured is not a number",
    arguments: [(212, 1, 0), (212, 16_385, 0), (212, 40_001, 3), (16, 7, 0), (16, 40_000, 24)])
  func exact(format: Int, frames: Int, offset: Int) throws {
    let missing = format == 212 ? -2048 : -32_768
    let record = HandMade(format: format, frames: frames, offset: offset, missing: missing)
    let (reader, part) = try whole(try record.convert())
    let layout = reader.header.layout
    #expect(layout.channels.map(\.name) == ["MLII", "ABP"])
    #expect(layout.channels.map(\.kind) == [.ecg, .abp])
    #expect(layout.channels.map(\.lead) == ["MLII", nil])
    #expect(layout.channels.map(\.unit) == [.millivolt, .millimetreOfMercury])
    #expect(reader.header.clock == nil)
    #expect(reader.header.duration == Rate(hertz: 360)?.time(of: frames))
    for (channel, (gain, baseline)) in [(200.0, 1024.0), (-12.84, -1605.0)].enumerated() {
      let expected = record.counts[channel].map {
        $0 == missing ? Float.nan : Float((Double($0) - baseline) / gain)
      }
      // The last samples may be a stretch without a value, which a file does not hold.
      let samples = part.channels[channel].samples
      #expect(samples.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test func aLengthThatIsNotStatedIsThatOfTheFile() throws {
    let record = HandMade(format: 212, frames: 33, missing: -2048)
    record.write("r 2\nr.dat 212\nr.dat 212\n")
    #expect(try whole(try record.convert()).part.channels[0].count == 33)
  }

  @Test func theSameRecordGivesTheSameBytes() throws {
    let record = HandMade(format: 212, frames: 30_000, missing: -2048)
    #expect(
      TemporaryFolder.bytes(of: try record.convert())
        == TemporaryFolder.bytes(of: try record.convert()))
  }

  @Test func commentsStayBehindUnlessTheyAreToBeKept() throws {
    let record = HandMade(format: 16, frames: 100, missing: -32_768)
    let without = try record.convert()
    #expect(try RecordingReader(without).descriptors().isEmpty)
    #expect(!String(decoding: TemporaryFolder.bytes(of: without), as: UTF8.self).contains("Jane"))
    let kept = try RecordingReader(try record.convert(keepingComments: true)).descriptors()
    #expect(kept == [Descriptor("comments", .text("Jane Doe, 75 F"), isReference: true)])
  }

  @Test func annotationsBecomeReferenceLayers() throws {
    let record = HandMade(format: 16, frames: 720, missing: -32_768)
    _ = record.folder.file(
      "r.atr",
      Bytes.word(28, 36) + Bytes.text("(AFIB") + Bytes.word(5, 36) + Bytes.word(0, 0))
    let reader = try RecordingReader(try record.convert())
    #expect(reader.header.layout.layers.isEmpty, "no stage sees them")
    let layers = try reader.references()
    #expect(layers.map(\.name) == ["beats", "rhythm", "quality", "events"])
    #expect(layers[0].intervals == [Interval(.beat, onset: Time(seconds: 0.2), label: "V")])
    #expect(
      layers[1].intervals == [
        Interval(
          .rhythm, onset: Time(seconds: 0.1), duration: Time(seconds: 1.9), label: "(AFIB")
      ])
  }

  @Test func whatIsWorthKnowingIsSaid() throws {
    let record = HandMade(format: 16, frames: 10, missing: -32_768)
    #expect(
      try WFDBRecord(record.path).warnings.map(\.message) == [
        "\(record.path).hea: the time of day is left out, since no zone goes with it",
        "there are no annotations at \(record.path).atr",
      ])
  }

  @Test func aDamagedRecordIsRefusedAtTheLineThatItContradicts() throws {
    let record = HandMade(format: 212, frames: 100, missing: -2048)
    let path = record.path
    var bytes = TemporaryFolder.bytes(of: "\(path).dat")
    bytes[0] ^= 1
    _ = record.folder.file("r.dat", bytes)
    let changed = problems { _ = try WFDBRecord(path) }
    #expect(changed.hasPrefix("\(path).hea:2:1: error: the samples of 'MLII' have the checksum"))
    #expect(changed.hasSuffix("r.dat is damaged or was cut; copy it again from its source"))

    _ = record.folder.file("r.dat", bytes.dropLast())
    #expect(
      problems { _ = try WFDBRecord(path) }
        == "\(path).hea:2:1: error: r.dat holds 99 of the 100 samples that the header states; "
        + "copy it again from its source")

    record.write("r 2 360 9000000000000000000\nr.dat 212\nr.dat 212")
    #expect(problems { _ = try WFDBRecord(path) }.contains("of the 9000000000000000000 samples"))
    record.write("r 2 360 10\nr.dat 212\nr.dat 16")
    #expect(problems { _ = try WFDBRecord(path) }.contains("must share format and offset"))
    record.write("r 2 360 10\nq.dat 212\nr.dat 212+9223372036854775807")
    #expect(
      problems { _ = try WFDBRecord(path) }.hasPrefix(
        "\(path).hea:2:1: error: q.dat cannot be read: No such file or directory"))
    #expect(problems { _ = try WFDBRecord(path + "x") }.contains("No such file or directory"))
  }
}
