import Configuration
import Testing

@Suite struct ValidateLabelsTests {
  // Of five recordings of 90 s the alarm is raised in the asystole and in the gap (`expected.jsonl`
  // of each): one true positive, one false in 4 × 90 s, three true negatives.
  @Test func labelsOfRecordingsJudgeWhetherAnAlarmWasRaised() throws {
    let outcome = try vigil(
      "validate", "fixtures/asystole/pipeline.json", "fixtures/alarms-cohort.json", "--json")
    #expect(outcome.status == 0)
    let json = try figures(outcome)
    #expect(json.number("confusion", "truePositive") == 1)
    #expect(json.number("confusion", "falsePositive") == 1)
    #expect(json.number("confusion", "falseNegative") == 0)
    #expect(json.number("confusion", "trueNegative") == 3)
    #expect(json.number("figures", "sensitivity", "value") == 1)
    #expect(json.number("figures", "specificity", "value") == 0.75)
    #expect(json.number("figures", "positivePredictivity", "value") == 0.5)
    #expect(json.number("hoursNotPositive") == 0.1)
    #expect(json.number("figures", "falseAlarmsPerHour", "value") == 10)
  }

  @Test func intervalsResampleThePatientsAndAreTheSameEachTime() throws {
    func run() throws -> Outcome {
      try vigil(
        "validate", "fixtures/asystole/pipeline.json", "fixtures/alarms-cohort.json", "--json")
    }
    let first = try run()
    #expect(first == (try run()))
    let interval = try #require(try figures(first)["figures"]?["sensitivity"]?["interval"])
    // A resample of five patients misses the one with asystole in (4/5)⁵ = 33 % of cases.
    let undefined = try #require(interval.number("undefined"))
    #expect(abs(undefined / 1000 - 0.32768) < 0.05)
    #expect(interval.number("resamples") == 1000 - undefined)
  }

