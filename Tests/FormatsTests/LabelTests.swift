import Configuration
import Formats
import Signals
import Testing

/// Labels of files of others, each form that they come in, from one file made by `make_labels.py`.
@Suite struct LabelTests {
  private static let file = Goldens.file("labels/labels.h5")

  /// A mapping of the two signals and of labels by these rules.
  private func mapping(_ rules: String) throws -> Mapping {
    try Mapping(
      SourceText(
        path: "m.json",
        """
        { "layout": "own", "start": "/@start_time", "signals": [ { "match": "/signals/{name}",
            "unit": "@unit", "time": { "kind": "rate", "rate": "@rate" } } ],
          "labels": [ \(rules) ] }
        """))
  }

  private func references(_ rules: String) throws -> [ReferenceLayer] {
    try RecordingReader(Self.file, mapping: try mapping(rules)).references()
  }

  /// The intervals of the only layer.
  private func intervals(_ rule: String) throws -> [Interval] {
    let layers = try references(rule)
    try #require(layers.count == 1)
    return layers[0].intervals
  }

  /// What a reader says is wrong.
  private func message(_ rule: String) throws -> String {
    let mapping = try mapping(rule)
    do {
      _ = try RecordingReader(Self.file, mapping: mapping)
      return "no error"
    } catch { return error.description }
  }

  private func interval(
    _ onset: Double, _ duration: Double? = 0, _ label: String, channel: String? = nil,
    kind: Annotation.Kind = .event
  ) -> Interval {
    Interval(
      kind, onset: Time(seconds: onset), duration: duration.map { Time(seconds: $0) },
      label: label, channel: channel)
  }

  private static let seconds = #""unit": { "text": "s" }"#
  private static let micro = #""unit": { "text": "us" }, "epoch": "unix""#

  // MARK: Moments

