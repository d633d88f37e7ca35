import Configuration
import Testing

@Suite struct ValidateScoresTests {
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
    let outcome = try validate(
      "pipelines/arrhythmia.json", cohort: cohort, table: fiveCases, "--json")
    #expect(outcome.status == 1)
    let json = try figures(outcome)
    let cases = try #require(json["cases"]?.elements)
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
        power("asystole probability"), cohort: scored("asystole probability/slow"),
        table: fiveCases,
        "--json"))
    let cases = try #require(json["cases"]?.elements)
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
        """#, table: fiveCases)
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
    let high = try validate(rate, cohort: scored("high probability"), table: fiveCases)
    #expect(high.status == 2 && high.output == "")
    #expect(
      high.errors.hasSuffix(
        "cohort.json:2:28: error: 'high probability' must be a probability, between 0 and 1,"
          + " as its name says\n"))
    let absent = try validate(power("power"), cohort: scored("power/slaw"), table: fiveCases)
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
        """#, table: fiveCases)
    #expect(alarm.status == 2)
    #expect(
      alarm.errors.hasSuffix(
        "cohort.json:2:28: error: the pipeline has no alarm 'asistole';"
          + " did you mean 'asystole'?\n"))
  }
}
