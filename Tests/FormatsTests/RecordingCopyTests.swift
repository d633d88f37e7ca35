import Formats
import HDF5
import Scratch
import Signals
import Testing

@Suite struct RecordingCopyTests {
  private let folder = TemporaryFolder()

  /// All that is to be read of a recording, with the bits of its samples.
  private struct Content: Equatable {
    var layout: Layout
    var duration: Time
    var clock: WallClock?
    var subject: String?
    var firsts: [Int]
    var times: [[Time]]
    var bits: [[UInt32]]
    var annotations: [[Annotation]]
    var references: [ReferenceLayer]
    var descriptors: [Descriptor]

    init(_ path: String) throws {
      let reader = try RecordingReader(path)
      var part = Recording(reader.header.layout)
      try reader.read(until: reader.header.duration, into: &part)
      layout = reader.header.layout
      duration = reader.header.duration
      clock = reader.header.clock
      subject = reader.header.subject
      firsts = part.channels.map(\.first)
      times = part.channels.map(\.times)
      bits = part.channels.map { $0.samples.map { $0.isNaN ? 0x7FC0_0000 : $0.bitPattern } }
      annotations = part.layers.map(\.annotations)
      references = try reader.references()
      descriptors = try reader.descriptors()
    }
  }

  private func copy(_ path: String) throws -> String {
    let output = folder.file("copy.h5")
    let writer = try RecordingWriter(creating: output)
    try RecordingCopy.copy(to: writer, id: nil, keepingSubject: true) { try RecordingReader(path) }
    try writer.finish()
    return output
  }

  /// A recording of one channel with such samples.
  private func file(_ samples: [Float], _ storage: SampleStorage) throws -> String {
    let path = folder.file("a.h5")
    let layout = Layout(
      channels: [
        ChannelDescription(name: "c", kind: .other, unit: .one, rate: Rate(hertz: 100))
      ])
    let writer = try RecordingWriter(creating: path)
    try writer.begin(Header(layout: layout, duration: .zero), storage: [storage])
    var part = Recording(layout)
    part.channels[0].samples = samples
    try writer.append(part)
    try writer.finish()
    return path
  }

  private func elementType(_ path: String) throws -> ElementType {
    try File(reading: path).root.dataset("channels/c/samples").elementType
  }

  @Test func aRecordingWithEverythingStaysWhatItIs() throws {
    let path = folder.file("a.h5")
    let writer = try RecordingWriter(creating: path)
    try writer.begin(
      Samples.header, storage: Samples.storage,
      descriptors: [
        Descriptor("age", .number(61)), Descriptor("died", .number(1), isReference: true),
      ])
    try writer.append(Samples.whole())
    try writer.add(Samples.reference)
    try writer.finish()
    let output = try copy(path)
    #expect(try Content(output) == Content(path))
    #expect(try RecordingReader(output).storage() == RecordingReader(path).storage())
  }

  @Test(
    "Every layout in use becomes the same recording in Vigil's own, if it is read at all",
    .enabled(if: SharedFiles.hasLayouts, "needs ../shared"),
    arguments: [
      "audata.h5", "biosppy.h5", "ccdef.h5", "chorus_ccdef.h5", "cinc2018_arousal.mat",
      "code_tracings.hdf5", "eeghdf.eeg.h5", "icmplus_nosep.hdf5", "icmplus_sep.hdf5",
      "nwb_min.nwb", "opensignals.h5", "pandas_table.h5", "plain_timestamps.h5", "pulsedb.mat",
      "snirf_full.snirf", "snirf_short.snirf", "uci_cuffless.mat", "uva_prevent.h5",
    ])
  func layouts(_ name: String) throws {
    for address in (try? RecordingReader.recordings(in: SharedFiles.layout(name))) ?? []
    where (try? RecordingReader(address)) != nil {
      #expect(try Content(copy(address.description)) == Content(address.description))
    }
  }

  @Test func numbersWithScaleAndOffsetKeepTheirForm() throws {
    let storage = SampleStorage.scaledInt16(scale: 0.1, offset: 0.7)
    let numbers = (-32_767...32_767).map { Float(Double($0) * 0.1 + 0.7) }
    let path = try file(numbers + [.nan], storage)
    let output = try copy(path)
    #expect(try RecordingReader(output).storage() == [storage])
    #expect(try RecordingReader(output).layoutName == "Vigil 2")
    #expect(try Content(output) == Content(path))
    #expect(try elementType(output) == .integer(size: 2, signed: true))
  }

  @Test func theLeastNumberIsMeasuredOrMissingButNotBoth() throws {
    let all = SampleStorage.int16(gain: 10, baseline: 0, missing: nil)
    let least = try file([-3276.8, 0, 3276.7], all)
    #expect(try Content(copy(least)) == Content(least))
    #expect(try elementType(copy(least)) == .integer(size: 2, signed: true))
    let both = try file(
      [-3276.8, .nan, 3276.7], .int16(gain: 10, baseline: 0, missing: .max - 1))
    #expect(try Content(copy(both)) == Content(both))
    #expect(try elementType(copy(both)) == .float(size: 4))
  }

  @Test func filesWithoutScaleAreOfTheFirstVersion() throws {
    #expect(
      try RecordingReader(file([1, 2], .int16(gain: 1, baseline: 0))).layoutName == "Vigil 1")
  }
}
