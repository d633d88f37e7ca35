import Configuration
import Formats
import Signals
import Testing

/// The labels of each layout that has some, by a mapping, against what h5py reads.
@Suite struct LayoutLabelTests {
  private static let seconds = #""unit": { "text": "s" }"#
  private static let micro = #""unit": { "text": "us" }, "epoch": "unix""#

  private static func quality(_ match: String, _ table: String, _ channel: String) -> String {
    """
    { "kind": "step", "match": "\(match)", "layer": "quality",
      "time": { "kind": "timestamps", \(table) "field": "time", \(micro) },
      "label": { \(table) "field": "value", "none": 0 }, "channel": { "object": "\(channel)" } }
    """
  }

  /// The rules of signals and labels of a file.
  private static let rules: [String: (signals: String, labels: String)] = [
    "audata.h5": (
      """
      { "match": "/vitals", "name": { "text": "HR" }, "field": "HR", "unit": { "text": "/min" },
        "time": { "kind": "timestamps", "field": "time", \(seconds) } }
      """,
      """
      { "kind": "step", "match": "/vitals", "layer": "rhythm", "annotation": "rhythm",
        "time": { "kind": "timestamps", "field": "time", \(seconds) },
        "label": { "field": "rhythm", "levels": "@.meta#/columns/rhythm/levels" } }
      """
    ),
    "biosppy.h5": (
      """
      { "match": "/signals/{name}", "unit": "@json#/units",
        "time": { "kind": "rate", "rate": "@json#/sampling_rate" } }
      """,
      """
      { "kind": "events", "match": "/events/{name}",
        "time": { "kind": "timestamps", "values": "ts", \(seconds) }, "label": "values" }
      """
    ),
    "cinc2018_arousal.mat": (
      "",
      """
      { "kind": "classes", "match": "/data/{name}",
        "time": { "kind": "rate", "rate": { "value": 200 } },
        "label": { "none": 0, "names": [
          { "value": 1, "label": "arousal" }, { "value": -1, "label": "unscored" } ] } }
      """
    ),
    "eeghdf.eeg.h5": (
      """
      { "match": "/record-0/signals", "name": { "text": "ECG" }, "column": 0, "transposed": true,
        "unit": { "text": "mV" }, "time": { "kind": "rate", "rate": "..@sample_frequency" } }
      """,
      """
      { "kind": "intervals", "match": "/record-0/{name}",
        "time": { "kind": "timestamps", "values": "starts_100ns", "unit": { "text": "100ns" } },
        "duration": "durations_char16", "durationUnit": { "text": "s" }, "label": "texts" }
      """
    ),
    "icmplus_nosep.hdf5": (wave, quality("/waves/{name}", #""values": "@quality", "#, ".")),
    "icmplus_sep.hdf5": (
      wave,
      """
      { "kind": "intervals", "match": "/annotations/{name}",
        "time": { "kind": "timestamps", "field": "starttime", \(micro) },
        "duration": { "field": "duration" }, "label": { "field": "eventname" } },
      \(quality("/waves/{name}.quality", "", "../{name}"))
      """
    ),
    "nwb_min.nwb": (
      """
      { "match": "/acquisition/ECG", "unit": { "text": "V" }, "values": "data",
        "time": { "kind": "rate", "rate": "starting_time@rate" } }
      """,
      """
      { "kind": "intervals", "match": "/intervals/{name}", "stop": "stop_time",
        "time": { "kind": "timestamps", "values": "start_time", \(seconds) },
        "label": { "values": [ "label", "tags" ], "ragged": true } }
      """
    ),
  ]

  private static let wave = """
    { "match": "/waves/abp", "unit": { "text": "mm[Hg]" },
      "time": { "kind": "rate", "rate": { "value": 250 } } }
    """

  @Test(arguments: rules.keys.sorted())
  func `a mapping reads the labels that an independent reader does`(file: String) throws {
    let (signals, labels) = try #require(Self.rules[file])
    let mapping = try Mapping(
      SourceText(
        path: "m.json",
        """
        { "layout": "labels", "start": { "text": "2023-11-14T22:13:20Z" },
          "signals": [ \(signals) ], "labels": [ \(labels) ] }
        """))
    let path = Goldens.file("hdf5-layouts/\(file)")
    let golden = try #require(try LayoutGolden.all("hdf5-layouts/goldens.json")[file]?.first)
    let expected = try golden.references()
    let reader = try RecordingReader(path, mapping: mapping)
    #expect(try reader.references().sorted { $0.name < $1.name } == expected)
    if Program.isBuilt {
      let isolated = try IsolatedReader(path, mapping: mapping, program: Program.path)
      #expect(try isolated.references() == reader.references())
    }
  }
}
