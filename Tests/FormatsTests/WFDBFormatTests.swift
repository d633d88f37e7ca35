import Configuration
import Formats
import Scratch
import Signals
import Testing

private let missing = WFDBSamples.missing

/// A record in a folder of its own.
private struct Made {
  let folder = TemporaryFolder()

  init(_ header: String, _ files: [String: [UInt8]]) {
    _ = folder.file("r.hea", Array(header.utf8))
    for (name, bytes) in files { _ = folder.file(name, bytes) }
  }

  /// The counts of all signals.
  func counts() throws -> [[Int32]] {
    let header = try WFDBHeader(parsing: try SourceText(reading: folder.file("r.hea")))
    let samples = try WFDBSamples(header)
    try samples.check()
    var counts = header.signals.map { _ in [Int32]() }
    try samples.forEachBlock { _, rows in
      for (index, row) in rows.enumerated() { counts[index] += row }
    }
    return counts
  }

  /// What opening the record says is wrong with it.
  var problems: String {
    do {
      _ = try WFDBRecord(folder.file("r"))
      return ""
    } catch {
      return error.description.replacing(folder.file("r.hea"), with: "r.hea")
    }
  }
}

/// The formats of `signal(5)`, byte by byte.
@Suite struct WFDBFormatTests {
  @Test(
    "Each format is unpacked as the guide describes it",
    arguments: [
      (8, [0x05, 0xFB, 0x80], [105, 100, -28]),
      (16, [0x34, 0x12, 0xFF, 0xFF, 0x00, 0x80], [0x1234, -1, missing]),
      (24, [0x56, 0x34, 0x12, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x80], [0x123456, -1, missing]),
      (
        32, [0x78, 0x56, 0x34, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x80],
        [0x1234_5678, -1, missing]
      ),
      (61, [0x12, 0x34, 0xFF, 0xFF, 0x80, 0x00], [0x1234, -1, missing]),
      (80, [0x85, 0x7F, 0x00], [5, -1, missing]),
      (160, [0x05, 0x80, 0xFF, 0x7F, 0x00, 0x00], [5, -1, missing]),
      (212, [0x23, 0xF1, 0xFF, 0x00, 0x08], [0x123, -1, missing]),
      (310, [0xAA, 0x52, 0xFE, 0xAF, 0x00, 0x04], [0x155, -1, -342, missing]),
      (311, [0x55, 0xFD, 0xAF, 0x2A, 0x00, 0x06, 0x00], [0x155, -1, -342, missing, 1]),
      // The two bits that format 311 leaves over mean nothing.
      (311, [0x55, 0xFD, 0xAF, 0xEA], [0x155, -1, -342]),
    ] as [(Int, [UInt8], [Int32])])
  func unpacking(format: Int, bytes: [UInt8], counts: [Int32]) throws {
    for length in ["", " \(counts.count)"] {
      let made = Made(
        "r 1 360\(length)\nr.dat \(format)+2 200 0 0 100\n", ["r.dat": [0x77, 0x77] + bytes])
      #expect(try made.counts() == [counts])
    }
  }

  @Test("FLAC holds up to eight signals", arguments: [(508, 8), (516, 16), (524, 24), (524, 16)])
  func flac(format: Int, bits: Int) throws {
    let least = -1 << (bits - 1)
    let channels = [[least, -1, 0, 5] + Array(0..<96), Array(-50..<50)]
    let expected = channels.map { $0.map { $0 == -1 << (format - 501) ? missing : Int32($0) } }
    let lines = "r.dat \(format)x2\nr.dat \(format)x2\n"
    for total in [100, 0] {
      let bytes = FLACBytes.stream(channels, bits: bits, total: total)
      #expect(try Made("r 2 360 50\n" + lines, ["r.dat": bytes]).counts() == expected)
      #expect(try Made("r 2 360\n" + lines, ["r.dat": bytes]).counts() == expected)
    }
    let bytes = FLACBytes.stream(channels, bits: bits)
    let late = Made("r 2 360\nr.dat \(format)+40\nr.dat \(format)+40", ["r.dat": bytes])
    #expect(try late.counts() == expected.map { Array($0.dropFirst(40)) })
  }

