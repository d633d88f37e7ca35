import Formats
import HDF5
import Scratch
import Signals
import Testing

@Suite struct RecordingTableTests {
  let folder = TemporaryFolder()
  private let channels = ["HR", "Temp"].map {
    ChannelDescription(name: $0, kind: .numeric, unit: .one)
  }

  private func events(_ stay: Int) -> [RecordingTableWriter.Event] {
    (0..<stay * 100).map {
      .init(time: Time(seconds: Double($0 * 60)), channel: $0 % 2, value: Float($0 + stay))
    }
  }

  private func write() throws -> String {
    let path = folder.file("stays.h5")
    let writer = try RecordingTableWriter(creating: path, channels: channels)
    for stay in 0..<60 {
      try writer.append(
        id: "stay \(stay)", subject: stay == 1 ? "p" : nil, duration: Time(seconds: 172_800),
        events: events(stay),
        descriptors: [
          Descriptor("Age", .number(Double(stay))), Descriptor("Unit", .text("MICU")),
          Descriptor("died", .number(1), isReference: true),
        ])
    }
    try writer.finish()
    return path
  }

  @Test(arguments: [172_800.0, 3600, 61]) func `each of many recordings comes back`(_ part: Double)
    throws
  {
    let path = try write()
    let addresses = try RecordingReader.recordings(in: path)
    #expect(addresses.count == 60)
    for stay in [0, 1, 59] {
      let reader = try RecordingReader(addresses[stay])
      let age = ChannelDescription(name: "Age", kind: .descriptor, unit: .one)
      #expect(reader.header.layout.channels == channels + [age])
      #expect(reader.header.subject == (stay == 1 ? "p" : nil))
      #expect(try reader.descriptors().first == Descriptor("Age", .number(Double(stay))))
      #expect(try reader.descriptors().last?.isReference == true)
      var recording = Recording(reader.header.layout)
      var seen: [[Float]] = [[], [], []]
      var until = Time.zero
      while until < max(reader.header.duration, Time(seconds: 1)) {
        until = until + Time(seconds: part)
        try reader.read(until: until, into: &recording)
        for index in 0..<3 { seen[index] += recording.channels[index].samples }
        if until == Time(seconds: part) { #expect(recording.channels[2].times == [.zero]) }
      }
      #expect(seen[2] == [Float(stay)])
      for index in 0..<2 {
        #expect(seen[index] == events(stay).filter { $0.channel == index }.map(\.value))
      }
    }
  }

  @Test func `what is stated of a channel is its first sample unless it has one at the start`()
    throws
  {
    let path = folder.file("stated.h5")
    let writer = try RecordingTableWriter(creating: path, channels: channels)
    for (id, start) in [("early", 0.0), ("late", 60.0)] {
      try writer.append(
        id: id, duration: .zero,
        events: [.init(time: Time(seconds: start), channel: 1, value: 37)],
        descriptors: [Descriptor("Temp", .number(36))])
    }
    try writer.finish()
    for (id, values) in [("early", [Float(37)]), ("late", [36, 37])] {
      let reader = try RecordingReader("\(path)#\(id)")
      #expect(reader.header.layout.channels == channels)
      var recording = Recording(reader.header.layout)
      try reader.read(until: .distantFuture, into: &recording)
      #expect(recording.channels[1].samples == values)
    }
  }

  @Test func `a recording that lasts longer than a hundred years is refused`() throws {
    let path = folder.file("long.h5")
    let writer = try RecordingTableWriter(creating: path, channels: channels)
    try writer.append(id: "a", duration: .distantFuture, events: events(1))
    try writer.finish()
    let error = #expect(throws: FormatError.self) { try RecordingReader("\(path)#a") }
    #expect(error?.message == "row 0 lasts longer than a hundred years")
  }

  @Test func `two values of one channel at one time are an error`() throws {
    let writer = try RecordingTableWriter(creating: folder.file("a.h5"), channels: channels)
    #expect(throws: FormatError.self) {
      try writer.append(
        id: "1", duration: .zero,
        events: [
          .init(time: .zero, channel: 0, value: 1), .init(time: .zero, channel: 0, value: 2),
        ])
    }
  }
}
