import Formats
import HDF5
import Scratch
import Signals
import Testing

/// Files of Vigil's layout that say what cannot be, each refused with the place and never a trap.
@Suite struct HostileValueTests {
  let folder = TemporaryFolder()

  /// What a channel in a file says of itself.
  private struct Stated {
    var rate: AttributeValue? = .number(100)
    var first: AttributeValue = .integer(0)
    var unit: AttributeValue? = .text("mV")
    var axis: AttributeValue?
    var extent = [4]
    var segments: [[Int64]]?
    var times: [Int64]?
    var gain: AttributeValue?
    var duration: AttributeValue = .integer(0)
  }

  /// What reading a file with such a channel gives.
  private func outcome(_ stated: Stated) throws -> String {
    let path = folder.file("a.h5")
    folder.remove(path)
    do {
      let file = try File(creating: path)
      try file.root.setAttribute("vigil_format", .integer(1))
      try file.root.setAttribute("layout", .text("recording"))
      try file.root.setAttribute("duration", stated.duration)
      let list = try file.root.makeGroup("channels")
      let group = try list.makeGroup("x")
      try group.setAttribute("name", .text("x"))
      try group.setAttribute("kind", .text("ecg"))
      if let unit = stated.unit { try group.setAttribute("unit", unit) }
      if let rate = stated.rate { try group.setAttribute("rate", rate) }
      if let axis = stated.axis { try group.setAttribute("axis", axis) }
      try group.setAttribute("first", stated.first)
      let count = stated.extent.reduce(1, *)
      if let gain = stated.gain {
        try group.makeDataset("samples", [Int16](repeating: 1, count: count), extent: stated.extent)
        try group.dataset("samples").setAttribute("gain", gain)
        try group.dataset("samples").setAttribute("baseline", .number(0))
      } else {
        try group.makeDataset("samples", [Float](repeating: 1, count: count), extent: stated.extent)
      }
      if let times = stated.times { try group.makeDataset("times", times) }
      if let segments = stated.segments {
        let table = try group.makeGroup("segments")
        for (name, column) in zip(["position", "row", "count"], segments) {
          try table.makeDataset(name, column)
        }
      }
    }
    do throws(FormatError) {
      let reader = try RecordingReader(path)
      var part = Recording(reader.header.layout)
      try reader.read(until: Time(seconds: 1), into: &part)
      try reader.read(until: .distantFuture, into: &part)
      return "read"
    } catch {
      #expect(error.path == path)
      return error.description
    }
  }

  @Test func `an honest file is read`() throws {
    #expect(try outcome(Stated()) == "read")
    #expect(try outcome(Stated(rate: nil, times: [0, 1, 2, 3])) == "read")
    #expect(try outcome(Stated(extent: [1])) == "read")
    #expect(try outcome(Stated(rate: nil, extent: [1], times: [0])) == "read")
    #expect(try outcome(Stated(rate: .numbers([100]), unit: .texts(["mV"]))) == "read")
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e300, 1e12])
  func `rates that cannot be are refused`(_ rate: Double) throws {
    #expect(try outcome(Stated(rate: .number(rate))).contains("/channels/x"))
  }

  @Test func `positions beyond reason are refused`() throws {
    for first in [Int64.min, .max, 1 << 60] {
      #expect(try outcome(Stated(first: .integer(first))) != "read")
    }
    #expect(try outcome(Stated(rate: .number(1e-9), first: .integer(1 << 50))) != "read")
  }

  @Test func `segments must follow each other and lie within the rows`() throws {
    let wrong: [[[Int64]]] = [
      [[0, 1], [0, 2], [2, 2]], [[0], [-1], [2]], [[0], [0], [5]], [[0], [.max], [.max]],
      [[0], [0], [-3]], [[.min], [0], [4]], [[0, 9], [0], [2, 2]],
    ]
    for segments in wrong { #expect(try outcome(Stated(segments: segments)) != "read") }
    #expect(try outcome(Stated(segments: [[0, 50], [0, 2], [2, 2]])) == "read")
  }

  @Test func `times must increase, one for each sample`() throws {
    for times in [[0, 1, 2, 0], [0, 1, 1, 2], [3, 2, 1, 0], [0, 1, 2], [0, .max, .min, 5]]
      as [[Int64]]
    {
      #expect(try outcome(Stated(rate: nil, times: times)) != "read")
    }
  }

  @Test func `what is missing or of another kind is named`() throws {
    #expect(try outcome(Stated(unit: nil)).contains("must have the attribute 'unit'"))
    #expect(try outcome(Stated(unit: .number(3))).contains("/channels/x@unit: must be text"))
    #expect(try outcome(Stated(rate: .text("fast"))).contains("must be a number above 0"))
    #expect(try outcome(Stated(axis: .texts(["a", "b"]))).contains("values a sample"))
    #expect(try outcome(Stated(extent: [2, 2])).contains("values a sample"))
    #expect(try outcome(Stated(extent: [4, 0])) != "read")
    #expect(try outcome(Stated(gain: .number(0))).contains("gain and baseline"))
    #expect(try outcome(Stated(gain: .number(.nan))).contains("gain and baseline"))
    #expect(try outcome(Stated(duration: .integer(-1))).contains("must not be negative"))
    #expect(try outcome(Stated(duration: .integer(.max))).contains("hundred years"))
  }
}
