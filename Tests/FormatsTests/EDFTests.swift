import Formats
import HDF5
import Scratch
import Signals
import Testing

@Suite struct EDFTests {
  private let folder = TemporaryFolder()

  private static func golden(_ name: String) -> String { Goldens.file("edf/\(name)") }

  /// The lines of `values.txt`: file, signal, numbers.
  private static let values: [String: [String]] = {
    let text = String(decoding: TemporaryFolder.bytes(of: golden("values.txt")), as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return Dictionary(uniqueKeysWithValues: lines.map { ("\($0[0]) \($0[1])", Array($0[2...])) })
  }()

  private func whole(_ path: String) throws -> (RecordingReader, Recording) {
    let reader = try RecordingReader(path)
    var part = Recording(reader.header.layout)
    try reader.read(until: reader.header.duration, into: &part)
    return (reader, part)
  }

  @Test(arguments: ["plain.edf", "plus.edf", "plus.bdf"])
  func valuesAreThoseOfPyEDFlib(_ name: String) throws {
    let (reader, part) = try whole(EDFTests.golden(name))
    #expect(reader.layoutName == "EDF" && reader.header.duration == Time(seconds: 2))
    #expect(
      reader.header.layout.channels == [
        ChannelDescription(
          name: "ECG II", kind: .ecg, lead: "II", unit: .millivolt, rate: Rate(hertz: 50)),
        ChannelDescription(
          name: "Resp", kind: .respiration, unit: Unit(rawValue: "Ohm"), rate: Rate(hertz: 10)),
      ])
    for channel in part.channels {
      let label = channel.description.name.replacing(" ", with: "_")
      let expected = try #require(EDFTests.values["\(name) \(label)"]).compactMap { Float($0) }
      #expect(channel.samples == expected, "\(name) \(label)")
    }
  }

  @Test(arguments: [0.013, 0.1, 0.77, 5])
  func partsHaveWhatTheWholeHas(_ seconds: Double) throws {
    let (reader, whole) = try whole(EDFTests.golden("plus.edf"))
    let again = try RecordingReader(EDFTests.golden("plus.edf"))
    var samples = whole.channels.map { _ in [Float]() }
    var part = Recording(reader.header.layout)
    var until = Time.zero
    while until < reader.header.duration {
      until = min(until + Time(seconds: seconds), reader.header.duration)
      try again.read(until: until, into: &part)
      for index in samples.indices { samples[index] += part.channels[index].samples }
    }
    #expect(samples == whole.channels.map(\.samples))
  }

  @Test(arguments: ["plus.edf", "plus.bdf"]) func annotationsAreAReference(_ name: String) throws {
    let (reader, _) = try whole(EDFTests.golden(name))
    #expect(
      try reader.references() == [
        ReferenceLayer(
          name: "annotations",
          intervals: [
            Interval(.event, onset: Time(seconds: 0.5), label: "spike", channel: "Resp"),
            Interval(
              .event, onset: Time(seconds: 1.25), duration: Time(seconds: 0.5),
              label: "Sleep stage W"),
          ])
      ])
  }

  @Test func digitalValuesAreStored() throws {
    let path = folder.file("a.h5")
    let writer = try RecordingWriter(creating: path)
    try RecordingCopy.copy(to: writer, id: nil, keepingSubject: true) {
      try RecordingReader(EDFTests.golden("plus.edf"))
    }
    try writer.finish()
    let file = try File(reading: path)
    for (name, label) in [("ECG%20II", "ECG_II"), ("Resp", "Resp")] {
      let stored: [Int16] = try file.root.dataset("channels/\(name)/samples").readAll()
      #expect(
        stored == EDFTests.values["plus.edf \(label)#"]?.compactMap { Int16($0) }, "\(label)")
    }
    #expect(
      try whole(path).1.channels.map(\.samples)
        == whole(EDFTests.golden("plus.edf")).1.channels.map(\.samples))
  }

  @Test func nothingOfThePatientIsKept() throws {
    let (reader, _) = try whole(EDFTests.golden("plus.edf"))
    #expect(try reader.header.subject == nil && reader.descriptors().isEmpty)
    #expect(reader.header.clock == nil)
  }

  @Test(
    "What cannot be is refused in one line",
    arguments: [
      (0..<0, "", 1400, "ends before its 2 data records do: there are 1400 of 1492 bytes"),
      (0..<0, "", 100, "ends before the header does"),
      (0..<0, "", 700, "ends before the header does"),
      (192..<197, "EDF+D", 0, "is discontinuous (EDF+D), which the EDF library does not read"),
      (236..<244, "-1      ", 0, "header: does not say how many data records follow"),
      (236..<244, "1       ", 0, "has 234 bytes more than its header states"),
      (236..<244, "99999999", 0, "ends before its 99999999 data records do"),
      (236..<244, "2e0     ", 0, "header: the number of data records must be a whole number"),
      (252..<256, "641 ", 0, "header: the number of signals must be a whole number of 1 to 640"),
      (252..<256, "2   ", 0, "header: the length of the header must be 768"),
      (184..<192, "0       ", 0, "header: the length of the header must be 1024"),
      (244..<252, "nan     ", 0, "header: the duration of a data record must be a number"),
      (244..<252, "-1      ", 0, "header: the duration of a data record must be 0 to 86400 s"),
      (244..<252, "0       ", 0, "header: a data record with samples must last longer than 0 s"),
      (568..<576, "5       ", 0, "signal 1: the digital and the physical range must not be empty"),
      (616..<624, "32767   ", 0, "signal 1: the digital and the physical range must not be empty"),
      (616..<624, "-99999  ", 0, "signal 1: the digital minimum must be a whole number"),
      (904..<912, "0       ", 0, "signal 1: the number of samples in a data record must be"),
      (904..<912, "9999999 ", 0, "header: a data record has 20000132 bytes"),
      (168..<176, "99.99.99", 0, "breaks the rules of EDF, so that the EDF library refuses it"),
    ] as [(Range<Int>, String, Int, String)])
  func hostile(_ place: Range<Int>, _ text: String, _ length: Int, _ message: String) throws {
    var bytes = TemporaryFolder.bytes(of: EDFTests.golden("plus.edf"))
    bytes.replaceSubrange(place, with: Array(text.utf8))
    if length > 0 { bytes.removeSubrange(length...) }
    let path = folder.file("bad.edf", bytes)
    do {
      _ = try RecordingReader(path)
      Issue.record("was read")
    } catch {
      #expect(error.description.hasPrefix("\(path): \(message)"), "\(error)")
      #expect(!error.description.contains("Jane"))
    }
  }

  @Test func labelsThatStandTwiceAreNumbered() throws {
    var bytes = TemporaryFolder.bytes(of: EDFTests.golden("plain.edf"))
    bytes.replaceSubrange(272..<288, with: Array("ECG II          ".utf8))
    let reader = try RecordingReader(folder.file("twice.edf", bytes))
    #expect(reader.header.layout.channels.map(\.name) == ["ECG II", "ECG II (2)"])
  }
}
