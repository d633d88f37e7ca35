import Configuration
import Formats
import Foundation
import Scratch
import Signals
import Testing

@Suite struct TableTests {
  private let folder = TemporaryFolder()

  /// The layout in the document, whose example these tests run.
  private static let layout: String = {
    let document = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/reference/convert.md")
    let text = (try? String(contentsOf: document, encoding: .utf8)) ?? ""
    guard let start = text.range(of: "```json\n"),
      let end = text.range(of: "\n```", range: start.upperBound..<text.endIndex)
    else { return "" }
    return String(text[start.upperBound..<end.lowerBound])
  }()

  private func read(_ files: [String: String], _ layout: String = layout) throws -> TableRecording {
    for (name, text) in files { _ = folder.file(name, Array(text.utf8)) }
    let mapping = try TableMapping(SourceText(path: "layout.json", layout))
    let collection = try #require(try TableCollection(folder.path, mapping: mapping))
    #expect(collection.ids == ["a"])
    return try collection.recording(0)
  }

  private func problem(_ files: [String: String], _ layout: String = layout) -> String {
    do {
      _ = try read(files, layout)
      return ""
    } catch {
      return "\(error)".replacing("\(folder.path)/", with: "")
    }
  }

  private func whole(_ recording: TableRecording) -> Recording {
    var part = Recording(recording.header.layout)
    recording.read(until: recording.header.duration, into: &part)
    return part
  }