  // The asystole lasts from 60 s to 72 s and could be known at 65.42 s; the other alarm is of the
  // gap. The recordings are 5 × 90 s.
  @Test(arguments: [#""table": "times.csv""#, #""layer": "events""#])
  func labelsOfTimesAndLayersOfEventsJudgeWhenAnAlarmWasRaised(reference: String) throws {
    let outcome = try validate(
      "fixtures/asystole/pipeline.json",
      cohort: #"""
        { "table": "cohort.csv", "reference": { \#(reference), "kind": "event" },
          "comparison": { "alarm": "asystole", "positive": ["asystole"], "tolerance": 10 },
          "acceptance": [ { "figure": "timeToAlarm90", "atMost": 5.43 },
                          { "figure": "falseAlarmsPerHour", "atMost": 8 } ] }
        """#,
      table: fiveCases, times: "asystole,60,72,asystole\ngap,50,62,gap\n", "--json")
    let json = try figures(outcome)
    #expect(outcome.status == 0)
    #expect(json.number("figures", "sensitivity", "count") == 1)
    #expect(json.number("figures", "sensitivity", "of") == 1)
    #expect(json.number("figures", "positivePredictivity", "value") == 0.5)
    #expect(json.number("figures", "falseAlarmsPerHour", "value") == 8)
    let time = try #require(json.number("figures", "medianTimeToAlarm", "value"))
    #expect(abs(time - 5.42) < 1e-6)
  }

  // The alarm could be known at 22.1 s and 62.1 s. Of the events, in their order: 2.1 s after the
  // onset; 1.1 s, by the tolerance; missed; 2.1 s; 0.9 s before the onset, by the lead.
  private let leadOff = """
    lead-off,20,40,off
    lead-off,21,21.5,off
    lead-off,45,46,off
    lead-off,60,75,off
    lead-off,63,64,off
    lead-off,80,81,other
    """

  private func leadOff(_ comparison: String, _ options: String...) throws -> JSON {
    let options = options + ["--json"]
    return try withScratch { folder in
      try write("recording,patient\n" + rows("lead-off,p"), to: folder + "/cohort.csv")
      try write("recording,time,end,label\n" + rows(leadOff), to: folder + "/times.csv")
      try write(
        #"""
        { "table": "cohort.csv", "reference": { "table": "times.csv", "kind": "event" },
          "comparison": { "alarm": "lead off", "positive": ["off"], \#(comparison) } }
        """#, to: folder + "/cohort.json")
      let pipeline = root + "/fixtures/lead-off/pipeline.json"
      return try figures(
        vigil(arguments: ["validate", pipeline, folder + "/cohort.json"] + options))
    }
  }

  private func times(_ json: JSON) -> [Double?] {
    json["cases"]?.elements.first?["timesToAlarm"]?.elements.map { time in
      if case .number(let number) = time.value { (number * 1000).rounded() / 1000 } else { nil }
    } ?? []
  }

  @Test func eventsAreFoundFromTheLeadToTheEndOrTheTolerance() throws {
    let json = try leadOff(#""tolerance": 2, "lead": 2"#)
    #expect(times(json) == [2.1, 1.1, nil, 2.1, -0.9])
    #expect(json.number("figures", "sensitivity", "value") == 0.8)
    #expect(json.number("figures", "positivePredictivity", "of") == 2)
    #expect(json.number("figures", "positivePredictivity", "count") == 2)
    #expect(json.number("figures", "falseAlarmsPerHour", "value") == 0)
    // Of −0.9, 1.1, 2.1, 2.1 the median is 1.6.
    let median = try #require(json.number("figures", "medianTimeToAlarm", "value"))
    let late = try #require(json.number("figures", "timeToAlarm90", "value"))
    #expect(abs(median - 1.6) < 1e-6 && abs(late - 2.1) < 1e-6)
  }

  @Test func withoutToleranceAndLeadAnAlarmMustComeWithinTheEvent() throws {
    #expect(times(try leadOff(#""tolerance": 0"#)) == [2.1, nil, nil, 2.1, nil])
  }

  @Test func whatLiesBeforeTheSkipCountsNeitherWay() throws {
    let json = try leadOff(#""tolerance": 2, "lead": 2"#, "--skip", "30")
    #expect(times(json) == [nil, 2.1, -0.9])
    #expect(json.number("figures", "positivePredictivity", "of") == 1)
    let hours = try #require(json.number("hours"))
    #expect(abs(hours * 3600 - 60) < 1e-9)
  }

  @Test func aCohortThatAsksNothingIsRefusedAndAMisspeltLabelIsSaid() throws {
    let nothing = try validate(
      "fixtures/asystole/pipeline.json",
      cohort: #"{ "table": "cohort.csv", "reference": { "column": "label" } }"#, table: fiveCases)
    #expect(nothing.status == 2)
    #expect(
      nothing.errors.contains(
        "cohort.json:1:1: error: 'cohort.comparison' must name the 'alarm' or 'score' that labels"
          + " of kind 'diagnosis' judge"))
    let misspelt = try validate(
      "fixtures/asystole/pipeline.json",
      cohort: #"""
        { "table": "cohort.csv", "reference": { "column": "label" },
          "comparison": { "alarm": "asystole", "positive": ["asystolee"] },
          "acceptance": [ { "figure": "sensitivity", "atLeast": 0.5 } ] }
        """#, table: fiveCases)
    #expect(misspelt.status == 1)
    #expect(
      misspelt.errors
        == "vigil: warning: no recording has a label of 'positive', 'asystolee';"
        + " did you mean 'asystole'?\n")
    #expect(
      misspelt.output.contains("NOT MET  sensitivity: -, must be at least 50.00 %"))
  }

  @Test func beatsInATableAreComparedLikeThoseInALayer() throws {
    let pipeline =
      #"{ "stages": [ { "stage": "qrs", "channels": { "kind": "ecg", "lead": "II" } } ] }"#
    // The last beat before the pause and the first after it (`origin.md`); between them the cohort
    // claims one that is not there.
    let outcome = try validate(
      pipeline,
      cohort: #"""
        { "table": "cohort.csv", "reference": { "table": "times.csv" },
          "comparison": { "skip": 59 } }
        """#,
      table: "asystole,p,x", times: "asystole,59.314,,N\nasystole,65,,N\nasystole,72,,N\n", "--json"
    )
    let layer = try #require(try figures(outcome)["layers"]?.elements.first)
    #expect(layer.number("gross", "sensitivity", "count") == 2)
    #expect(layer.number("gross", "sensitivity", "of") == 3)
  }
}
