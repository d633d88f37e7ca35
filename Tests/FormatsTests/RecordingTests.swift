import Formats
import HDF5
import Scratch
import Signals
import Testing

@Suite struct RecordingTests {
  let folder = TemporaryFolder()

  /// Writes the sample recording, cut into parts that end at multiples of a length.
  private func write(_ name: String, partSeconds: Double = 120) throws -> String {
    let path = folder.file(name)
    let writer = try RecordingWriter(creating: path, provenance: [("program", "test")])
    try writer.begin(
      Samples.header, storage: Samples.storage,
      descriptors: [
        Descriptor("age", .number(61)), Descriptor("died", .number(0), isReference: true),
      ])
    let whole = Samples.whole()
    var part = Recording(Samples.layout)
    var until = Time.zero
    while until < Samples.header.duration {
      let from = until
      until = until + Time(seconds: partSeconds)
      let isLast = until >= Samples.header.duration
      part.clear()
      for (index, channel) in whole.channels.enumerated() {
        for sample in 0..<channel.count {
          let time = channel.time(of: sample)
          guard time >= from, time < until || isLast else { continue }
          let width = channel.description.width
          if part.channels[index].samples.isEmpty { part.channels[index].first = sample }
          part.channels[index].samples += channel.samples[sample * width..<(sample + 1) * width]
          if channel.description.rate == nil { part.channels[index].times.append(time) }
        }
        part.channels[index].through = until
      }
      for (index, layer) in whole.layers.enumerated() {
        part.layers[index].annotations += layer.annotations.filter {
          $0.time >= from && ($0.time < until || isLast)
        }
        part.layers[index].through = until
      }
      try writer.append(part)
    }
    try writer.add(Samples.reference)
    try writer.append(alerts: ["{\"alert\":\"asystole\"}", "{}"])
    try writer.finish()
    return path
  }

  /// Reads a recording in parts that end at these times.
  private func read(_ path: String, until times: [Time]) throws -> Contents {
    let reader = try RecordingReader(path)
    var part = Recording(reader.header.layout)
    var contents = Contents(reader.header.layout)
    for until in times {
      try reader.read(until: until, into: &part)
      let through = min(until, reader.header.duration)
      #expect(part.channels.allSatisfy { $0.through == through })
      #expect(part.layers.allSatisfy { $0.through == through })
      contents.append(part)
    }
    return contents
  }

  /// What a reader should give of the sample recording: a channel that ends early goes on as gap.
  private var expected: Contents {
    var whole = Samples.whole()
    let missing = 4 * 120 * 3 - whole.channels[1].samples.count
    whole.channels[1].samples += [Float](repeating: .nan, count: missing)
    return Contents(whole)
  }

  @Test func `a recording comes back exactly`() throws {
    let path = try write("a.h5")
    let reader = try RecordingReader(path)
    #expect(reader.header.layout == Samples.layout)
    #expect(reader.header.subject == "p1")
    #expect(reader.header.isSimulated)
    #expect(reader.header.clock == Samples.clock)
    #expect(reader.header.duration == Time(seconds: 120))
    #expect(try reader.references() == [Samples.reference])
    #expect(try reader.descriptors().map(\.isReference) == [false, true])
    #expect(try read(path, until: [Time(seconds: 120)]) == expected)
  }

  @Test(arguments: [0.1, 0.7, 1, 29.999, 60, 500])
  func `cutting the reading changes nothing`(_ seconds: Double) throws {
    let path = try write("a.h5")
    let cuts = (1...Int(121 / seconds) + 1).map { Time(seconds: Double($0) * seconds) }
    #expect(try read(path, until: cuts) == expected)
  }

  @Test func `uneven and empty parts change nothing`() throws {
    let path = try write("a.h5")
    let cuts = [-5, 0, 0, 1e-9, 3, 3, 3.0000001, 45, 89.99, 120].map { Time(seconds: $0) }
    #expect(try read(path, until: cuts) == expected)
  }

  @Test(arguments: [0.5, 7, 60]) func `cutting the writing does not change a byte`(
    _ seconds: Double
  )
    throws
  {
    let whole = TemporaryFolder.bytes(of: try write("whole.h5"))
    let cut = TemporaryFolder.bytes(of: try write("cut.h5", partSeconds: seconds))
    #expect(whole == cut)
  }

  @Test func `a long gap takes no rows`() throws {
    let path = try write("a.h5")
    let channel = try File(reading: path).root.group("channels/ECG%20II%2Fa")
    #expect(try channel.contains("segments"))
    #expect(try channel.dataset("samples").rows < 360 * 120)
  }

  @Test func `nothing is left behind where a file is not finished`() throws {
    let path = folder.file("a.h5")
    do {
      let writer = try RecordingWriter(creating: path)
      try writer.begin(Samples.header)
    }
    #expect(throws: FormatError.self) { _ = try RecordingReader(path) }
    #expect(folder.names.isEmpty)
  }

  @Test func `a file holds several recordings, each under its name`() throws {
    let path = folder.file("a.h5")
    let layout = Layout(channels: [
      ChannelDescription(name: "x", kind: .ecg, unit: .millivolt, rate: Rate(hertz: 10))
    ])
    let writer = try RecordingWriter(creating: path)
    for (id, value) in [("b/1", Float(1)), ("a 2", 2)] {
      try writer.begin(Header(layout: layout, duration: .zero), id: id)
      var part = Recording(layout)
      part.channels[0].samples = [value, value]
      part.channels[0].first = 5
      part.channels[0].through = Time(seconds: 0.7)
      try writer.append(part)
    }
    try writer.finish()
    let found = try RecordingReader.recordings(in: path)
    #expect(found.map(\.description) == ["\(path)#a 2", "\(path)#b/1"])
    let reader = try RecordingReader(found[1])
    #expect(reader.header.duration == Time(seconds: 0.7))
    var part = Recording(layout)
    try reader.read(until: .distantFuture, into: &part)
    #expect(part.channels[0].samples.suffix(2) == [1, 1])
    #expect(part.channels[0].count == 7)
    #expect(throws: FormatError.self) { _ = try RecordingReader(path) }
    #expect(throws: FormatError.self) { _ = try RecordingReader("\(path)#c") }
  }

  @Test func `a sample beyond 16 bits is an error and not another sample`() throws {
    let writer = try RecordingWriter(creating: folder.file("a.h5"))
    let layout = Layout(channels: [
      ChannelDescription(name: "x", kind: .ecg, unit: .millivolt, rate: Rate(hertz: 10))
    ])
    try writer.begin(
      Header(layout: layout, duration: .zero), storage: [.int16(gain: 200, baseline: 0)])
    var part = Recording(layout)
    part.channels[0].samples = [400]
    part.channels[0].through = Time(seconds: 0.1)
    try writer.append(part)
    #expect(throws: FormatError.self) { try writer.finish() }
  }

  @Test func `a format of the future is named`() throws {
    let path = folder.file("a.h5")
    do {
      let file = try File(creating: path)
      try file.root.setAttribute("vigil_format", .integer(3))
    }
    do {
      _ = try RecordingReader(path)
      Issue.record("read a format of the future")
    } catch {
      #expect(
        error.description
          == "\(path): /@vigil_format: is 3, and this program reads formats up to 2; use a newer Vigil"
      )
    }
  }
}
