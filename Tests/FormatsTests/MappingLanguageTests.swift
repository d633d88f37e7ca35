import Configuration
import Formats
import Foundation
import HDF5
import Scratch
import Signals
import Testing

/// Sources, shapes and transforms of the mapping language, on files as small as can be.
@Suite struct MappingLanguageTests {
  /// The channels of a file that `make` fills, read by one rule; or what is wrong.
  private func read(
    _ rule: String, start: String = "", id: String? = nil,
    _ make: (borrowing Group) throws -> Void
  ) throws -> [Channel] {
    let folder = TemporaryFolder()
    let path = folder.file("file.h5")
    do {
      let file = try File(creating: path)
      try make(file.root)
    }
    let time =
      rule.contains("\"time\":") ? "" : #", "time": { "kind": "rate", "rate": { "value": 10 } }"#
    let unit = rule.contains("\"unit\":") ? "" : #", "unit": { "text": "mV" }"#
    let mapping = try Mapping(
      SourceText(
        path: "m.json",
        "{ \"layout\": \"x\" \(start), \"signals\": [ { \(rule) \(unit) \(time) } ] }"))
    let reader = try RecordingReader(RecordingAddress(file: path, id: id), mapping: mapping)
    var part = Recording(reader.header.layout)
    try reader.read(until: .distantFuture, into: &part)
    return part.channels
  }

  private func message(
    _ rule: String, start: String = "", id: String? = nil,
    _ make: (borrowing Group) throws -> Void
  ) throws -> String {
    do {
      _ = try read(rule, start: start, id: id, make)
      return "no error"
    } catch let error as FormatError {
      return "\(error.place): \(error.message); \(error.remedy)"
    } catch { return "\(error)" }
  }

  // MARK: Shapes

  @Test(arguments: [[4], [4, 1], [1, 4]])
  func `one long dimension is time`(_ extent: [Int]) throws {
    let channels = try read(#""match": "/{name}""#) {
      try $0.makeDataset("x", [1, 2, 3, 4] as [Int16], extent: extent)
    }
    #expect(channels.map(\.samples) == [[1, 2, 3, 4]])
  }

  @Test func `channels are columns, rows, or lie deeper`() throws {
    let numbers = (0..<12).map { Int32($0) }
    let name = #""match": "/{name}", "name": { "text": "{name}{index}" }"#
    let columns = try read(name + #", "dimensions": [ "time", "channel" ]"#) {
      try $0.makeDataset("x", numbers, extent: [4, 3])
    }
    #expect(columns.map(\.description.name) == ["x0", "x1", "x2"])
    #expect(columns[1].samples == [1, 4, 7, 10])
    let rows = try read(name + #", "dimensions": [ "channel", "time" ]"#) {
      try $0.makeDataset("x", numbers, extent: [3, 4])
    }
    #expect(rows[1].samples == [4, 5, 6, 7])
    let deep = try read(
      name + #", "dimensions": [ "recording", "time", "channel" ]"#,
      start: #", "recordings": { "dataset": "/x" }"#, id: "1"
    ) { try $0.makeDataset("x", numbers, extent: [2, 2, 3]) }
    #expect(deep.map(\.samples) == [[6, 9], [7, 10], [8, 11]])
  }

