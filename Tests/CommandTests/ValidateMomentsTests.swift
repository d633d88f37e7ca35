import Configuration
import Testing

/// Hours of one patient as the Challenge 2019 writes them: heart rates, and labels.
private func stay(_ hours: [(rate: Int, label: Int)]) -> String {
  let names =
    "HR|O2Sat|Temp|SBP|MAP|DBP|Resp|EtCO2|BaseExcess|HCO3|FiO2|pH|PaCO2|SaO2|AST|BUN|Alkalinephos|"
    + "Calcium|Chloride|Creatinine|Bilirubin_direct|Glucose|Lactate|Magnesium|Phosphate|Potassium|"
    + "Bilirubin_total|TroponinI|Hct|Hgb|PTT|WBC|Fibrinogen|Platelets|Age|Gender|Unit1|Unit2|"
    + "HospAdmTime|ICULOS|SepsisLabel\n"
  let empty = String(repeating: "NaN|", count: 33)
  return names
    + hours.enumerated().map { "\($1.rate)|\(empty)60|1|0|1|-3|\($0 + 1)|\($1.label)\n" }.joined()
}

@Suite struct ValidateMomentsTests {
  /// Judges heart rates as warnings of sepsis: of one patient to choose by, and two to judge on.
  private func outcome(_ comparison: String, splits: [String]) throws -> Outcome {
    try judged(comparison, splits: splits).outcome
  }

  /// The same, with the table of what was predicted.
  private func judged(
    _ comparison: String, splits: [String]
  ) throws -> (outcome: Outcome, predictions: String) {
    try withScratch { folder in
      let septic = (0..<20).map { (rate: $0 < 10 ? 60 : 120, label: $0 < 10 ? 0 : 1) }
      let stays = [
        (0..<20).map { (rate: $0 < 14 ? 60 : 120, label: $0 < 14 ? 0 : 1) }, septic,
        (0..<10).map { (rate: $0 < 2 ? 120 : 60, label: 0) },
      ]
      for (index, hours) in stays.enumerated() {
        try write(stay(hours), to: folder + "/p\(index + 1).psv")
      }
      let converted = try vigil("convert", folder, folder + "/s.h5")
      #expect(converted.status == 0)
      let table = splits.enumerated().map { "s.h5#p\($0 + 1),p\($0 + 1),\($1)\n" }.joined()
      try write("recording,patient,split\n" + table, to: folder + "/cohort.csv")
      try write(
        #"""
        { "table": "cohort.csv", "reference": { "layer": "SepsisLabel", "kind": "diagnosis" },
          "comparison": { "score": "HR", "positive": ["1"], \#(comparison) } }
        """#, to: folder + "/cohort.json")
      try write(
        #"{ "stages": [ { "stage": "statistics", "channels": "HR" } ] }"#,
        to: folder + "/pipeline.json")
      let predictions = folder + "/predictions.csv"
      let outcome = try vigil(
        "validate", folder + "/pipeline.json", folder + "/cohort.json", "--json", "--predictions",
        predictions)
      return (outcome, outcome.status == 0 ? try contents(of: predictions) : "")
    }
  }

  private let splits = ["validation", "test", "test"]

  // Of the septic patient 17.5 could be gained: 15 from the label on, 2.5 in the five hours before.
  // Of the one to choose by it is best to warn always. That costs 0.05 in each of four hours that are
  // too early and of ten of the patient without sepsis.
  @Test func warningsAreWorthWhatTheDefinitionSaysFromAThresholdChosenOnOthers() throws {
    let json = try figures(outcome(#""utility": true"#, splits: splits))
    #expect(json.number("threshold") == 60)
    let utility = try #require(json.number("figures", "utility", "value"))
    #expect(abs(utility - (17.5 - 0.7) / 17.5) < 1e-12)
    #expect(json.number("figures", "areaUnderROC", "value") == 0.95)
    #expect(json.number("prevalence") == 10.0 / 30)
  }

  @Test func everyJudgedHourIsARowOfItsPatient() throws {
    let lines = try judged(#""utility": true"#, splits: splits).predictions.split(separator: "\n")
    #expect(lines.count == 31)
    #expect(lines[0] == "id,truth,score,patient")
    #expect(lines[1].hasPrefix("p2@") && lines[1].hasSuffix(",0,60.0,p2"))
    #expect(lines[20].hasSuffix(",1,120.0,p2"))
    #expect(lines[30].hasPrefix("p3@") && lines[30].hasSuffix(",0,60.0,p3"))
  }

  @Test func aThresholdThatTheCohortStatesIsTaken() throws {
    let json = try figures(
      outcome(#""utility": true, "threshold": 100"#, splits: ["train", "test", "test"]))
    let utility = try #require(json.number("figures", "utility", "value"))
    #expect(abs(utility - (15 - 0.1) / 17.5) < 1e-12)
  }

  @Test func aThresholdIsNotChosenOnWhatIsJudged() throws {
    let outcome = try outcome(#""utility": true"#, splits: ["test", "test", "test"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("there must be recordings in split 'validation'"))
  }
}
