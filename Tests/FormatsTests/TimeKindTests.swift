import Formats
import HDF5
import Scratch
import Signals
import Testing

/// Each kind of time that a mapping knows.
struct TimeKindTests {
  let folder = TemporaryFolder()

  private func file(_ samples: Int, _ body: (borrowing Group) throws -> Void) throws -> String {
    let path = folder.file("kind.h5")
    folder.remove(path)
    let file = try File(creating: path)
    try file.root.makeDataset("value", (0..<samples).map { Float($0) })
    try body(file.root)
    return path
  }

  // MARK: Rate

  @Test func `samples at a rate begin at the position nearest to their start`() throws {
    let path = try file(10) { try $0.dataset("value").setAttribute("fs", .number(4)) }
    let read = try TimesFile.Read(
      path,
      try TimesFile.mapping(
        time: #"{ "kind": "rate", "rate": "@fs", "start": { "value": 1.3 } }"#))
    #expect(read.first == 0)
    #expect(read.samples.filter(\.isNaN).count == 5)
    #expect(Array(read.samples[5...]) == (0..<10).map { Float($0) })
    #expect(read.findings.shifts.count == 1)
    #expect(abs(read.findings.shifts.longest.seconds - 0.05) < 1e-9)
  }

  @Test func `a start since 1970 gives the recording its civil time`() throws {
    let path = try file(10) { _ in }
    let read = try TimesFile.Read(
      path,
      try TimesFile.mapping(
        time: """
          { "kind": "rate", "rate": { "value": 4 }, "epoch": "unix", "unit": { "text": "ms" },
            "start": { "value": 1700000000500 } }
          """))
    #expect(read.header.clock?.steps.map(\.unixNanoseconds) == [1_700_000_000_500_000_000])
    #expect(read.samples == (0..<10).map { Float($0) })
  }

  @Test(arguments: [0, -250, Double.nan])
  func `a rate that is none is refused`(_ rate: Double) throws {
    let path = try file(10) { try $0.dataset("value").setAttribute("fs", .number(rate)) }
    let message = TimesFile.message(
      path, try TimesFile.mapping(time: #"{ "kind": "rate", "rate": "@fs" }"#))
    #expect(message.contains("/value"), "\(message)")
    #expect(message.contains("rate"), "\(message)")
  }

  // MARK: Timestamps

  @Test(
    arguments: [
      ("s", 1), ("ms", 1000), ("us", 1_000_000), ("100ns", 10_000_000),
      ("ns", 1_000_000_000),
    ] as [(String, Int64)])
  func `whole numbers of any unit are exact since 1970`(_ unit: String, _ scale: Int64) throws {
    let path = try file(3) {
      try $0.makeDataset("time", [0, 1, 5].map { (1_700_000_000 + $0) * scale }, extent: [1, 3])
    }
    let read = try TimesFile.Read(
      path,
      try TimesFile.mapping(
        time: """
          { "kind": "timestamps", "values": "../time", "unit": { "text": "\(unit)" },
            "epoch": "unix" }
          """))
    #expect(read.times == [0, 1, 5].map { Time(seconds: $0) })
    #expect(read.header.clock?.steps.first?.unixNanoseconds == 1_700_000_000_000_000_000)
  }

  @Test func `milliseconds taken for seconds are refused with what to check`() throws {
    let path = try file(3) {
      try $0.makeDataset("time", [0, 4, 8].map { 1_700_000_000_000 + Int64($0) })
    }
    let unix = TimesFile.message(path, try TimesFile.mapping(#", "epoch": "unix""#))
    #expect(unix.contains("check the unit and the epoch"), "\(unix)")
    let relative = try file(2) { try $0.makeDataset("time", [0, 4_000_000_000] as [Int64]) }
    let message = TimesFile.message(relative, try TimesFile.mapping())
    #expect(message.contains("span more than a hundred years"), "\(message)")
  }

  // MARK: Blocks

  private func blocks(_ times: [Int64], _ more: String = "") throws -> (String, Mapping) {
    let path = try file(times.count * 4) { try $0.makeDataset("time", times) }
    let mapping = try TimesFile.mapping(
      time: """
        { "kind": "blocks", "values": "../time", "unit": { "text": "ms" },
          "samplesPerBlock": { "value": 4 }, "blockPeriod": { "value": 1000 } \(more) }
        """)
    return (path, mapping)
  }

  @Test func `blocks that overlap are an error until a policy says which samples hold`() throws {
    let (path, plain) = try blocks([0, 1000, 1500, 3000])
    let message = TimesFile.message(path, plain)
    #expect(message.contains("/time: row 2 begins 2 samples before the one before it ends"))
    #expect(message.contains("'onOverlap'"))
    let (_, keepFirst) = try blocks([0, 1000, 1500, 3000], #", "onOverlap": "keepFirst""#)
    for step in [0.3, 100] {
      let read = try TimesFile.Read(path, keepFirst, every: step)
      #expect(read.measured == [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15])
      #expect(read.samples[10].isNaN)
      #expect(read.findings.overlaps.count == 1)
      #expect(read.findings.covered == 2)
    }
    let (_, keepLast) = try blocks([0, 1000, 1500, 3000], #", "onOverlap": "keepLast""#)
    let read = try TimesFile.Read(path, keepLast)
    #expect(read.measured == [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15])
    #expect(read.findings.covered == 2)
  }

  @Test func `blocks in any order are sorted where the mapping says so`() throws {
    let (path, plain) = try blocks([2000, 0, 1000])
    #expect(TimesFile.message(path, plain).contains("'onUnsorted'"))
    let (_, sorted) = try blocks([2000, 0, 1000], #", "onUnsorted": "sort""#)
    let read = try TimesFile.Read(path, sorted, every: 0.7)
    #expect(read.samples == [4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3])
  }

  @Test func `drift is taken up a sample at a time, and measured`() throws {
    // The clock runs a hundredth slower than the rate says.
    let (path, mapping) = try blocks((0..<100).map { $0 * 1010 })
    let read = try TimesFile.Read(path, mapping)
    #expect(read.measured == (0..<400).map { Float($0) })
    #expect((403...404).contains(read.samples.count))
    #expect(abs(try #require(read.findings.drift) - 10_000) < 1)
    #expect(read.findings.shifts.longest <= Time(seconds: 0.125))
  }

  // MARK: Segments

  private func segments(
    at times: [Double], rows: [Int64], counts: [Int64], rates: [Double], _ more: String = ""
  ) throws -> (String, Mapping) {
    let path = try file(12) {
      let table = try $0.makeGroup("table")
      try table.makeDataset("at", times)
      try table.makeDataset("row", rows)
      try table.makeDataset("count", counts)
      try table.makeDataset("rate", rates)
    }
    let mapping = try TimesFile.mapping(
      time: """
        { "kind": "segments", "table": "../table", "unit": { "text": "s" },
          "fields": { "time": "at", "row": "row", "count": "count", "rate": "rate" } \(more) }
        """)
    return (path, mapping)
  }

  @Test(arguments: [0.3, 2, 100]) func `segments lie where the table says`(_ step: Double) throws {
    let (path, mapping) = try segments(
      at: [0, 3.02], rows: [4, 0], counts: [8, 4], rates: [4, 4])
    let read = try TimesFile.Read(path, mapping, every: step)
    #expect(Array(read.samples[..<8]) == [4, 5, 6, 7, 8, 9, 10, 11])
    #expect(read.samples.filter(\.isNaN).count == 4)
    #expect(Array(read.samples[12...]) == [0, 1, 2, 3])
    #expect(read.findings.shifts.count == 1)
    #expect(abs(read.findings.shifts.longest.seconds - 0.02) < 1e-9)
    #expect(read.findings.gaps.count == 1)
  }

  @Test(arguments: [0, -4, Double.nan])
  func `segments without a rate are left out only where the mapping says so`(_ rate: Double) throws
  {
    let table = (at: [0.0, 1, 2], rows: [0, 4, 8] as [Int64], counts: [4, 4, 4] as [Int64])
    let (path, plain) = try segments(
      at: table.at, rows: table.rows, counts: table.counts, rates: [4, rate, 4])
    let message = TimesFile.message(path, plain)
    #expect(message.contains("/table: the rate of row 1 is not above 0"))
    #expect(message.contains("'onInvalidRate'"))
    let (_, skipping) = try segments(
      at: table.at, rows: table.rows, counts: table.counts, rates: [4, rate, 4],
      #", "onInvalidRate": "skip""#)
    let read = try TimesFile.Read(path, skipping)
    #expect(read.measured == [0, 1, 2, 3, 8, 9, 10, 11])
    #expect(read.findings.skipped == 1)
  }

  @Test func `segments of another rate are an error until they are left out`() throws {
    let (path, plain) = try segments(
      at: [0, 1, 3], rows: [0, 4, 8], counts: [4, 4, 4], rates: [4, 2, 4])
    #expect(TimesFile.message(path, plain).contains("row 1 has another rate"))
    let (_, skipping) = try segments(
      at: [0, 1, 3], rows: [0, 4, 8], counts: [4, 4, 4], rates: [4, 2, 4],
      #", "onRateChange": "skip""#)
    #expect(try TimesFile.Read(path, skipping).measured == [0, 1, 2, 3, 8, 9, 10, 11])
  }

  @Test func `segments that name samples beyond the end are refused`() throws {
    let (path, mapping) = try segments(at: [0], rows: [9], counts: [4], rates: [4])
    #expect(TimesFile.message(path, mapping).contains("names samples beyond the 12 there are"))
  }

  @Test func `a segment within another keeps what lies around it`() throws {
    let (path, mapping) = try segments(
      at: [0, 1], rows: [0, 8], counts: [8, 2], rates: [4, 4], #", "onOverlap": "keepLast""#)
    #expect(try TimesFile.Read(path, mapping).samples == [0, 1, 2, 3, 8, 9, 6, 7])
  }

  // MARK: Pair

  @Test func `two numbers are a first time and a period`() throws {
    let path = try file(8) { try $0.makeDataset("time", [0.5, 1.0 / 360]) }
    for kind in ["pair", "auto"] {
      let read = try TimesFile.Read(
        path,
        try TimesFile.mapping(
          time: #"{ "kind": "\#(kind)", "values": "../time", "unit": { "text": "s" } }"#))
      #expect(read.header.layout.channels[0].rate?.hertz == 360)
      #expect(read.measured == (0..<8).map { Float($0) })
      #expect(read.samples.count == 188)
    }
  }

  @Test func `two samples with two times may be either, and are refused`() throws {
    let path = try file(2) { try $0.makeDataset("time", [0.0, 0.5]) }
    let message = TimesFile.message(
      path,
      try TimesFile.mapping(
        time: #"{ "kind": "auto", "values": "../time", "unit": { "text": "s" } }"#))
    #expect(message.contains("state the kind in the mapping: pair or timestamps"))
  }
}
