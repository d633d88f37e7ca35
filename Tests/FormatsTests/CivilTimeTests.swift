import Formats
import HDF5
import Scratch
import Signals
import Testing

/// When recordings start in civil time, in every spelling and zone that mappings know.
struct CivilTimeTests {
  let folder = TemporaryFolder()

  /// The start of a recording whose root says `text`, or what is wrong with it.
  private func start(_ text: String, _ more: String = "") throws -> String {
    let path = folder.file("civil.h5")
    folder.remove(path)
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("value", [1, 2] as [Float])
      try file.root.setAttribute("began", .text(text))
    }
    let mapping = try TimesFile.mapping(
      time: #"{ "kind": "rate", "rate": { "value": 1 } }"#,
      start: #""start": { "attribute": "/@began" \#(more) },"#)
    do {
      let header = try RecordingReader(path, mapping: mapping).header
      guard let clock = header.clock, let first = clock.steps.first else { return "none" }
      return "\(first.unixNanoseconds) \(clock.offset)"
    } catch {
      // Dates are the patient's: no message names them.
      #expect(!error.description.contains(text.prefix(10)))
      return error.description
    }
  }

  @Test(arguments: [
    ("2023-11-14T22:13:20Z", "", "1700000000000000000 0"),
    ("2023-11-14T23:13:20.5+01:00", "", "1700000000500000000 3600"),
    ("2023-11-14 22:13:20.000000 UTC", "", "1700000000000000000 0"),
    ("2023-11-14 22:13:20.000000", #", "zone": "UTC""#, "1700000000000000000 0"),
    ("2023-11-14 23:13:20", #", "zone": "+01:00""#, "1700000000000000000 3600"),
    ("2023-11-14 22:13:20", #", "zone": "Europe/London""#, "1700000000000000000 0"),
    ("2023-07-14 22:13:20", #", "zone": "Europe/London""#, "1689369200000000000 3600"),
    ("2050-07-14 22:13:20", #", "zone": "Europe/London""#, "2541446000000000000 3600"),
    ("2023-11-14 17:13:20", #", "zone": "America/New_York""#, "1700000000000000000 -18000"),
    ("2024-01-14 22:13:20", #", "zone": "Australia/Sydney""#, "1705230800000000000 39600"),
    (
      "14/11/2023 22.13.20.000", #", "format": "dd/MM/yyyy HH.mm.ss.S", "zone": "UTC""#,
      "1700000000000000000 0"
    ),
    (
      "2023-11-14 17:13:20 EST", #", "zones": [ { "name": "EST", "zone": "-05:00" } ]"#,
      "1700000000000000000 -18000"
    ),
  ])
  func `a start is a moment`(_ text: String, _ more: String, _ expected: String) throws {
    #expect(try start(text, more) == expected)
  }

  @Test(arguments: [
    ("2023-11-14 22:13:20", "", "is a local time, and its zone is not known"),
    ("2023-11-14 22:13:20 EST", "", "an abbreviation, which may mean several"),
    ("2020-41-17 10:00:00 UTC", "", "a day or a time of day that does not exist"),
    ("2023-02-29 10:00:00 UTC", "", "a day or a time of day that does not exist"),
    ("2016-12-31T23:59:60Z", "", "is a leap second"),
    ("14/11/2023 22.13.20.000", "", "must be a time such as 2023-11-14T22:13:20+01:00"),
    ("14-11-2023", #", "format": "dd/MM/yyyy HH.mm""#, "spelled 'dd/MM/yyyy HH.mm'"),
    ("2023-10-29 01:30:00", #", "zone": "Europe/London""#, "its zone has twice"),
    ("2024-03-31 01:30:00", #", "zone": "Europe/London""#, "its zone skips"),
  ])
  func `a start that is no moment says why`(_ text: String, _ more: String, _ problem: String)
    throws
  {
    let message = try start(text, more)
    #expect(message.contains("civil.h5: /: the start"), "\(message)")
    #expect(message.contains(problem), "\(message)")
    #expect(message.contains(";"), "\(message)")
  }

  @Test(arguments: [
    ("2023-10-29 01:30:00", "earlier", "1698539400000000000 3600"),
    ("2023-10-29 01:30:00", "later", "1698543000000000000 0"),
    ("2024-03-31 01:30:00", "earlier", "1711845000000000000 3600"),
    ("2024-03-31 01:30:00", "later", "1711848600000000000 0"),
  ])
  func `a mapping says which moment a fold or a gap of daylight saving means`(
    _ text: String, _ policy: String, _ expected: String
  ) throws {
    let more = #", "zone": "Europe/London", "onFold": "\#(policy)""#
    #expect(try start(text, more) == expected)
  }

  @Test func `date and time of day may stand apart`() throws {
    let path = folder.file("apart.h5")
    let file = try File(creating: path)
    try file.root.makeDataset("value", [1, 2] as [Float])
    try file.root.setAttribute("date", .text("2023-11-14"))
    try file.root.setAttribute("time", .text("22:13:20.0"))
    let mapping = try TimesFile.mapping(
      time: #"{ "kind": "rate", "rate": { "value": 1 } }"#,
      start: #""start": { "attribute": "/@date", "time": "/@time", "zone": "UTC" },"#)
    let clock = try #require(try RecordingReader(path, mapping: mapping).header.clock)
    #expect(clock.steps.map(\.unixNanoseconds) == [1_700_000_000_000_000_000])
  }

  @Test func `times count from an origin that the file states`() throws {
    let path = folder.file("origin.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("value", [1, 2, 3] as [Float])
      try file.root.makeDataset("time", [5, 6, 7.5])
      try file.root.setAttribute("from", .text("2023-11-14 22:13:20"))
    }
    let zoned = try TimesFile.mapping(#", "origin": { "attribute": "/@from", "zone": "UTC" }"#)
    let read = try TimesFile.Read(path, zoned)
    #expect(read.times == [0, 1, 2.5].map { Time(seconds: $0) })
    #expect(read.header.clock?.steps.map(\.unixNanoseconds) == [1_700_000_005_000_000_000])
    let unzoned = try TimesFile.mapping(#", "origin": "/@from""#)
    #expect(TimesFile.message(path, unzoned).contains("the origin of times is a local time"))
    let placeless = try TimesFile.mapping(
      #", "origin": "/@from""#, start: #""start": { "text": "none" },"#)
    let without = try TimesFile.Read(path, placeless)
    #expect(without.header.clock == nil)
    #expect(without.times == [0, 1, 2.5].map { Time(seconds: $0) })
  }

  @Test(.enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
  func `a process that may open one file alone knows the zones of its mapping`() throws {
    let path = folder.file("zone.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("value", [1, 2] as [Float])
    }
    let mapping = try TimesFile.mapping(
      time: #"{ "kind": "rate", "rate": { "value": 1 } }"#,
      start: #""start": { "text": "2023-07-14 22:13:20", "zone": "Europe/Paris" },"#)
    let reader = try IsolatedReader(path, mapping: mapping, program: Program.path)
    #expect(reader.header.clock?.offset == 7200)
  }
}
