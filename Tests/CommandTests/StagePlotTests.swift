import Testing

@Suite struct StagePlotTests {
  /// The line of a picture that begins with a word.
  private func line(_ word: String, of outcome: Outcome) throws -> String {
    #expect(outcome.status == 0 && outcome.errors == "")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    return try #require(lines.first { $0.hasPrefix(word) })
  }

  @Test func aBandPassIsDownByThreeDecibelsAtItsCutOffs() throws {
    let outcome = try vigil(
      "stages", "bandpass", "--plot", "--with", #"{ "low": 1, "high": 30, "order": 4 }"#)
    #expect(try line("−3 dB:", of: outcome) == "−3 dB:   at 1, 30 Hz")
    #expect(try line("highest:", of: outcome) == "highest: 0.00 dB")
    for part in ["magnitude", "phase", "impulse"] { #expect(outcome.output.contains(part)) }
  }

  @Test func whatAStageRequiresAndIsNotGivenIsThatOfTheExample() throws {
    let outcome = try vigil("stages", "bandpass", "--plot", "--with", #"{ "high": 30 }"#)
    #expect(try line("−3 dB:", of: outcome) == "−3 dB:   at 0.5, 30 Hz")
  }

  @Test func theDelayOfALinearPhaseIsSaidAndNotDrawn() throws {
    let outcome = try vigil(
      "stages", "bandpass", "--plot", "--rate", "250", "--with", #"{ "method": "linearPhase" }"#)
    #expect(try line("delay:", of: outcome).hasSuffix("s at most; samples keep their times"))
    #expect(try line("edges:", of: outcome).contains("samples"))
  }

  @Test func aNarrowNotchIsSeen() throws {
    let outcome = try vigil(
      "stages", "notch", "--plot", "--with", #"{ "frequency": 60, "quality": 300 }"#)
    #expect(try line("−3 dB:", of: outcome) == "−3 dB:   at 59.9, 60.1 Hz")
  }

  @Test func aResamplerSaysWhatFolds() throws {
    let outcome = try vigil("stages", "resample", "--plot", "--with", #"{ "rate": 100 }"#)
    #expect(try line("rate:", of: outcome).contains("360 Hz in, 100 Hz out"))
    #expect(try line("−6 dB:", of: outcome) == "−6 dB:   at 49.99 Hz")
  }

  @Test func anotherStageShowsItsExample() throws {
    let outcome = try vigil("stages", "alarm", "--plot")
    #expect(outcome.status == 0 && outcome.output.contains("asystole start"))
    let other = try vigil(
      "stages", "alarm", "--plot", "--with",
      #"{ "when": { "since": "QRS", "atLeast": 5 }, "name": "pause" }"#)
    #expect(other.status == 0 && other.output.contains("pause start"))
  }

  @Test func mistakesAreSaidWithTheirPlaces() throws {
    func errors(_ words: String...) throws -> String {
      let outcome = try vigil(arguments: ["stages"] + words)
      #expect(outcome.status == 2 && outcome.output == "")
      return outcome.errors
    }
    #expect(try errors("bandpas", "--plot").contains("did you mean 'bandpass'?"))
    #expect(try errors("--plot").contains("'plot' needs the name of a stage"))
    #expect(try errors("notch", "--rate", "100").contains("'rate' has a meaning with --plot only"))
    #expect(try errors("qrs", "--plot", "--rate", "100").contains("'qrs' is no filter"))
    #expect(
      try errors("bandpass", "--plot", "--with", #"{ "lo": 1 }"#)
        .hasPrefix("--with:1:3: error: unknown key 'lo'; did you mean 'low'?"))
    #expect(
      try errors("bandpass", "--plot", "--with", #"{ "low": "1" }"#)
        .hasPrefix("--with:1:10: error: 'bandpass.low' must be a number"))
    #expect(
      try errors("bandpass", "--plot", "--rate", "50").contains("must be below half the rate"))
  }
}
