import Configuration
import Testing

/// Judges a pipeline on a cohort written for one test.
private func validate(
  _ pipeline: String, cohort: String, table: String, times: String = "", _ options: String...
) throws -> Outcome {
  try withScratch { folder in
    try write(cohort, to: folder + "/cohort.json")
    try write("recording,patient,label\n" + rows(table), to: folder + "/cohort.csv")
    try write("recording,time,end,label\n" + rows(times), to: folder + "/times.csv")
    var path = root + "/" + pipeline
    if pipeline.hasPrefix("{") {
      path = folder + "/pipeline.json"
      try write(pipeline, to: path)
    }
    return try vigil(arguments: ["validate", path, folder + "/cohort.json"] + options)
  }
}

/// Lines that begin with the name of a case, each with the path of its recording instead.
private func rows(_ text: String) -> String {
  text.split(separator: "\n").map { line in
    let name = line.prefix { $0 != "," }
    return "\(root)/fixtures/\(name)/recording.h5\(line.dropFirst(name.count))\n"
  }.joined()
}

private func figures(_ outcome: Outcome) throws -> JSON {
  #expect(outcome.errors == "")
  return try JSON.parse(SourceText(path: "out", outcome.output))
}

extension JSON {
  fileprivate func number(_ keys: String...) -> Double? {
    var value: JSON? = self
    for key in keys { value = value?[key] }
    if case .number(let number)? = value?.value { return number }
    return nil
  }

  fileprivate var items: [JSON] { if case .array(let items) = value { items } else { [] } }

  fileprivate var text: String? { if case .string(let text) = value { text } else { nil } }
}

private let all = """
  asystole,p1,asystole
  lead-off,p2,lead off
  gap,p3,gap
  bradycardia,p4,bradycardia
  tachycardia,p5,ventricular tachycardia
  """

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
      table: all, times: "asystole,60,72,asystole\ngap,50,62,gap\n", "--json")
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
    json["cases"]?.items.first?["timesToAlarm"]?.items.map { time in
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

  // Greatest scores of class V, from the highest: asystole (its premature beats), tachycardia, and
  // three below: of four pairs three are in order, and half of the first two are positive.
  @Test func labelsOfRecordingsJudgeAScore() throws {
    let cohort = #"""
      { "table": "cohort.csv", "reference": { "column": "label" },
        "comparison": { "score": "beat class score/V", "take": "greatest",
                        "positive": ["ventricular tachycardia"] },
        "acceptance": [ { "figure": "areaUnderROC", "atLeast": 0.75 },
                        { "figure": "averagePrecision", "atLeast": 0.51 } ] }
      """#
    let outcome = try validate("pipelines/arrhythmia.json", cohort: cohort, table: all, "--json")
    #expect(outcome.status == 1)
    let json = try figures(outcome)
    let cases = try #require(json["cases"]?.items)
    let scores = cases.compactMap { $0.number("score") }
    #expect(scores.count == 5 && scores[0] > scores[4])
    #expect(scores[1...3].allSatisfy { $0 < scores[4] })
    #expect(json.number("figures", "areaUnderROC", "value") == 0.75)
    #expect(json.number("figures", "averagePrecision", "value") == 0.5)
    #expect(json.number("prevalence") == 0.2)
    #expect(json["figures"]?["brierScore"] == nil)
  }

  private func power(_ name: String) -> String {
    #"""
    { "stages": [ { "stage": "spectral-power", "channels": { "kind": "ecg", "lead": "II" },
                    "bands": [ { "name": "slow", "low": 0.5, "high": 8 } ], "relative": true,
                    "output": "\#(name)" } ] }
    """#
  }

  private func scored(_ name: String, take: String = "last") -> String {
    #"""
    { "table": "cohort.csv", "reference": { "column": "label" },
      "comparison": { "score": "\#(name)", "take": "\#(take)", "positive": ["asystole"] } }
    """#
  }

  @Test func aProbabilityIsJudgedByItsValueToo() throws {
    let json = try figures(
      validate(
        power("asystole probability"), cohort: scored("asystole probability/slow"), table: all,
        "--json"))
    let cases = try #require(json["cases"]?.items)
    let errors = cases.compactMap { item -> Double? in
      item.number("score").map { $0 - (item["label"]?.text == "asystole" ? 1 : 0) }
    }
    #expect(errors.count == 5)
    let brier = try #require(json.number("figures", "brierScore", "value"))
    #expect(abs(brier - errors.reduce(0) { $0 + $1 * $1 } / 5) < 1e-12)
    // Ten bins of five cases hold at most one each.
    let calibration = try #require(json.number("figures", "calibrationError", "value"))
    #expect(abs(calibration - errors.reduce(0) { $0 + abs($1) } / 5) < 1e-12)
  }

  @Test func recordingsWithoutAScoreAreSaidAndInNoFigure() throws {
    let outcome = try validate(
      power("power"),
      cohort: #"""
        { "table": "cohort.csv", "reference": { "column": "label" },
          "comparison": { "score": "SpO2", "skip": 89.5, "positive": ["asystole"] } }
        """#, table: all)
    #expect(outcome.status == 0)
    #expect(
      outcome.errors
        == "vigil: warning: 'SpO2' has no value in 5 of 5; no figure counts these\n")
    #expect(outcome.output.contains("  area under ROC     -  "))
  }

  @Test func whatIsNoProbabilityOrNotThereIsRefusedWhereTheCohortNamesIt() throws {
    let rate =
      #"{ "stages": [ { "stage": "qrs", "channels": { "kind": "ecg", "lead": "II" } },"#
      + #" { "stage": "heart-rate", "beats": "QRS", "output": "high probability" } ] }"#
    let high = try validate(rate, cohort: scored("high probability"), table: all)
    #expect(high.status == 2 && high.output == "")
    #expect(
      high.errors.hasSuffix(
        "cohort.json:2:28: error: 'high probability' must be a probability, between 0 and 1,"
          + " as its name says\n"))
    let absent = try validate(power("power"), cohort: scored("power/slaw"), table: all)
    #expect(absent.status == 2)
    #expect(
      absent.errors.hasSuffix(
        "cohort.json:2:28: error: the pipeline gives no single value 'power/slaw';"
          + " did you mean 'power/slow'?\n"))
    let alarm = try validate(
      "fixtures/asystole/pipeline.json",
      cohort: #"""
        { "table": "cohort.csv", "reference": { "column": "label" },
          "comparison": { "alarm": "asistole", "positive": ["asystole"] } }
        """#, table: all)
    #expect(alarm.status == 2)
    #expect(
      alarm.errors.hasSuffix(
        "cohort.json:2:28: error: the pipeline has no alarm 'asistole';"
          + " did you mean 'asystole'?\n"))
  }

  @Test func aCohortThatAsksNothingIsRefusedAndAMisspeltLabelIsSaid() throws {
    let nothing = try validate(
      "fixtures/asystole/pipeline.json",
      cohort: #"{ "table": "cohort.csv", "reference": { "column": "label" } }"#, table: all)
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
        """#, table: all)
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
    let layer = try #require(try figures(outcome)["layers"]?.items.first)
    #expect(layer.number("gross", "sensitivity", "count") == 2)
    #expect(layer.number("gross", "sensitivity", "of") == 3)
  }
}
