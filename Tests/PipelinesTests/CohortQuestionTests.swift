import Configuration
import Pipelines
import Signals
import Testing

private func folder(
  _ reference: String, _ comparison: String, _ acceptance: String = "[]",
  labels: [String] = ["asystole", "other"]
) throws -> CohortFolder {
  try CohortFolder([
    "cohort.json": #"""
    { "table": "cohort.csv", "reference": \#(reference),
      "comparison": \#(comparison),
      "acceptance": \#(acceptance) }
    """#,
    "cohort.csv": "recording,patient,label\n"
      + labels.enumerated().map { "r\($0).h5,p\($0),\($1)\n" }.joined(),
    "times.csv": "recording,time,label\nr0.h5,1,asystole\n",
    "r0.h5": "", "r1.h5": "",
  ])
}

private let column = #"{ "column": "label" }"#
private let events = #"{ "table": "times.csv", "kind": "event" }"#

@Suite struct CohortQuestionTests {
  @Test func whatIsAskedFollowsFromTheReferenceAndTheComparison() throws {
    func question(_ reference: String, _ comparison: String) throws -> Question? {
      try folder(reference, comparison).cohort().comparison.question
    }
    let alarm = #"{ "alarm": "stop", "positive": "asystole" }"#
    #expect(try question(#""beats""#, "{}") == .beats)
    #expect(try question(column, alarm) == .raised(alarm: "stop"))
    #expect(try question(events, alarm) == .events(alarm: "stop"))
    #expect(
      try question(column, #"{ "score": "risk/V", "take": "greatest", "positive": ["x"] }"#)
        == .score(channel: "risk/V", .greatest))
    #expect(try question(events, "{}") == nil)
  }

  @Test func onlyBeatsAreComparedFromFiveMinutesOn() throws {
    #expect(try folder(#""beats""#, "{}").cohort().comparison.skip == Time(seconds: 300))
    #expect(try folder(events, "{}").cohort().comparison.skip == .zero)
    #expect(try folder(events, #"{ "skip": 7 }"#).cohort().comparison.skip == Time(seconds: 7))
  }

  @Test(arguments: [
    ("risk probability", true), ("risk probability/V", true), ("risk score/V", false),
    ("probability", false),
  ])
  func aScoreIsAProbabilityByItsName(name: String, isProbability: Bool) {
    let question = Question.score(channel: name, .last)
    #expect(question.isProbability == isProbability)
    #expect(question.figures.contains(.brierScore) == isProbability)
  }

  @Test func comparisonsThatDoNotFitTheReferenceAreRefusedWhereTheyStand() throws {
    let prefix = "cohort.json:2:"
    func problems(_ reference: String, _ comparison: String) throws -> [String] {
      try folder(reference, comparison).problems().map { problem in
        #expect(problem.hasPrefix(prefix))
        return problem.split(separator: " ").dropFirst().joined(separator: " ")
      }
    }
    #expect(
      try problems(#""beats""#, #"{ "alarm": "a", "positive": ["x"] }"#)
        == [
          "error: 'cohort.comparison.alarm' cannot be judged by beats: the reference must be of"
            + " another kind"
        ])
    #expect(
      try problems(events, #"{ "score": "a", "positive": ["x"], "threshold": 1 }"#)
        == ["error: 'cohort.comparison.threshold' changes nothing here: it belongs to 'utility'"])
    #expect(
      try problems(column, #"{ "alarm": "a", "score": "b", "positive": ["x"] }"#)
        == ["error: 'cohort.comparison.score' must not stand beside 'alarm'"])
    #expect(
      try problems(column, #"{ "alarm": "a" }"#)
        == ["error: 'cohort.comparison.positive' must name the labels that count"])
    #expect(
      try problems(column, #"{ "alarm": "a", "positive": ["x"], "lead": 1, "take": "last" }"#)
        == [
          "error: 'cohort.comparison.take' changes nothing here: it belongs to 'score'",
          "error: 'cohort.comparison.lead' changes nothing here: it belongs to 'alarm' and events",
        ])
    #expect(
      try folder(#"{ "column": "label", "kind": "event" }"#, "{}").problems() == [
        "cohort.json:1:68: error: 'cohort.reference.kind' must be 'diagnosis', or left out,"
          + " where a 'column' labels recordings"
      ])
  }

  @Test func limitsThatTheComparisonCannotAnswerAreRefusedWhereTheyStand() throws {
    let alarm = #"{ "alarm": "a", "positive": ["asystole"] }"#
    #expect(
      try folder(
        column, alarm,
        #"""
        [ { "figure": "specificity", "atLeast": 0.5 },
          { "figure": "timeToAlarm90", "atMost": 10 },
          { "figure": "falseAlarmsPerHour", "atLeast": 1 },
          { "figure": "sensitivity", "atLeast": 95 },
          { "figure": "sensitivity" },
          { "figure": "sensitivity", "atLeast": 1, "layer": "QRS" } ]
        """#
      ).problems() == [
        "cohort.json:4:15: error: 'cohort.acceptance[1].figure' is not a figure of this comparison,"
          + " which gives 'sensitivity', 'specificity', 'positivePredictivity', 'falseAlarmsPerHour'",
        "cohort.json:5:48: error: 'cohort.acceptance[2].atLeast' must be 'atMost' for"
          + " 'falseAlarmsPerHour'",
        "cohort.json:6:41: error: 'cohort.acceptance[3].atLeast' must be between 0 and 1",
        "cohort.json:7:3: error: 'cohort.acceptance[4].atLeast' must be given",
        "cohort.json:8:53: error: 'cohort.acceptance[5].layer' belongs to the comparison of beats",
      ])
    #expect(
      try folder(#""beats""#, "{}", #"[ { "figure": "sensitivity", "atLeast": 1 } ]"#).problems()
        == [
          "cohort.json:3:19: error: 'cohort.acceptance[0].layer' must name the layer of beats that"
            + " is judged"
        ])
    #expect(
      try folder(events, "{}", #"[ { "figure": "sensitivity", "atLeast": 1 } ]"#).problems()
        == [
          "cohort.json:3:31: error: 'cohort.acceptance[0].figure' cannot be limited before"
            + " 'comparison' names 'alarm' or 'score'"
        ])
  }

  @Test func whatIsNotKnownIsNotNegative() throws {
    #expect(
      try folder(column, "{}", labels: ["asystole", ""]).problems()
        == ["cohort.csv:3:10: error: the label must be given: what is not known is not negative"])
  }
}