  @Test func `what could be read in two ways is refused`() throws {
    let cube: (borrowing Group) throws -> Void = {
      try $0.makeDataset("x", [Int16](repeating: 0, count: 8), extent: [2, 2, 2])
    }
    let table: (borrowing Group) throws -> Void = {
      try $0.makeDataset("x", [Int16](repeating: 0, count: 4), extent: [2, 2])
    }
    let match = #""match": "/{name}""#
    #expect(try message(match, cube).contains("/x: has 3 dimensions (2 × 2 × 2)"))
    #expect(try message(match, table).contains("state its 'dimensions'"))
    #expect(
      try message(match + #", "dimensions": [ "time" ]"#, table).contains(
        "has 2 dimensions (2 × 2), and the mapping names 1"))
    #expect(
      try message(match + #", "dimensions": [ "time", "channel" ]"#, table).contains(
        "has 2 channels, and their names are not known"))
    #expect(
      try message(match + #", "dimensions": [ "time", "chanel" ]"#, table).contains(
        "did you mean 'channel'?"))
  }

  // MARK: Sources

  @Test func `attributes are tried in order, then those of the groups around, then datasets`()
    throws
  {
    let channels = try read(
      #""match": "/a/{name}", "unit": [ "@unit", "@.meta#/units/{name}/uom" ], "#
        + #""name": { "attribute": "@label", "inherit": true }, "#
        + #""transform": { "kind": "gain", "gain": { "dataset": "/gains", "element": "index" }, "#
        .replacing("\"index\"", with: "\"1\"")
        + #""baseline": { "attribute": "@none", "value": 2 } }"#
    ) {
      let group = try $0.makeGroup("a")
      try group.setAttribute("label", .texts(["lead"]))
      try group.makeDataset("x/y".replacing("/", with: "~"), [2, 4, 6] as [Int16])
      try group.dataset("x~y").setAttribute(
        ".meta", .text(#"{ "units": { "x~y": { "uom": "mmHg" } } }"#))
      try $0.makeDataset("gains", [10, 2] as [Double])
    }
    #expect(channels[0].description.name == "lead")
    #expect(channels[0].description.unit == .millimetreOfMercury)
    #expect(channels[0].samples == [0, 1, 2])
  }

  @Test func `which of several values is meant must be said`() throws {
    let make: (borrowing Group) throws -> Void = {
      try $0.setAttribute("gains", .numbers([1, 2]))
      try $0.setAttribute("channels", .integers([7, 9]))
      try $0.makeDataset("channel_9", [2, 4] as [Int16])
    }
    let rule = { (source: String) in
      #""match": "/channel_{name}", "transform": { "kind": "gain", "gain": "# + source
        + #", "baseline": { "value": 0 } }"#
    }
    #expect(try message(rule(#""/@gains""#), make).contains("/@gains: has 2 values, and which"))
    let channels = try read(rule(#"{ "attribute": "/@gains", "among": "/@channels" }"#), make)
    #expect(channels[0].description.name == "9")
    #expect(channels[0].samples == [1, 2])
    #expect(
      try message(rule(#"{ "attribute": "/@gains", "element": "2" }"#), make).contains(
        "has 2 values, and that of place 2 is wanted"))
  }

  @Test func `an attribute that should hold JSON and does not is named`() throws {
    let make: (borrowing Group) throws -> Void = {
      try $0.makeDataset("x", [1] as [Int16])
      try $0.dataset("x").setAttribute("m", .text("{ no"))
    }
    #expect(
      try message(#""match": "/x", "unit": "@m#/uom""#, make).contains("/x@m: must hold JSON"))
  }

  @Test func `a cell leads to its record, and one that leads nowhere is named`() throws {
    let path = Goldens.file("references/references.mat")
    #expect(
      try RecordingReader.recordings(in: path).map(\.id) == ["0", "1", "2", "3"])
    let reader = try RecordingReader(path + "#0")
    var part = Recording(reader.header.layout)
    try reader.read(until: .distantFuture, into: &part)
    #expect(part.channels.map(\.description.name) == ["PPG", "ABP", "ECG"])
    #expect(part.channels.map(\.samples) == [[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]])
    for (id, message) in [
      ("1", "/Part_1[1]: refers to an object that is not in the file"),
      ("2", "/Part_1[2]: is an empty reference"),
      ("3", "/Part_1[3]: must refer to numbers, not to further references"),
    ] {
      do {
        _ = try RecordingReader(path + "#" + id)
        Issue.record("read cell \(id)")
      } catch { #expect(error.description.contains(message), "\(error)") }
    }
  }

  @Test func `a layout is told by what its JSON holds, and not by its being there`() throws {
    let reader = try RecordingReader(Goldens.file("hdf5-layouts/audata.h5"))
    #expect(reader.layoutName == "audata")
    #expect(reader.header.layout.channels.map(\.name) == ["HR", "lead_off"])
    #expect(reader.header.layout.channels.map(\.unit) == [.perMinute, .one])
    let ccdef = try RecordingReader(Goldens.file("hdf5-layouts/ccdef.h5"))
    #expect(ccdef.header.layout.channels.map(\.name) == ["ECG-II", "HR", "SPO2"])
  }

  // MARK: Transforms and missing values

  @Test func `ranges of numbers become ranges of values`() throws {
    let channels = try read(
      #""match": "/x", "transform": { "kind": "range", "digitalMinimum": { "value": -100 }, "#
        + #""digitalMaximum": { "value": 100 }, "physicalMinimum": { "value": 0 }, "#
        + #""physicalMaximum": { "value": 50 } }"#
    ) { try $0.makeDataset("x", [-100, 0, 100] as [Int16]) }
    #expect(channels[0].samples == [0, 25, 50])
  }

  @Test func `sentinels, impossible numbers and padding are missing`() throws {
    let channels = try read(
      #""match": "/x", "missing": { "values": [ -9, 99 ], "above": 50, "padding": 0 }"#
    ) { try $0.makeDataset("x", [0, 0, -9, 5, 0, 60, 99, 7, 0] as [Int16]) }
    let isMissing = channels[0].samples.map(\.isNaN)
    #expect(isMissing == [true, true, true, false, false, true, true, false, true])
  }

  // MARK: Several recordings

  @Test func `recordings have names of their own`() throws {
    let make: (borrowing Group) throws -> Void = {
      try $0.makeDataset("x", [1, 2, 3, 4] as [Int16], extent: [2, 2])
      try $0.makeDataset("ids", [30, 20] as [Int64])
    }
    let rule = #""match": "/x", "dimensions": [ "recording", "time" ]"#
    let start = #", "recordings": { "dataset": "/x", "ids": "/ids" }"#
    #expect(try read(rule, start: start, id: "20", make)[0].samples == [3, 4])
    #expect(try message(rule, start: start, make).contains("/x: holds 2 recordings; name one"))
    #expect(
      try message(rule, start: start, id: "7", make).contains("holds no recording of this name"))
  }

  // MARK: The document

  /// Every example of the reference is a mapping, or a part of a rule.
  @Test func `every example of the reference is read`() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: package.appending(path: "docs/reference/mapping.md"), encoding: .utf8)
    let examples = text.components(separatedBy: "```json\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(examples.count > 20)
    for example in examples {
      var object = try #require(
        try JSONSerialization.jsonObject(with: Data(example.utf8)) as? [String: Any])
      if object["layout"] == nil {
        let rate: [String: Any] = ["kind": "rate", "rate": ["value": 1]]
        object.merge(["match": "/a", "unit": ["text": "1"], "time": rate]) { stated, _ in stated }
        object = ["layout": "x", "signals": [object]]
      }
      let document = try JSONSerialization.data(withJSONObject: object)
      do {
        _ = try Mapping(SourceText(path: "m.json", String(decoding: document, as: UTF8.self)))
      } catch { Issue.record("\(example): \(error)") }
    }
  }

  @Test func `every preset is found by its name`() {
    #expect(Mapping.presetNames.count == Mapping.presets.count)
    for name in Mapping.presetNames { #expect(Mapping.preset(named: name) != nil) }
    #expect(Mapping.preset(named: "nothing") == nil)
  }
}
