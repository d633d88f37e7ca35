import Glibc
import Testing

@Suite struct StoppingTests {
  private let recordings = ["asystole", "gap", "noise", "saturation", "lead-off"]

  /// Begins a batch that takes its recordings in small parts.
  private func batch(into folder: String) throws -> Running {
    try Running(
      ["run", "fixtures/asystole/pipeline.json"]
        + recordings.map { "fixtures/\($0)/recording.h5" }
        + ["--output", folder + "/results", "--part", "0.005"])
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func aWatchThatIsStoppedSaysSoAndEndsWell(signal: Int32) throws {
    let watch = try Running(
      ["monitor", "fixtures/asystole/pipeline.json", "fixtures/asystole/recording.h5", "--pace"]
        + ["real", "--bed", "7"])
    try watch.send(signal, after: #""type":"stream""#)
    let outcome = try watch.outcome()
    #expect(outcome.status == 0 && outcome.errors == "")
    let end = try #require(try JSONLine.all(in: outcome.output).last)
    #expect(end.type == "end" && end.text("reason") == "stopped")
    #expect(try #require(end.number("through")) < 60)
  }

  @Test func aBatchThatIsStoppedLeavesWholeResultsOnly() throws {
    try withScratch { folder in
      let batch = try batch(into: folder)
      try batch.send(SIGTERM, after: #""recording":"fixtures/asystole/"#)
      let outcome = try batch.outcome()
      #expect(outcome.status == 75 && outcome.errors == "")
      let done = outcome.output.split(separator: "\n").count
      let results = names(in: folder + "/results")
      #expect(done < recordings.count)
      #expect(results.count == 3 * done + 1)
      #expect(!results.contains { $0.hasSuffix(".partial") })
    }
  }

  @Test func aBatchThatIsEndedLeavesNoHalfOfAFile() throws {
    try withScratch { folder in
      let batch = try batch(into: folder)
      try batch.send(SIGHUP, after: #""recording":"fixtures/asystole/"#)
      let outcome = try batch.outcome()
      #expect(outcome.status == 128 + SIGHUP)
      #expect(!names(in: folder + "/results").contains { $0.hasSuffix(".partial") })
    }
  }

  @Test func aWatchToWhichNobodyListensEndsQuietly() throws {
    let watch = try Running(
      ["monitor", "fixtures/asystole/pipeline.json", "fixtures/asystole/recording.h5"],
      listener: .gone)
    #expect(try watch.outcome() == Outcome(status: 0, output: "", errors: ""))
  }

  @Test func linesThatCannotBeWrittenAreNotLostInSilence() throws {
    let watch = try Running(
      ["monitor", "fixtures/asystole/pipeline.json", "fixtures/asystole/recording.h5"],
      listener: .full)
    #expect(
      try watch.outcome()
        == Outcome(
          status: 2, output: "",
          errors: "vigil: error: standard output: No space left on device\n"))
  }

  @Test func aBatchToWhichNobodyListensDoesItsWork() throws {
    try withScratch { folder in
      let batch = try Running(
        ["run", "fixtures/asystole/pipeline.json", "fixtures/asystole/recording.h5"]
          + ["fixtures/gap/recording.h5", "--output", folder + "/results"],
        listener: .gone)
      #expect(try batch.outcome() == Outcome(status: 0, output: "", errors: ""))
      #expect(names(in: folder + "/results").count == 7)
    }
  }
}
