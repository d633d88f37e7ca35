import Formats
import HDF5
import Scratch
import Signals
import Testing

/// What the policies of a mapping do with times, and that nothing is done where none is stated.
struct TimePolicyTests {
  let folder = TemporaryFolder()

  private func file(_ seconds: [Double]) throws -> String {
    let path = folder.file("times.h5")
    folder.remove(path)
    try TimesFile.write(seconds: seconds, to: path)
    return path
  }

  @Test func `unsorted times are an error that names the row and the policy`() throws {
    let path = try file([0, 1, 3, 2, 4])
    let message = TimesFile.message(path, try TimesFile.mapping())
    #expect(message.contains("/time: times must increase, and that of row 3 does not"))
    #expect(message.contains("'onUnsorted'"))
  }

  @Test(arguments: [0.3, 1, 2.5, 100])
  func `sorting puts samples where their times say, however they are cut`(_ step: Double) throws {
    let seconds: [Double] = [5, 0, 1, 3, 2, 4, 9, 8, 7, 6]
    let read = try TimesFile.Read(
      try file(seconds), try TimesFile.mapping(#", "onUnsorted": "sort""#), every: step)
    #expect(read.times == (0..<10).map { Time(seconds: Double($0)) })
    #expect(read.samples == (0..<10).map { Float(seconds.firstIndex(of: Double($0)) ?? -1) })
    #expect(read.findings.sorted == 8)
    #expect(read.findings.unsorted == 8)
  }

  @Test func `rows far apart are sorted too`() throws {
    let seconds = (0..<6000).map { Double(($0 &* 3571) % 6000) }
    let read = try TimesFile.Read(
      try file(seconds), try TimesFile.mapping(#", "onUnsorted": "sort""#), every: 10)
    var expected = [Float](repeating: .nan, count: 6000)
    for (row, time) in seconds.enumerated() { expected[Int(time)] = Float(row) }
    #expect(read.samples == expected)
  }

  @Test func `repeated times are an error that names the row and the policy`() throws {
    let message = TimesFile.message(try file([0, 1, 1, 2]), try TimesFile.mapping())
    #expect(message.contains("row 2 repeats that of the row before"))
    #expect(message.contains("'onDuplicate'"))
  }

  @Test(arguments: [
    ("keepFirst", [0, 1, 4] as [Float]), ("keepLast", [0, 3, 4]), ("mean", [0, 2, 4]),
    ("sum", [0, 6, 4]),
  ])
  func `repeated times come to one sample`(_ policy: String, _ expected: [Float]) throws {
    let path = try file([0, 1, 1, 1, 2])
    for step in [0.5, 1, 100] {
      let read = try TimesFile.Read(
        path, try TimesFile.mapping(#", "onDuplicate": "\#(policy)""#), every: step)
      #expect(read.samples == expected)
      #expect(read.times == [0, 1, 2].map { Time(seconds: $0) })
      #expect(read.findings.merged == 2)
      #expect(read.findings.duplicates == 2)
    }
  }

  @Test func `a clock that was set back by an hour steps, and the recording goes on`() throws {
    let path = try file((0..<200).map { 1_700_000_000 + Double($0) - ($0 < 120 ? 0 : 3600) })
    let plain = TimesFile.message(path, try TimesFile.mapping(#", "epoch": "unix""#))
    #expect(plain.contains("the last lies before the first"))
    for step in [7.0, 1000] {
      let read = try TimesFile.Read(
        path, try TimesFile.mapping(#", "epoch": "unix", "onBackward": "segment""#), every: step)
      #expect(read.times == (0..<200).map { Time(seconds: Double($0)) })
      #expect(read.samples == (0..<200).map { Float($0) })
      let clock = try #require(read.header.clock)
      #expect(clock.jumps.map(\.position) == [Time(seconds: 120)])
      #expect(clock.jumps.map(\.by) == [Time(seconds: -3600)])
      #expect(read.findings.clockSteps == 1)
      #expect(read.findings.hourSteps == 1)
    }
  }

  @Test func `a gap above what the mapping allows is an error`() throws {
    let path = try file([0, 1, 2, 8, 9])
    let message = TimesFile.message(
      path, try TimesFile.mapping(#", "onGap": "error", "gapAbove": 5"#))
    #expect(message.contains("a gap of 6.0 s lies before row 3"))
    let read = try TimesFile.Read(
      path, try TimesFile.mapping(#", "onGap": "error", "gapAbove": 6"#))
    #expect(read.samples.count == 5)
  }

  // MARK: Even times

  @Test(arguments: [0.05, 0.31, 100])
  func `even times become samples at a rate, with gaps that are missing`(_ step: Double) throws {
    let seconds = (0..<2000).filter { $0 < 800 || $0 >= 1000 }.map { Double($0) / 360 }
    let mapping = try TimesFile.mapping(#", "regular": { "tolerance": 0.1 }"#)
    let read = try TimesFile.Read(try file(seconds), mapping, every: step)
    #expect(read.header.layout.channels[0].rate?.hertz == 360)
    #expect(read.samples.count == 2000)
    for position in 0..<2000 {
      let value = read.samples[position]
      if position < 800 {
        #expect(value == Float(position))
      } else if position < 1000 {
        #expect(value.isNaN)
      } else {
        #expect(value == Float(position - 200))
      }
    }
    #expect(read.findings.gaps.count == 1)
    #expect(abs(read.findings.gaps.longest.seconds - 200.0 / 360) < 1e-6)
  }

  @Test func `times that are not even enough name the row`() throws {
    var seconds = (0..<100).map { Double($0) }
    seconds[40] += 0.2
    let path = try file(seconds)
    let message = TimesFile.message(
      path, try TimesFile.mapping(#", "regular": { "tolerance": 0.1 }"#))
    #expect(message.contains("the time of row 40 lies 20.0 % of a period off an even 1.0 Hz"))
    let read = try TimesFile.Read(
      path, try TimesFile.mapping(#", "regular": { "tolerance": 0.25 }"#))
    #expect(read.samples == (0..<100).map { Float($0) })
    #expect(read.findings.jitter?.largest == Time(seconds: 0.2))
  }

  @Test func `times that say another rate than stated by 4 per cent are refused`() throws {
    let path = try file((0..<1000).map { Double($0) * 1.04 / 250 })
    let message = TimesFile.message(
      path, try TimesFile.mapping(#", "regular": { "tolerance": 0.02, "rate": { "value": 250 } }"#))
    #expect(message.contains("row 1 lies 4.0 % of a period off"))
    let read = try TimesFile.Read(
      path, try TimesFile.mapping(#", "regular": { "tolerance": 0.1, "rate": { "value": 250 } }"#))
    #expect(abs(try #require(read.findings.drift) - 40_000) < 10)
    #expect(read.findings.remarks.contains { $0.contains("4.0 % below") })
    // The clock runs slower than the samples: one position in 26 has none.
    #expect(read.measured == (0..<1000).map { Float($0) })
    #expect((1038...1041).contains(read.samples.count))
  }

  @Test func `repeated even times keep one sample`() throws {
    let path = try file([0, 1, 2, 2, 3, 4])
    let first = try TimesFile.Read(
      path, try TimesFile.mapping(#", "regular": {}, "onDuplicate": "keepFirst""#))
    #expect(first.samples == [0, 1, 2, 4, 5])
    let last = try TimesFile.Read(
      path, try TimesFile.mapping(#", "regular": {}, "onDuplicate": "keepLast""#))
    #expect(last.samples == [0, 1, 3, 4, 5])
    #expect(last.findings.merged == 1)
  }

  @Test func `what does not go together is refused before any file is read`() {
    for (more, problem) in [
      (#", "onOverlap": "keepFirst""#, "means nothing for times of the kind 'timestamps'"),
      (#", "onGap": "error""#, "'mapping.signals[0].time.gapAbove' must be given"),
      (#", "onUnsorted": "sort", "onBackward": "segment""#, "cannot go on where"),
      (#", "regular": {}, "onDuplicate": "mean""#, "must be keepFirst or keepLast"),
      (#", "origin": { "text": "2023-11-14", "zone": "EST" }"#, "must be 'UTC', an offset"),
      (#", "origin": { "text": "x", "zone": "Europe/Londn" }"#, "does not know"),
      (#", "onUnsorted": "sorted""#, "must be one of 'error', 'sort'"),
    ] {
      do {
        _ = try TimesFile.mapping(more)
        Issue.record("took \(more)")
      } catch {
        #expect("\(error)".contains(problem), "\(error)")
      }
    }
  }
}
