import Configuration
import Pipelines
import Signals
import Stages
import Testing

@Suite struct AlarmSettingsTests {
  /// What is reported of an alarm with these settings, on the synthetic recording.
  private func problems(_ settings: String) throws -> [String] {
    do {
      let pipeline = try Example(
        stage: "alarm", settings: #""name": "a", "priority": "low", \#(settings)"#
      ).pipeline()
      _ = try pipeline.layouts(from: SyntheticRecording.layout)
      return []
    } catch let problems as Diagnostics {
      return problems.all.map(\.message)
    }
  }

  @Test(arguments: [
    (
      #"{}"#,
      "'stages[0].when.channel' or another condition must be given: 'since', 'count', "
        + "'during', 'all', 'any', 'not'"
    ),
    (
      #"{ "channel": "SpO2" }"#,
      "'stages[0].when.channel' needs one limit beside it: 'above', 'atLeast' or 'below'"
    ),
    (
      #"{ "since": "QRS", "count": "QRS", "atLeast": 4 }"#,
      "'stages[0].when.count' cannot stand beside 'since'; 'all' and 'any' join conditions"
    ),
    (
      #"{ "since": "QRS", "atLeast": 4, "below": 3 }"#,
      "'stages[0].when.below' does not go with 'since'"
    ),
    (
      #"{ "since": "QRS", "atLeast": 4, "unit": "ms" }"#,
      "'stages[0].when.unit' must be 's' beside 'since'"
    ),
    (
      #"{ "since": "QRS" }"#,
      "'stages[0].when.atLeast' must be between 0.001 and 86400 s beside 'since'"
    ),
    (
      #"{ "count": "QRS", "in": 3, "atLeast": 2.5 }"#,
      "'stages[0].when.atLeast' must be a whole number between 1 and 1000 beside 'count'"
    ),
    (#"{ "count": "QRS", "atLeast": 2 }"#, "'stages[0].when.in' must be given beside 'count'"),
    (#"{ "during": "gap" }"#, "'stages[0].when.layer' must be given beside 'during'"),
    (#"{ "all": [] }"#, "'stages[0].when.all' must hold at least one condition"),
    (
      #"{ "channel": "SpO3", "below": 3 }"#,
      "alarm: there is no channel 'SpO3' here; did you mean 'SpO2'?"
    ),
    (
      #"{ "channel": "SpO2", "below": 3, "unit": "mV" }"#,
      "alarm: channel 'SpO2' is in '%', but the limit in 'mV'"
    ),
    (
      #"{ "channel": "SpO2", "below": 3, "value": "x" }"#,
      "alarm: channel 'SpO2' has no value 'x'"
    ),
    (
      #"{ "since": "QRSs", "atLeast": 4 }"#,
      "alarm: there is no layer or channel 'QRSs' here; did you mean 'QRS'?"
    ),
    (
      #"{ "not": { "any": [ { "since": "QRS", "atleast": 4 } ] } }"#,
      "'stages[0].when.not.any[0].atLeast' must be between 0.001 and 86400 s beside 'since'"
    ),
  ])
  func aConditionThatMeansNothingIsRefused(condition: String, message: String) throws {
    #expect(try problems(#""when": \#(condition)"#).first == message)
  }

  @Test(arguments: [
    (#""reset": { "of": "QRS" }"#, "'stages[0].reset.of' needs 'beats' beside it"),
    (
      #""within": 3"#,
      "alarm: 'a' can take 4.0 s: 4.0 s for its condition and 0.0 s for the stages before; that "
        + "must be at most 3.0 s"
    ),
    (
      #""inhibitedBy": { "quality": "quality", "channel": "II", "pulse": "QRS" }"#,
      "'stages[0].inhibitedBy' needs a pulse from another channel than 'QRS', which 'when' "
        + "watches"
    ),
    (
      #""inhibitedBy": { "quality": "quality", "channel": "II", "pulse": "pulse", "labels": "low" }"#,
      "'stages[0].inhibitedBy.labels' may hold 'lead off', 'flat line', 'saturation' and 'gap' only, "
        + "not 'low'"
    ),
  ])
  func anAlarmThatCannotKeepItsPromiseIsRefused(setting: String, message: String) throws {
    let when = #""when": { "since": "QRS", "atLeast": 4 }"#
    #expect(try problems("\(when), \(setting)").first == message)
  }

  @Test func aResetByBeatsNeedsToKnowWhose() throws {
    let when = #""when": { "channel": "SpO2", "below": 88 }"#
    #expect(
      try problems(#"\#(when), "reset": { "beats": 2 }"#) == [
        "'stages[0].reset' needs 'of', the layer of the beats, as 'when' has no 'since'"
      ])
    #expect(try problems(#"\#(when), "reset": { "beats": 2, "of": "QRS" }"#) == [])
  }

  @Test func twoAlarmsMayNotHaveOneName() throws {
    let alarm = #"""
      { "stage": "alarm", "name": "a", "priority": "low", "when": { "since": "QRS", "atLeast": 4 } }
      """#
    let pipeline = try Pipeline(
      SourceText(path: "p.json", #"{ "stages": [\#(alarm), \#(alarm)] }"#), catalogue: catalogue)
    let problems = #expect(throws: Diagnostics.self) {
      try pipeline.layouts(from: SyntheticRecording.layout)
    }
    #expect(problems?.all.map(\.message) == ["alarm: there is an alarm 'a' already"])
  }
}