  @Test(arguments: [
    ("utf8", ["naïve", "β"]), ("fixed", ["one", "two"]), ("ascii", ["eins", "table"]),
    ("code", ["1", "2"]),
  ])
  func `a table of moments has text of any kind, or numbers`(field: String, labels: [String])
    throws
  {
    let found = try references(
      """
      { "kind": "events", "match": "/moments/table",
        "time": { "kind": "timestamps", "field": "time", \(Self.micro) },
        "label": { "field": "\(field)", "word": { "text": "{name}" } } }
      """)
    #expect(found.map(\.name) == ["table"])
    #expect(
      found[0].intervals == [interval(0.5, 0, labels[0]), interval(9.000001, 0, labels[1])])
  }

  @Test func `datasets beside each other are a table too`() throws {
    let rule = { (label: String) in
      """
      { "kind": "events", "match": "/moments/beats", "annotation": "beat",
        "time": { "kind": "timestamps", "values": "ts", \(Self.seconds) }, "label": \(label) }
      """
    }
    let beats = try references(rule(#""texts""#))
    #expect(beats.map(\.name) == ["beats"])
    #expect(beats[0].intervals.map(\.kind) == [.beat, .beat, .beat])
    #expect(beats[0].intervals.map(\.label) == ["N", "V", "N"])
    #expect(beats[0].intervals.map(\.onset.seconds) == [0.2, 1.03, 1.03])
    // A value that is not a number says nothing.
    #expect(try intervals(rule(#""values""#)).map(\.label) == ["1", "2.5"])
    let names = #"{ "values": "values", "names": [ { "value": 1, "label": "one" } ], "none": 2.5 }"#
    #expect(try intervals(rule(names)).map(\.label) == ["one"])
    #expect(
      try message(rule(names.replacing(#", "none": 2.5"#, with: ""))).contains(
        "/moments/beats/values: row 1 has the class 2.5, which has no name"))
    #expect(
      try intervals(rule(#"{ "word": { "text": "a {name}" } }"#)).map(\.label).first == "a beats")
    #expect(try message(rule(#""nothing""#)).contains("has none of 'nothing'"))
  }

  @Test func `labels that are not as they should be are an error until a mapping says more`() throws
  {
    func rule(_ name: String, _ policy: String = "") -> String {
      """
      { "kind": "events", "match": "/moments/{name}"\(policy),
        "time": { "kind": "timestamps", "values": "ts", \(Self.seconds) } }
      """.replacing("{name}\"", with: "\(name)\"")
    }
    #expect(
      try message(rule("unsorted")).contains(
        "/moments/unsorted: 1 label of 4 begins before the one before, the first in row 2"))
    #expect(
      try intervals(rule("unsorted", #", "onUnsorted": "sort""#)).map(\.onset.seconds)
        == [1, 2, 2.5, 3])
    #expect(
      try message(rule("past")).contains(
        "/moments/past: 1 label of 3 reaches beyond the recording, the first in row 2"))
    #expect(try intervals(rule("past", #", "onOutside": "drop""#)).map(\.onset.seconds) == [1, 10])
    let kept = try RecordingReader(
      Self.file, mapping: try mapping(rule("past", #", "onOutside": "keep""#)))
    #expect(kept.header.duration == Time(seconds: 12))
    #expect(try kept.labelFindings().map(\.remarks) == [["1 label kept though beyond the samples"]])
    #expect(try message(rule("before")).contains("the first in row 0"))
    #expect(try message(rule("missing")).contains("/ts: the time of row 1 is not a number"))
    #expect(try intervals(rule("empty")) == [])
  }

  // MARK: Stretches

  private static let epochs = """
    { "kind": "intervals", "match": "/intervals/epochs",
      "time": { "kind": "timestamps", "values": "start_time", "unit": { "text": "s" } },
      "stop": "stop_time"
    """

  @Test func `rows may hold several words and refer to several channels`() throws {
    let found = try intervals(
      Self.epochs + #", "label": { "values": "tags", "ragged": true }, "#
        + #""channel": { "values": "target", "ragged": true } }"#)
    #expect(
      found == [
        interval(1, 1.5, "AF", channel: "ecg"), interval(1, 1.5, "noisy", channel: "ecg"),
        interval(4, 0, "SR", channel: "abp"), interval(4, 0, "SR", channel: "abp"),
      ])
  }

  @Test func `a stop that is not a number leaves a stretch open`() throws {
    let found = try intervals(Self.epochs + #", "label": { "values": ["nix", "tags"] } }"#)
    #expect(found == [interval(1, 1.5, "AF"), interval(2, nil, "noisy"), interval(4, 0, "SR")])
  }

  @Test func `references and indices that lead nowhere are named`() throws {
    #expect(
      try message(Self.epochs + #", "channel": { "values": "wild" } }"#).contains(
        "/wild: row 0 concerns an object that is no channel"))
    #expect(
      try message(Self.epochs + #", "label": { "values": "bad", "ragged": true } }"#).contains(
        "/intervals/epochs/bad_index: row 1 does not lie within the 3 values that it divides"))
    #expect(
      try message(Self.epochs + #", "label": "id" }"#).contains("has none of 'id'"))
  }

  @Test(arguments: [("moment", [1, 2, 3.0]), ("drop", [1, 3.0])])
  func `labels that end before they begin follow a policy`(policy: String, onsets: [Double])
    throws
  {
    let rule = Self.epochs.replacing("epochs", with: "negative")
    #expect(try message(rule + "}").contains("1 label of 3 ends before it begins"))
    let found = try intervals(rule + #", "onNegative": "\#(policy)" }"#)
    #expect(found.map(\.onset.seconds) == onsets)
    #expect(found.map(\.label) == onsets.map { _ in "negative" })
  }

  @Test func `durations may be text, in a unit of their own`() throws {
    let rule = """
      { "kind": "intervals", "match": "/edf", "layer": "edf_annotations",
        "time": { "kind": "timestamps", "values": "starts_100ns", "unit": { "text": "100ns" } },
        "duration": "durations_char16", "durationUnit": { "text": "s" }, "label": "texts" }
      """
    #expect(try intervals(rule) == [interval(0.5, 1.5, "seizure"), interval(2, 0, "lights off")])
    #expect(
      try message(rule.replacing("durations_char16", with: "broken")).contains(
        "/edf/broken: the duration of row 1 is not a number"))
  }

  @Test func `columns of one dataset are told by their numbers`() throws {
    let found = try references(
      """
      { "kind": "intervals", "match": "/nirs/{name}", "layer": "stim",
        "time": { "kind": "timestamps", "values": "data", "column": 0, \(Self.seconds) },
        "duration": { "values": "data", "column": 1 },
        "label": { "word": { "dataset": "name" } } }
      """)
    #expect(found.map(\.name) == ["stim"])
    #expect(
      found[0].intervals == [
        interval(1, 2, "tap"), interval(3, 1, "rest"), interval(5, 2, "tap"),
      ])
  }

  // MARK: Classes

  @Test(arguments: [
    #"{ "values": "arousals" }"#, #"{ "values": "line" }"#,
    #"{ "values": "pair", "column": 0 }"#,
  ])
  func `runs of one class are stretches`(column: String) throws {
    let words =
      #", "names": [ { "value": 1, "label": "arousal" }, { "value": -1, "label": "no" } ]"#
    let found = try intervals(
      """
      { "kind": "classes", "match": "/classes", "time": { "kind": "rate", "rate": { "value": 100 } },
        "label": \(column.replacing(" }", with: words + #", "none": 0 }"#)) }
      """)
    #expect(
      found == [interval(1, 1.5, "arousal"), interval(2.5, 0.5, "no"), interval(9, 1, "arousal")])
  }

  @Test func `classes in datasets of their own are one layer, in order`() throws {
    let found = try references(
      """
      { "kind": "classes", "match": "/stages/{name}", "layer": "sleep stages",
        "time": { "kind": "rate", "rate": { "value": 100 } },
        "label": { "names": [ { "value": 1, "label": "{name}" } ], "none": 0 } }
      """)
    #expect(found.map(\.name) == ["sleep stages"])
    #expect(found[0].intervals == [interval(0, 5, "wake"), interval(5, 5, "rem")])
  }

  @Test func `classes that last longer than the signals are an error`() throws {
    let rule = """
      { "kind": "classes", "match": "/classes", "time": { "kind": "rate", "rate": { "value": 99 } },
        "label": { "values": "arousals", "none": 0 } }
      """
    #expect(try message(rule).contains("reaches beyond the recording, the first in row 900"))
    #expect(
      try message(rule.replacing("arousals", with: "pair")).contains(
        "/classes/pair: must have one class for each sample"))
  }

  // MARK: Steps

  @Test(arguments: [
    #""match": "/signals/abp", "time": { "values": "@quality", "#,
    #""match": "/quality/{name}.quality", "time": { "#,
  ])
  func `a value holds until the next row, in a table of its own or in an attribute`(place: String)
    throws
  {
    let isAttribute = place.contains("@")
    let found = try intervals(
      """
      { "kind": "step", "layer": "quality", \(place) "kind": "timestamps", "field": "time",
          \(Self.micro) },
        "label": { \(isAttribute ? #""values": "@quality", "# : "") "field": "value", "none": 0 },
        "channel": { \(isAttribute ? #""object": ".""# : #""object": "/signals/{name}""#) } }
      """)
    let name = isAttribute ? "abp" : "ecg"
    #expect(
      found == [
        interval(0, 1, "1", channel: name, kind: .quality),
        interval(3, 3, "4", channel: name, kind: .quality),
        interval(9, 1, "2", channel: name, kind: .quality),
      ])
  }

  @Test func `a factor names its levels`() throws {
    let rule = """
      { "kind": "step", "match": "/factors", "layer": "rhythm", "annotation": "rhythm",
        "time": { "kind": "timestamps", "field": "time", \(Self.seconds) },
        "label": { "field": "rhythm", "levels": "@.meta#/columns/rhythm/levels" } }
      """
    #expect(
      try intervals(rule) == [
        interval(0, 3, "SR", kind: .rhythm), interval(3, 2, "AF", kind: .rhythm),
        interval(5, 5, "SR", kind: .rhythm),
      ])
    #expect(
      try message(rule.replacing(#""field": "rhythm""#, with: #""field": "odd""#)).contains(
        "/factors/odd: row 2 has the class 2, which has no name"))
  }

  @Test func `two rows of a step at one time are an error until a mapping says more`() throws {
    func rule(_ policy: String) -> String {
      """
      { "kind": "step", "match": "/quality/twice"\(policy),
        "time": { "kind": "timestamps", "field": "time", \(Self.micro) },
        "label": { "field": "value" } }
      """
    }
    #expect(try message(rule("")).contains("rows 0 and 1 have one time"))
    #expect(
      try intervals(rule(#", "onDuplicate": "last""#))
        == [interval(0, 10, "2", kind: .quality)])
  }

  // MARK: Layers

  @Test func `an attribute may refer to the channel that labels are about`() throws {
    let found = try intervals(
      """
      { "kind": "events", "match": "/annotations/{name}",
        "time": { "kind": "timestamps", "field": "time", \(Self.seconds) },
        "label": { "field": "text" }, "channel": { "attribute": "@.source" } }
      """)
    #expect(found == [interval(2, 0, "alarm", channel: "ecg")])
  }

  @Test func `a layer that stages may see comes with the parts, however they are cut`() throws {
    let rule = Self.epochs + #", "label": "tags", "reference": false }"#
    let mapping = try mapping(rule)
    let whole = try RecordingReader(Self.file, mapping: mapping)
    #expect(whole.header.layout.layers.map(\.name) == ["epochs"])
    #expect(try whole.references().isEmpty)
    var part = Recording(whole.header.layout)
    try whole.read(until: .distantFuture, into: &part)
    #expect(
      part.layers[0].annotations.joined() == (try intervals(rule.replacing("false", with: "true"))))
    let one = Contents(part)
    for step in [0.01, 0.7, 3] {
      let reader = try RecordingReader(Self.file, mapping: mapping)
      var contents = Contents(reader.header.layout)
      for until in stride(from: step, to: 10 + step, by: step) {
        try reader.read(until: Time(seconds: until), into: &part)
        contents.append(part)
      }
      #expect(contents == one)
    }
  }

  @Test func `labels can be all that a file holds`() throws {
    let mapping = try Mapping(
      SourceText(
        path: "m",
        """
        { "layout": "classes", "labels": [ { "kind": "classes", "match": "/classes",
          "time": { "kind": "rate", "rate": { "value": 100 } },
          "label": { "values": "arousals", "none": 0 } } ] }
        """))
    let reader = try RecordingReader(Self.file, mapping: mapping)
    #expect(reader.header.layout.channels.isEmpty)
    #expect(reader.header.duration == Time(seconds: 10))
    #expect(try reader.references()[0].intervals.count == 3)
  }

  @Test func `labels of 1970 need the start of the recording`() throws {
    let mapping = try Mapping(
      SourceText(
        path: "m",
        """
        { "layout": "x", "labels": [ { "kind": "events", "match": "/moments/table",
          "time": { "kind": "timestamps", "field": "time", \(Self.micro) } } ] }
        """))
    do {
      _ = try RecordingReader(Self.file, mapping: mapping)
      Issue.record("took times without a start")
    } catch {
      #expect(error.description.contains("its labels count from 1970"))
    }
  }

  @Test func `mistakes in rules of labels are reported in their places`() {
    do {
      _ = try mapping(
        """
        { "kind": "intervals", "match": "/a", "time": { "kind": "rate", "rate": { "value": 1 } },
          "channel": { "text": "a", "object": "b" }, "onOutside": "kep" },
        { "kind": "events", "match": "/a", "stop": {},
          "time": { "kind": "timestamps", "unit": { "text": "s" } } }
        """)
      Issue.record("took wrong rules")
    } catch {
      let text = "\(error)"
      for part in [
        "must be given for intervals, or else the other of the two",
        "must be of the kind 'timestamps'", "and just one", "did you mean 'keep'?",
        "is for intervals, not for labels of the kind 'events'",
        "must be given, or a field or a column",
      ] { #expect(text.contains(part), "\(text)") }
    }
  }

  @Test(.enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
  func `a process reads labels as this one does`() throws {
    let mapping = try mapping(Self.epochs + #", "label": "tags" }"#)
    let isolated = try IsolatedReader(Self.file, mapping: mapping, program: Program.path)
    #expect(
      try isolated.references() == RecordingReader(Self.file, mapping: mapping).references())
    let findings = try isolated.labelFindings()
    #expect(findings.map(\.path) == ["/intervals/epochs"])
    #expect(findings.map(\.labels) == [3])
    #expect(findings.map(\.remarks) == [[]])
  }
}
