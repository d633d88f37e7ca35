import Configuration
import Formats
import Scratch
import Signals
import Testing

private func seconds(_ value: Double) -> Time { Time(seconds: value) }

/// Records that were written, read again.
@Suite struct WFDBWriterTests {
  private let folder = TemporaryFolder()

  private func channel(_ name: String, _ unit: Unit = .millivolt, hertz: Double)
    -> ChannelDescription
  {
    ChannelDescription(name: name, kind: .other, unit: unit, rate: Rate(hertz: hertz))
  }

  /// A recording of three rates, written in parts of some length.
  private func write(_ references: [ReferenceLayer] = [], part length: Int = 1000) throws
    -> [[Float]]
  {
    let layout = Layout(channels: [
      channel("II", hertz: 250), channel("a wave", .millimetreOfMercury, hertz: 125),
      channel("flow", Unit(rawValue: "{furlong}"), hertz: 62.5),
    ])
    let values: [[Float]] = [
      (0..<4000).map { $0 % 13 == 5 ? .nan : Float((Double($0 * 7 % 3001) - 1024) / 200) },
      (0..<2000).map { $0 == 1999 ? .nan : Float($0) * 0.75 - 3 },
      (0..<1000).map { Float((Double($0) + 5) / -12.84) },
    ]
    let writer = try WFDBWriter(creating: folder.file("out.hea"))
    try writer.begin(
      Header(layout: layout, duration: seconds(16)), id: nil,
      storage: [.int16(gain: 200, baseline: 1024), .float32, .int16(gain: -12.84, baseline: -5)],
      descriptors: [])
    var part = Recording(layout)
    for start in stride(from: 0, to: 4000, by: length) {
      part.clear()
      for (index, samples) in values.enumerated() {
        let share = 1 << index
        part.channels[index].first = start / share
        part.channels[index].samples = Array(
          samples[start / share..<min(start + length, 4000) / share])
      }
      try writer.append(part)
    }
    for layer in references { try writer.add(layer) }
    try writer.finish()
    #expect(writer.warnings.isEmpty)
    return values
  }

  @Test("Values and rates come back", arguments: [4000, 1000, 8])
  func values(part: Int) throws {
    let values = try write(part: part)
    let record = try WFDBRecord(folder.file("out"))
    #expect(record.header.rate.hertz == 62.5 && record.frames == 1000)
    #expect(record.header.signals.map(\.name) == ["II", "a wave", "flow"])
    #expect(record.header.signals.map(\.units) == ["mV", "mmHg", "furlong"])
    #expect(record.header.signals.map(\.samplesPerFrame) == [4, 2, 1])
    #expect(record.header.signals.map(\.format) == [.twoBytes, .fourBytes, .twoBytes])
    #expect(record.header.signals.map(\.file) == ["out.dat", "out_2.dat", "out_3.dat"])
    let output = folder.file("out.h5")
    let writer = try RecordingWriter(creating: output)
    try record.write(to: writer)
    try writer.finish()
    let reader = try RecordingReader(output)
    var part = Recording(reader.header.layout)
    try reader.read(until: reader.header.duration, into: &part)
    for (channel, values) in zip(part.channels, values) {
      let bits = channel.samples.map { $0.isNaN ? 0 : $0.bitPattern }
      #expect(bits == values.map { $0.isNaN ? 0 : $0.bitPattern })
    }
  }