  @Test func flacThatContradictsItsHeaderOrItselfIsRefused() {
    let bytes = FLACBytes.stream([Array(0..<100), Array(0..<100)], bits: 16)
    func problems(_ lines: String, _ bytes: [UInt8]) -> String {
      Made("r \(lines.split(separator: "\n").count) 360 100\n\(lines)", ["r.dat": bytes]).problems
    }
    let two = "r.dat 516\nr.dat 516"
    #expect(problems(two, bytes) == "")
    #expect(
      problems("r.dat 516", bytes)
        == "r.hea:2:1: error: r.dat has 2 channels, and the header names 1 signals")
    #expect(
      problems("r.dat 508\nr.dat 508", bytes)
        == "r.hea:2:1: error: r.dat has 16 bits in a sample, and its format at most 8")
    #expect(
      problems("r.dat 516\nr.dat 516x2", bytes)
        == "r.hea:2:1: error: r.dat cannot hold signals with different numbers of samples per "
        + "frame: it is FLAC")
    #expect(
      problems(two, Array("RIFF".utf8)).hasPrefix("r.hea:2:1: error: r.dat "))
    #expect(problems(two, []).hasPrefix("r.hea:2:1: error: r.dat is not a FLAC file"))
    for place in stride(from: 42, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[place] ^= 0x40
      #expect(problems(two, damaged).hasPrefix("r.hea:2:1: error: r.dat "), "\(place)")
      #expect(
        problems(two, Array(bytes[..<place])).hasPrefix("r.hea:2:1: error: r.dat "), "\(place)")
    }
    let short = FLACBytes.stream([Array(0..<50), Array(0..<50)], bits: 16)
    #expect(
      problems(two, short)
        == "r.hea:2:1: error: r.dat holds 50 of the 100 samples that the header states; copy it "
        + "again from its source")
    let nine = (0..<9).map { _ in "r.dat 516" }.joined(separator: "\n")
    #expect(problems(nine, bytes).contains("r.dat cannot hold 9 signals: FLAC has at most 8"))
  }

  @Test func signalsOfSeveralFilesAndRatesKeepTheirSamples() throws {
    let made = Made(
      """
      r 4 10 3
      a.dat 16x3 100
      a.dat 16 100
      b.dat 80x2:1 100
      ~ 0x2 100
      """,
      [
        "a.dat": WFDBBytes.format16([1, 2, 3, -1, 4, 5, 6, -2, 7, 8, 9, -3]),
        "b.dat": [0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87],
      ])
    #expect(
      try made.counts().prefix(3) == [Array(1...9), [-1, -2, -3], [2, 3, 4, 5, 6, missing]])
    let output = made.folder.file("r.h5")
    let writer = try RecordingWriter(creating: output)
    try WFDBRecord(made.folder.file("r")).write(to: writer)
    try writer.finish()
    let reader = try RecordingReader(output)
    var part = Recording(reader.header.layout)
    try reader.read(until: reader.header.duration, into: &part)
    #expect(part.channels.map(\.description.rate?.hertz) == [30, 10, 20, 20])
    #expect(reader.header.duration == Time(seconds: 0.3))
    #expect(part.channels[0].samples == (1...9).map { Float($0) / 100 })
    #expect(part.channels[2].samples.prefix(5) == [0.02, 0.03, 0.04, 0.05, 0.06])
    #expect(part.channels[3].samples.allSatisfy { $0.isNaN })
  }

  @Test func wideCountsKeepTheirValues() throws {
    let counts: [Int32] = [Int32.max, -1_234_567_890, 7, 8_388_607]
    let made = Made(
      "r 2 10\nr.dat 32 3(2147480000)/uV\nr.dat 32 7\n",
      [
        "r.dat": counts.flatMap { count in
          [count, 300].flatMap { count in
            (0..<4).map { UInt8(truncatingIfNeeded: count >> Int32(8 * $0)) }
          }
        }
      ])
    let record = try WFDBRecord(made.folder.file("r"))
    #expect(record.warnings[0].message.contains("lie more than 24 bits from its baseline"))
    let output = made.folder.file("r.h5")
    let writer = try RecordingWriter(creating: output)
    try record.write(to: writer)
    try writer.finish()
    var part = Recording(try RecordingReader(output).header.layout)
    try RecordingReader(output).read(until: record.duration, into: &part)
    #expect(part.channels[0].samples == counts.map { Float((Double($0) - 2_147_480_000) / 3) })
    #expect(part.channels[1].samples == counts.map { _ in Float(300.0 / 7) })
  }

  @Test(
    "Headers that promise what files do not hold are refused",
    arguments: [
      ("r 1 360 4\nr.dat 16", "r.hea:2:1: error: r.dat holds 3 of the 4 samples"),
      ("r 1 360 2\nr.dat 16+3", "r.hea:2:1: error: r.dat holds 1 of the 2 samples"),
      ("r 1 360 1\nr.dat 16+99999999999", "r.hea:2:1: error: r.dat holds 0 of the 1 samples"),
      ("r 1 360 2\nr.dat 16x2", "r.hea:2:1: error: r.dat holds 1 of the 2 samples"),
      ("r 1 360\nr.dat 16:3", "r.hea:2:1: error: a skew of 3 leaves nothing of 3 samples"),
      ("r 1 360\n~ 0", "r.hea:2:1: error: more than 8589934592 samples of a signal are not read"),
      (
        "r 3 360\nr.dat 16\nq.dat 16\nr.dat 16",
        "r.hea:4:1: error: the signals of a file must follow each other"
      ),
      ("r 1 360\nr.dat 8 1 0 0 2147483647", "r.dat holds differences that add up to more than"),
    ])
  func lies(header: String, message: String) {
    let made = Made(header, ["r.dat": [1, 0, 1, 0, 1, 0]])
    #expect(made.problems.contains(message), "\(made.problems)")
  }
}
