import Glibc
import Testing

/// What is wrong with a pipeline, and all that the program says of it.
private struct Mistake: CustomTestStringConvertible {
  var testDescription: String
  var pipeline: String
  var errors: String

  init(_ description: String, _ pipeline: String, _ errors: String...) {
    testDescription = description
    self.pipeline = pipeline
    self.errors = errors.map { $0 + "\n" }.joined()
  }
}

private let mistakes = [
  Mistake(
    "an unknown stage and an unknown key, both at once",
    """
    { "stages": [
      { "stage": "bandpass", "lwo": 0.5, "high": 40 },
      { "stage": "qrx" } ] }
    """,
    "pipeline.json:2:3: error: 'stages[0]' is missing 'low'",
    "pipeline.json:2:26: error: unknown key 'lwo'; did you mean 'low'?",
    "pipeline.json:3:14: error: unknown stage 'qrx'; did you mean 'qrs'?"),
  Mistake(
    "a wrong type",
    #"{ "stages": [ { "stage": "bandpass", "low": "half", "high": 40 } ] }"#,
    "pipeline.json:1:45: error: 'stages[0].low' must be a number, not a string"),
  Mistake(
    "a number out of range",
    #"{ "stages": [ { "stage": "bandpass", "low": -1, "high": 40 } ] }"#,
    "pipeline.json:1:45: error: 'stages[0].low' must be between 0.01 and 1000 Hz, not -1"),
  Mistake(
    "a list ten thousand levels deep",
    #"{ "stages": \#(String(repeating: "[", count: 10_000)) }"#,
    "pipeline.json:1:76: error: nested deeper than 64 levels"),
  Mistake(
    "a number that is none", #"{ "stages": [ { "stage": "bandpass", "low": NaN } ] }"#,
    "pipeline.json:1:45: error: expected a value"),
  Mistake(
    "nothing at all", "", "pipeline.json:1:1: error: expected a value, found the end of the file"),
]

/// Pipelines that are sound, but not for the recording.
private let mismatches = [
  Mistake(
    "a cut-off at half the sampling rate",
    #"{ "stages": [ { "stage": "bandpass", "low": 0.5, "high": 125 } ] }"#,
    "pipeline.json:1:58: error: bandpass: 'high' must be below half the rate of 'II', "
      + "which is 125.0 Hz"),
  Mistake(
    "a lead that is not there",
    #"{ "stages": [ { "stage": "qrs", "channels": { "lead": "aVR" } } ] }"#,
    "pipeline.json:1:45: error: qrs: there is no channel with lead 'aVR'; there are 'II' (ecg), "
      + "'V1' (ecg), 'PPG' (ppg)"),
  Mistake(
    "a channel that is not there",
    #"{ "stages": [ { "stage": "qrs", "channels": "V2" } ] }"#,
    "pipeline.json:1:45: error: qrs: there is no channel 'V2'; did you mean 'V1'?"),
  Mistake(
    "an asystole alarm that would come too late",
    #"""
    { "stages": [ { "stage": "qrs" },
      { "stage": "alarm", "name": "asystole", "when": { "since": "QRS", "atLeast": 9.9 },
        "within": 10, "priority": "high" } ] }
    """#,
    "pipeline.json:3:15: error: alarm: 'asystole' can take 10.797 s: 9.9 s for its condition and "
      + "0.897 s for the stages before; that must be at most 10.0 s"),
]

@Suite struct BadPipelineTests {
  /// Writes a pipeline in a folder of its own and gives it to a verb, with the fixture of noise.
  private func run(
    _ verb: String, _ mistake: Mistake, _ body: (Outcome, _ results: [String]) throws -> Void
  ) throws {
    try withScratch { folder in
      try write(mistake.pipeline, to: folder + "/pipeline.json")
      symlink("\(root)/fixtures/noise/recording.h5", folder + "/a.h5")
      let words = verb == "check" ? ["--recording", "a.h5"] : ["a.h5"]
      let outcome = try vigil(arguments: [verb, "pipeline.json"] + words, in: folder)
      try body(outcome, names(in: folder + "/results"))
    }
  }

  @Test(arguments: mistakes, ["monitor", "run", "check"])
  fileprivate func everyMistakeIsNamedAtItsPlace(_ mistake: Mistake, verb: String) throws {
    try run(verb, mistake) { outcome, results in
      #expect(outcome == Outcome(status: 2, output: "", errors: mistake.errors))
      #expect(results == [])
    }
  }

  @Test(arguments: mismatches, ["monitor", "check"])
  fileprivate func whatARecordingLacksIsNamedAtItsPlace(_ mismatch: Mistake, verb: String) throws {
    try run(verb, mismatch) { outcome, results in
      #expect(outcome == Outcome(status: 2, output: "", errors: mismatch.errors))
      #expect(results == [])
    }
  }

  @Test(arguments: mismatches)
  fileprivate func inABatchARecordingThatDoesNotFitIsOneThatFailed(_ mismatch: Mistake) throws {
    try run("run", mismatch) { outcome, results in
      let message = mismatch.errors.split(separator: ": error: ")[1].dropLast()
      #expect(outcome.status == 3)
      #expect(outcome.errors == mismatch.errors.replacing("error: ", with: "error: a.h5: "))
      #expect(
        outcome.output
          == #"{"recording":"a.h5","status":"failed","error":"a.h5: \#(message)"}"# + "\n")
      #expect(results == ["manifest.jsonl"])
    }
  }
}