  @Test func tablesOfOneRecordingBecomeItsChannelsLayersAndStatements() throws {
    let recording = try read([
      "a_waves.csv": "t;ECG II [mV];note\n0;0,5;\"x;\"\"y\"\"\"\r\n100;n/a;\n310;-1e-1;z\n",
      "a_values.csv": "at,what,value\n00:02,HR,80\n00:01,HR,70\n00:02,Urine,5\n00:02,Urine,6\n",
      "a_breaths.csv": "one,two\n2,3\n6,\n",
      "a.txt": "Age: 61\nUnit: micu\nName: Jane\n",
    ])
    #expect(
      recording.header.layout.channels == [
        ChannelDescription(name: "II", kind: .ecg, unit: .millivolt, rate: Rate(hertz: 10)),
        ChannelDescription(name: "HR", kind: .numeric, unit: .perMinute),
        ChannelDescription(name: "Urine", kind: .numeric, unit: Unit(rawValue: "mL")),
      ])
    let part = whole(recording)
    #expect(part.channels[0].samples.prefix(4).map { $0.isNaN ? 99 : $0 } == [0.5, 99, 99, -0.1])
    #expect(part.channels[1].samples == [70, 80] && part.channels[2].samples == [11])
    #expect(part.channels[1].times == [Time(seconds: 60), Time(seconds: 120)])
    #expect(
      recording.references() == [
        ReferenceLayer(
          name: "one",
          intervals: [0.5, 1.5].map {
            Interval(.event, onset: Time(seconds: $0), label: "breath")
          }),
        ReferenceLayer(
          name: "two", intervals: [Interval(.event, onset: Time(seconds: 0.75), label: "breath")]),
      ])
    #expect(
      recording.descriptors() == [
        Descriptor("Age", .number(61)), Descriptor("ward", .text("micu")),
      ])
    #expect(recording.header.clock?.offset == 3600)
    #expect(
      recording.warnings.map { $0.message.replacing("\(folder.path)/", with: "") } == [
        "a_values.csv: 1 values of 'HR' were put in the order of their times",
        "a_values.csv: 1 values of 'Urine' shared a time with another: sum",
      ])
  }

  @Test(
    "What is wrong is said with its place",
    arguments: [
      ("t;ECG II [mV]\n0;x\n", "a_waves.csv:2:3: error: a number must stand here"),
      ("t;ECG II [mV]\n0;1.5\n", "a_waves.csv:2:3: error: a number must stand here"),
      ("t;ECG II [mV]\n0;1\0\n", "a_waves.csv:2:3: error: a number must stand here"),
      ("t;ECG II [mV]\n0;1;2\n", "a_waves.csv:2:1: error: 2 columns must stand here, not 3"),
      ("t;ECG II [mV]\n0;\"1\n", "a_waves.csv:2:3: error: the quote that begins here never ends"),
      ("t;ECG II [mV]\n0;\"1\"2\n", "a_waves.csv:2:6: error: behind a quote the field must end"),
      (
        "t;ECG II [mV]\n9e12;1\n",
        "a_waves.csv:2:1: error: a time must lie within a hundred years of the start"
      ),
      ("t;ECG II [mV]\nx;1\n", "a_waves.csv:2:1: error: a time must stand here"),
      (
        "t;ECG II [mV]\n100;1\n0;1\n",
        "a_waves.csv:3:1: error: the time lies before the last of 'II'; 'onUnsorted' in a layout"
          + " says what that means"
      ),
      (
        "t;ECG II [mV]\n100;1\n110;1\n",
        "a_waves.csv:3:1: error: a second value of 'II' at one time; 'onDuplicate' in a layout"
          + " says what that means"
      ),
      ("T;ECG II [mV]\n", "a_waves.csv:1:1: error: the table has no column 't'"),
      ("t;EEG [mV]\n", "a_waves.csv:1:3: error: the layout does not say what 'EEG [mV]' is"),
      ("", "a_waves.csv:1:1: error: the table is empty"),
      ("\u{1}\u{2}\0\0", "a_waves.csv:1:1: error: the table has no column 't'"),
      (
        String(repeating: ";", count: 70_000),
        "a_waves.csv:1:1: error: a line must not have more than 65536 columns"
      ),
      (
        "t;" + String(repeating: "x", count: 1 << 20),
        "error: a_waves.csv:1:1: a line must not be longer than 1 MiB"
      ),
      (
        "t;ECG II [mV]\n0;" + String(repeating: "1", count: 1 << 20),
        "a_waves.csv:2:1: error: a line must not be longer than 1048576 bytes"
      ),
    ])
  func hostile(_ text: String, _ message: String) {
    #expect(problem(["a_waves.csv": text]).hasPrefix(message), "\(problem(["a_waves.csv": text]))")
  }

  @Test(
    "A layout that leaves something open is refused with its place",
    arguments: [
      (
        #"{ "form": "wide", "file": "{id}.csv", "columns": [ { "match": "*" } ] }"#,
        "'layout.tables[0].time' must be given"
      ),
      (
        #"{ "form": "wide", "file": "a.csv", "time": { "column": "t", "unit": "s" }, "columns": [ { "match": "*" } ] }"#,
        "'layout.tables[0].file' must hold '{id}'"
      ),
      (
        #"{ "form": "wide", "file": "{id}.csv", "time": { "column": "t" }, "columns": [ { "match": "*" } ] }"#,
        "'layout.tables[0].time.unit' or 'ticksPerSecond' must be given"
      ),
      (
        #"{ "form": "long", "file": "{id}.csv", "time": { "column": "t", "unit": "s" }, "columns": [ { "match": "*" } ] }"#,
        "'layout.tables[0].quantity' must be given"
      ),
      (
        #"{ "form": "wide", "file": "{id}.csv", "separater": ";", "columns": [ { "match": "*" } ] }"#,
        "did you mean 'separator'?"
      ),
    ])
  func layouts(_ table: String, _ message: String) {
    let text = problem([:], "{ \"layout\": \"x\", \"tables\": [ \(table) ] }")
    #expect(text.contains(message), "\(text)")
  }

  @Test func aCompressedTableIsRead() throws {
    // gzip -9n of "time,channel,value\n0.5,HR,80\n"
    let bytes: [UInt8] = try gzip(
      folder.file("b.csv", Array("time,channel,value\n0.5,HR,80\n".utf8)))
    let path = folder.file("c.csv.gz", bytes)
    let collection = try #require(try TableCollection(path))
    #expect(collection.ids == ["c"] && collection.mapping.name == "Vigil tables")
    #expect(try whole(collection.recording(0)).channels[0].times == [Time(seconds: 0.5)])
    _ = folder.file("c.csv.gz", Array(bytes.dropLast(9)))
    #expect(throws: Diagnostics.self) { try TableCollection(path) }
  }

  private func gzip(_ path: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/gzip")
    process.arguments = ["-n", path]
    try process.run()
    process.waitUntilExit()
    return TemporaryFolder.bytes(of: path + ".gz")
  }

  @Test func aTableThatWasWrittenIsReadAndWrittenTheSame() throws {
    let path = folder.file("x.csv")
    let writer = try CSVWriter(creating: path)
    try writer.begin(Samples.header, id: nil, storage: [], descriptors: [])
    try writer.append(Samples.whole())
    try writer.finish()
    let collection = try #require(try TableCollection(path))
    let again = try CSVWriter(creating: folder.file("y.csv"))
    let recording = try collection.recording(0)
    try RecordingCopy.copy(to: again, id: nil, keepingSubject: false) { recording.rewound() }
    try again.finish()
    for name in ["x", "x.channels", "x.annotations"] {
      let copy = name.replacing("x", with: "y")
      #expect(
        TemporaryFolder.bytes(of: folder.file("\(name).csv"))
          == TemporaryFolder.bytes(of: folder.file("\(copy).csv")), "\(name)")
    }
  }
}
