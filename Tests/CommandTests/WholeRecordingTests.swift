import Testing

private let pipeline = """
  { "stages": [
    { "stage": "highpass", "frequency": 0.5, "method": "zeroPhase" },
    { "stage": "qrs" } ] }
  """
private let recording = root + "/fixtures/gap/recording.h5"

/// What needs the whole recording, and says so.
@Suite struct WholeRecordingTests {
  private let refusal =
    "pipeline.json:2:54: error: highpass: needs the whole recording, which only 'vigil run', "
    + "'train' and 'validate' have\n"

  @Test func whatNeedsTheWholeRecordingIsNotMonitored() throws {
    try withScratch { folder in
      try write(pipeline, to: folder + "/pipeline.json")
      let refused = Outcome(status: 2, output: "", errors: refusal)
      #expect(try vigil("monitor", "pipeline.json", recording, in: folder) == refused)
      #expect(try vigil("check", "pipeline.json", in: folder) == refused)
      let checked = try vigil("check", "--batch", "pipeline.json", in: folder)
      #expect(checked.status == 0 && checked.errors == "")
    }
  }

  @Test func aRunSaysHowMuchMemoryItTakes() throws {
    try withScratch { folder in
      try write(pipeline, to: folder + "/pipeline.json")
      let run = try vigil("run", "pipeline.json", recording, in: folder)
      #expect(run.status == 0)
      #expect(
        run.errors.contains("filters that need the whole recording keep at least 1.8 MB of it"),
        "\(run.errors)")
    }
  }

  @Test func checkSaysHowMuchIsNotToBeTrusted() throws {
    try withScratch { folder in
      try write(
        #"{ "stages": [ { "stage": "bandpass", "low": 0.5, "high": 40, "method": "linearPhase" } ] }"#,
        to: folder + "/pipeline.json")
      let checked = try vigil(
        "check", "pipeline.json", "--recording", recording, in: folder)
      #expect(
        checked.output.contains(
          "  bandpass: 'II': 825 samples (3.3 s) behind and 825 samples (3.3 s) before a gap or an"
            + " end are not to be trusted\n"), "\(checked.output)")
    }
  }
}
