import Testing

/// A folder with a record of one sample, and what converting it needs.
private final class RecordFolder {
  let path: String

  init() throws {
    path = try scratch()
    try write("r 1 360 1\nr.dat 16 200 12 0 0 16961 0 II\n# Jane Doe\n", to: path + "/r.hea")
    try write("AB", to: path + "/r.dat")
  }

  deinit { remove(path) }

  func convert(_ options: String...) throws -> Outcome {
    var outcome = try vigil(arguments: ["convert"] + options.map { $0.replacing("@", with: path) })
    outcome.errors = outcome.errors.replacing(path, with: "@")
    return outcome
  }
}

@Suite struct ConvertTests {
  private let quiet = "vigil: warning: there are no annotations at @/r.atr\n"

  @Test func aRecordBecomesAFileThatTheProgramReads() throws {
    let folder = try RecordFolder()
    let outcome = try folder.convert("@/r.hea", "@/r.h5")
    #expect(outcome == Outcome(status: 0, output: "", errors: quiet))
    let info = try vigil("info", folder.path + "/r.h5")
    #expect(info.status == 0 && info.output.contains(" ecg "))
    #expect(try !contents(of: folder.path + "/r.h5").contains("Jane"))
    #expect(try folder.convert("@/r", "@/k.h5", "--keep-comments").status == 0)
    #expect(try contents(of: folder.path + "/k.h5").contains("Jane"))
  }

  @Test func aFolderBecomesAFileOfRecordingsByName() throws {
    let folder = try RecordFolder()
    #expect(try folder.convert("@", "@/all.h5").status == 0)
    #expect(try vigil("info", folder.path + "/all.h5#r").status == 0)
  }

  @Test func anOutputThatIsThereIsReplacedOnlyByForce() throws {
    let folder = try RecordFolder()
    try write("mine", to: folder.path + "/r.h5")
    #expect(
      try folder.convert("@/r", "@/r.h5")
        == Outcome(
          status: 2, output: "",
          errors: "vigil: error: @/r.h5: is there already; --force replaces it\n"))
    #expect(try contents(of: folder.path + "/r.h5") == "mine")
    #expect(try folder.convert("@/r", "@/r.h5", "--force").status == 0)
    #expect(try contents(of: folder.path + "/r.h5") != "mine")
  }

  @Test func whatCannotBeReadIsNamedAndTheRestIsWritten() throws {
    let folder = try RecordFolder()
    try write("q 1 360 5\nq.dat 16\n", to: folder.path + "/q.hea")
    try write("AB", to: folder.path + "/q.dat")
    let problem =
      "@/q.hea:2:1: error: q.dat holds 1 of the 5 samples that the header states; "
      + "copy it again from its source\n"
    #expect(
      try folder.convert("@", "@/all.h5")
        == Outcome(status: 3, output: "", errors: problem + quiet))
    #expect(
      try folder.convert("@/q", "@/q.h5") == Outcome(status: 3, output: "", errors: problem))
    #expect(throws: Failure.self) { try contents(of: folder.path + "/q.h5") }
  }

  @Test func noInputAndNoPlaceForTheOutputAreSaid() throws {
    let folder = try RecordFolder()
    #expect(
      try folder.convert("@/none", "@/x.h5")
        == Outcome(
          status: 3, output: "", errors: "vigil: error: @/none.hea: No such file or directory\n"))
    let outcome = try folder.convert("@/r", "@/no/x.h5")
    #expect(outcome.status == 2 && outcome.errors.contains("@/no/x.h5"))
  }
}
