import Testing

@Suite struct UsageTests {
  @Test func theVersionSaysWhatTheProgramIsNot() throws {
    #expect(
      try vigil("--version")
        == Outcome(
          status: 0,
          output: """
            vigil 0.1.0
            Research software. Not a medical device. Not for diagnosis, treatment, or as an alarm a patient depends on.

            """, errors: ""))
  }

  @Test func anUnknownVerbIsRefusedWithTheNearest() throws {
    #expect(
      try vigil("chek")
        == Outcome(
          status: 2, output: "",
          errors: "vigil: error: unknown verb 'chek'; did you mean 'check'?\n"))
  }

  @Test func unknownOptionsAreRefusedWithTheNearest() throws {
    #expect(
      try vigil("check", "--prnt", "x.json")
        == Outcome(
          status: 2, output: "",
          errors: """
            vigil: error: unknown option '--prnt'; did you mean '--print'?
            'vigil help check' says what it takes.

            """))
  }

  @Test func aRecordingWithoutANameIsRefused() throws {
    try withScratch { folder in
      try write(beatWatch, to: folder + "/pipeline.json")
      let empty = try vigil("run", "pipeline.json", "", in: folder)
      #expect(empty.status == 2 && empty.errors.contains("<recording> must not be empty"))
      let nameless = try vigil("run", "pipeline.json", "#", in: folder)
      #expect(nameless.status == 3 && nameless.output.contains(#""status":"failed""#))
    }
  }

  @Test func aMissingPipelineIsNamed() throws {
    #expect(
      try vigil("check", "nowhere.json")
        == Outcome(
          status: 2, output: "",
          errors: "vigil: error: nowhere.json: No such file or directory\n"))
  }
}
