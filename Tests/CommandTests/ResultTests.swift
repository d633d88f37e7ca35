import Glibc
import Testing

@Suite struct ResultTests {
  /// Runs the watch for beats over recordings of a folder, which holds a flat line `a.h5`.
  private func run(_ words: String..., in folder: String) throws -> Outcome {
    try write(beatWatch, to: folder + "/pipeline.json")
    if access(folder + "/a.h5", F_OK) != 0 {
      try writeLead([Float](repeating: 0, count: 2000), to: folder + "/a.h5")
    }
    return try vigil(arguments: ["run", "pipeline.json"] + words, in: folder)
  }

  @Test func resultsThatAreThereAreKept() throws {
    try withScratch { folder in
      let first = try run("a.h5", in: folder)
      #expect(first.status == 0)
      let before = try bytes(of: folder + "/results/a.h5")
      let second = try run("a.h5", in: folder)
      #expect(
        second
          == Outcome(
            status: 2, output: "",
            errors: """
              vigil: error: 'results/a.h5' is there already; --force replaces it, --resume keeps it
              'vigil help run' says what it takes.

              """))
      let after = try bytes(of: folder + "/results/a.h5")
      #expect(after == before)
      let forced = try run("a.h5", "--force", in: folder)
      #expect(forced.status == 0)
    }
  }

  @Test func aBatchThatIsResumedMakesOnlyWhatIsMissing() throws {
    try withScratch { folder in
      try writeLead([Float](repeating: 0, count: 2000), to: folder + "/b.h5")
      let first = try run("a.h5", "b.h5", in: folder)
      #expect(first.status == 0)
      unlink(folder + "/results/b.h5")
      let kept = try written(folder + "/results/a.h5")
      let second = try run("a.h5", "b.h5", "--resume", in: folder)
      #expect(second == first)
      let now = try written(folder + "/results/a.h5")
      #expect(now == kept)
      #expect(names(in: folder + "/results").contains("b.h5"))
      // A recording that has been written since is taken through again.
      try writeLead([Float](repeating: 0, count: 9000), to: folder + "/b.h5")
      let third = try run("a.h5", "b.h5", "--resume", in: folder)
      #expect(third.status == 0 && third.output != first.output)
    }
  }

  @Test func resultsThatAreDamagedAreMadeAgain() throws {
    try withScratch { folder in
      let first = try run("a.h5", in: folder)
      for name in ["a.h5", "a.alerts.jsonl"] {
        try write("damaged", to: "\(folder)/results/\(name)")
        let again = try run("a.h5", "--resume", in: folder)
        #expect(again == first)
        let text = try contents(of: "\(folder)/results/\(name)")
        #expect(text != "damaged")
      }
    }
  }

  @Test func aResumedBatchAnswersAsTheFirstOne() throws {
    try withScratch { folder in
      let words = ["run", "fixtures/asystole/pipeline.json", "fixtures/asystole/recording.h5"]
      let more = ["--output", folder, "--fail-on", "high"]
      let first = try vigil(arguments: words + more, in: root)
      let second = try vigil(arguments: words + more + ["--resume"], in: root)
      #expect(first.status == 1 && second.status == 1)
    }
  }

  @Test func noRecordingIsReplacedByItsResults() throws {
    try withScratch { folder in
      _ = try run("a.h5", in: folder)
      let before = try bytes(of: folder + "/a.h5")
      let outcome = try run("a.h5", "--output", ".", "--force", in: folder)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.hasPrefix(
          "vigil: error: the results of 'a.h5' would replace the recording 'a.h5'"))
      let after = try bytes(of: folder + "/a.h5")
      #expect(after == before)
    }
  }

  @Test func twoRecordingsMayNotShareTheNameOfTheirResults() throws {
    try withScratch { folder in
      let errors = """
        vigil: error: 'a.h5' and './a.h5' would both write 'results/a.h5'; \
        run them into different folders
        'vigil help run' says what it takes.

        """
      let outcome = try run("a.h5", "./a.h5", in: folder)
      #expect(outcome == Outcome(status: 2, output: "", errors: errors))
      #expect(names(in: folder + "/results") == [])
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try withScratch { folder in
      let outcome = try run("a.h5", "--output", "a.h5/results", in: folder)
      #expect(outcome.status == 2 && outcome.output == "")
      #expect(outcome.errors.hasPrefix("vigil: error: a.h5/results: Not a directory\n"))
    }
  }

  @Test func resultsThatCannotBeWrittenAreNotTheRecordingsFault() throws {
    try withScratch { folder in
      // A folder in the place of the results.
      _ = try run("a.h5", in: folder)
      unlink(folder + "/results/a.h5")
      try makeFolder(folder + "/results/a.h5")
      let outcome = try run("a.h5", "--force", in: folder)
      #expect(outcome.status == 2 && outcome.output == "")
      #expect(
        outcome.errors.hasPrefix(
          "vigil: error: results/a.h5: is there and not a plain file; name another file\n"))
      #expect(!names(in: folder + "/results").contains { $0.hasSuffix(".partial") })
    }
  }

  @Test func aDeviceIsNotReplacedByAFile() throws {
    try withScratch { folder in
      // A pipe stands for whatever is not a plain file.
      let pipe = folder + "/recording.h5"
      mkfifo(pipe, 0o600)
      let outcome = try vigil("simulate", "fixtures/asystole/scenario.json", pipe)
      #expect(outcome.status == 2 && outcome.output == "")
      #expect(
        outcome.errors.hasPrefix(
          "vigil: error: \(pipe): is there and not a plain file; name another file\n"))
      var status = stat()
      #expect(stat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
      #expect(names(in: folder) == ["recording.h5"])
    }
  }

  @Test(arguments: [("never", 0), ("low", 1), ("high", 1)])
  func anAlertThatFailOnNamesGivesOne(limit: String, status: Int32) throws {
    try withScratch { folder in
      let outcome = try run("a.h5", "--fail-on", limit, in: folder)
      #expect(outcome.status == status && outcome.errors == "")
    }
  }
}

/// When a file was last written, in nanoseconds.
private func written(_ file: String) throws -> Int {
  var status = stat()
  guard stat(file, &status) == 0 else { throw Failure(file) }
  return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
}
