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
      #expect(reader.header.layout.channels == channels)
      #expect(reader.header.subject == (stay == 1 ? "p" : nil))
      #expect(try reader.descriptors().first == Descriptor("Age", .number(Double(stay))))
      #expect(try reader.descriptors().last?.isReference == true)
      var recording = Recording(reader.header.layout)
      var seen: [[Float]] = [[], []]
      var until = Time.zero
      while until < max(reader.header.duration, Time(seconds: 1)) {
        until = until + Time(seconds: part)
        try reader.read(until: until, into: &recording)
        for index in 0..<2 { seen[index] += recording.channels[index].samples }
      }
      for index in 0..<2 {
        #expect(seen[index] == events(stay).filter { $0.channel == index }.map(\.value))
      }
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