  /// wfdb 4.3.1 reads these files as the values above: `rdrecord('out', physical=False,
  /// smooth_frames=False)`.
  @Test func theFilesAreThoseThatWFDBReads() throws {
    _ = try write()
    let header = String(
      decoding: TemporaryFolder.bytes(of: folder.file("out.hea")), as: UTF8.self)
    #expect(
      header == """
        out 3 62.5 1000
        out.dat 16x4 200(1024)/mV 16 0 0 32553 0 II
        out_2.dat 32x2 1048576(0)/mmHg 32 0 -3145728 0 0 a wave
        out_3.dat 16 -12.84(-5)/furlong 16 0 0 -24788 0 flow

        """)
    #expect(TemporaryFolder.bytes(of: folder.file("out.dat")).prefix(6) == [0, 0, 7, 0, 14, 0])
  }

  @Test func annotationsComeBack() throws {
    let layers = [
      ReferenceLayer(
        name: "beats",
        intervals: [
          Interval(.beat, onset: seconds(0.032), label: "N"),
          Interval(.beat, onset: seconds(9.968), label: "V"),
        ]),
      ReferenceLayer(
        name: "rhythm",
        intervals: [Interval(.rhythm, onset: seconds(0), duration: seconds(16), label: "(AFIB")]),
      ReferenceLayer(
        name: "quality",
        intervals: [
          Interval(
            .quality, onset: seconds(1.6), duration: seconds(3.2), label: "noisy", channel: "flow")
        ]),
      ReferenceLayer(
        name: "events",
        intervals: [
          Interval(.event, onset: seconds(4), label: "|"),
          Interval(.event, onset: seconds(8), label: "\" moved"),
        ]),
    ]
    _ = try write(layers)
    let record = try WFDBRecord(folder.file("out"))
    let path = folder.file("out.atr")
    let annotations = try WFDBAnnotations(try SourceText(reading: path).bytes, path: path)
    #expect(annotations.resolution == nil)
    let read = annotations.layers(of: record.header, duration: seconds(16), keepingComments: true)
    #expect(read.beats == layers[0].intervals)
    #expect(read.rhythm == layers[1].intervals)
    #expect(read.quality == layers[2].intervals)
    #expect(read.events == layers[3].intervals)
  }

  @Test func timesBetweenFramesAreKept() throws {
    let far = Time(nanoseconds: 15_000_000_001)
    _ = try write([
      ReferenceLayer(
        name: "x",
        intervals: [
          Interval(.event, onset: .zero, label: "said at the start"),
          Interval(.beat, onset: far, label: "of its own"),
        ])
    ])
    let path = folder.file("out.atr")
    let annotations = try WFDBAnnotations(try SourceText(reading: path).bytes, path: path)
    #expect(annotations.resolution == 1e9)
    #expect(annotations.all.map(\.sample) == [0, 15_000_000_001])
    #expect(annotations.all.map(\.code.mnemonic) == ["\"", "Q"])
    #expect(annotations.all.map(\.text) == ["said at the start", "of its own"])
  }

  @Test func whatIsRoundedIsSaid() throws {
    let layout = Layout(channels: [channel("x", hertz: 10)])
    let writer = try WFDBWriter(creating: folder.file("y.hea"))
    try writer.begin(
      Header(layout: layout, duration: seconds(0.3)), id: nil, storage: [.float32], descriptors: [])
    var part = Recording(layout)
    part.channels[0].samples = [1000, 1e-7, .nan]
    try writer.append(part)
    try writer.finish()
    #expect(writer.warnings == ["1 samples of 'x' are rounded to a count of 1/2097152"])
    let header = try WFDBHeader(parsing: try SourceText(reading: folder.file("y.hea")))
    #expect(header.signals[0].gain == 2_097_152 && header.frames == 3)
  }

  @Test func whatIsNoRecordIsRefused() throws {
    func problem(_ name: String, _ channels: [ChannelDescription], id: String? = nil) -> String {
      do throws(FormatError) {
        try WFDBWriter(creating: folder.file(name)).begin(
          Header(layout: Layout(channels: channels), duration: .zero), id: id,
          storage: channels.map { _ in .float32 }, descriptors: [])
        return ""
      } catch {
        return error.message
      }
    }
    let wave = channel("a", hertz: 1)
    #expect(problem("a b.hea", [wave]) == "is no name of a WFDB record")
    #expect(problem("a.hea", [wave], id: "x") == "a WFDB record is one recording")
    #expect(problem("a.hea", []) == "there is no channel to write")
    #expect(
      problem("a.hea", [ChannelDescription(name: "a", kind: .numeric, unit: .one)])
        == "'a' cannot be a WFDB signal: it has no rate")
    #expect(
      problem("a.hea", [wave, channel("b", hertz: 3.0.squareRoot())])
        == "no frame holds a whole number of samples of every channel")
  }
}
