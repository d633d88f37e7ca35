import Formats
import HDF5
import Scratch
import Signals
import Testing

/// What times are like, found in files made for it.
struct TimeFindingsTests {
  let folder = TemporaryFolder()

  private func findings(_ seconds: [Double]) throws -> TimeFindings {
    let path = folder.file("times.h5")
    try TimesFile.write(seconds: seconds, to: path)
    return try #require(try RecordingReader(path, mapping: TimesFile.mapping()).findings().first)
  }

  @Test func `even times have an interval, and nothing else to say`() throws {
    let found = try findings((0..<10_000).map { Double($0) / 250 })
    #expect(found.rows == 10_000)
    #expect(found.first == .zero)
    #expect(found.last == Time(seconds: 39.996))
    #expect(found.interval == Time(seconds: 0.004))
    #expect(found.jitter?.largest == .zero)
    #expect(found.gaps.count == 0)
    #expect(found.remarks.isEmpty)
  }

  @Test(arguments: [(1.0 / 250, 1), (1, 1), (86_400, 1)])
  func `a gap of a sample, a second or a day is one gap of its length`(
    _ length: Double, _ count: Int
  )
    throws
  {
    let found = try findings((0..<500).map { Double($0) / 250 + ($0 < 200 ? 0 : length) })
    #expect(found.gaps.count == count)
    #expect(abs(found.gaps.longest.seconds - length) < 1e-8)
    #expect(found.gaps.total == found.gaps.longest)
    #expect(found.gapThreshold == Time(seconds: 0.006))
    #expect(found.hourSteps == (length == 86_400 ? 1 : 0))
  }

  @Test func `jitter of a fifth of an interval is measured, and is no gap`() throws {
    let seconds = (0..<5000).map { (index: Int) -> Double in
      let share = Double((index &* index &* 7919 &+ index &* 104_729) % 1009) / 504 - 1
      return Double(index) / 250 + 0.0004 * share
    }
    let found = try findings(seconds)
    #expect(found.gaps.count == 0)
    let jitter = try #require(found.jitter)
    #expect((0.0002..<0.0006).contains(jitter.median.seconds))
    #expect((0.0006...0.0009).contains(jitter.largest.seconds))
  }

  @Test func `repeated, unsorted and set-back times are told apart`() throws {
    var seconds = (0..<100).map { Double($0) }
    seconds[10] = 9
    seconds[50] = 47.5
    let found = try findings(seconds)
    #expect(found.duplicates == 1)
    #expect(found.unsorted == 1)
    #expect(found.stepsBack.count == 1)
    #expect(found.stepsBack.longest == Time(seconds: 1.5))
    #expect(found.firstStepBack == 50)
    #expect(found.hourSteps == 0)
  }

  @Test func `a step back of an hour is known as that of daylight saving`() throws {
    let found = try findings((0..<9000).map { Double($0) - ($0 < 5000 ? 0 : 3600) })
    #expect(found.stepsBack.count == 1)
    #expect(found.hourSteps == 1)
    #expect(found.unsorted == 3599)
    #expect(found.remarks.contains { $0.contains("daylight saving") })
  }

  @Test func `uneven times have gaps only where ten intervals pass`() throws {
    var time = 0.0
    let seconds = (0..<400).map { index in
      time += index == 300 ? 60 : 0.5 + Double((index &* 31) % 17) / 8
      return time
    }
    let found = try findings(seconds)
    #expect(found.gaps.count == 1)
    #expect(try #require(found.gapThreshold) > Time(seconds: 10))
  }

  @Test func `the resolution of seconds since 1970 is said`() throws {
    let found = try findings([1_700_000_000, 1_700_000_001])
    #expect(found.resolution == Time(nanoseconds: 238))
  }

  @Test(.enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
  func `a process finds the same, in Vigil's own layout too`() throws {
    let path = folder.file("own.h5")
    let writer = try RecordingWriter(creating: path)
    try writer.begin(Samples.header, storage: Samples.storage, descriptors: [])
    try writer.append(Samples.whole())
    try writer.finish()
    let direct = try RecordingReader(path).findings()
    #expect(try IsolatedReader(path, program: Program.path).findings() == direct)
    #expect(direct.map(\.channel) == Samples.layout.channels.map(\.name))
    #expect(direct[0].interval == Rate(hertz: 360)?.period)
    #expect(direct[0].gaps.count == 1)
    #expect(direct[2].rows > 100)
  }
}
