import Configuration
import Testing

/// A folder with a simulated recording, a pipeline that finds its beats, and a cohort.
private final class Bench {
  let folder: String

  init(acceptance: String = "[]", recordings: [String] = ["a.h5"]) throws {
    folder = try scratch()
    let made = try vigil("simulate", "fixtures/bradycardia/scenario.json", folder + "/a.h5")
    #expect(made.status == 0, "\(made.errors)")
    try write(
      #"""
      { "stages": [ { "stage": "bandpass", "channels": { "kind": "ecg" }, "low": 0.5, "high": 40 },
                    { "stage": "qrs", "channels": { "kind": "ecg" } } ] }
      """#, to: folder + "/pipeline.json")
    try write(
      #"""
      { "table": "cohort.csv", "reference": "beats", "comparison": { "skip": 5 },
        "acceptance": \#(acceptance) }
      """#, to: folder + "/cohort.json")
    let rows = recordings.enumerated().map { "\($1),p\($0),test\n" }
    try write("recording,patient,split\n" + rows.joined(), to: folder + "/cohort.csv")
  }

  deinit { remove(folder) }

  func validate(_ options: String...) throws -> Outcome {
    try vigil(
      arguments: ["validate", folder + "/pipeline.json", folder + "/cohort.json"] + options)
  }
}

@Suite struct ValidateTests {
  private let limit = #"""
    [ { "layer": "QRS", "figure": "sensitivity", "atLeast": 0.95 },
      { "layer": "QRS", "figure": "positivePredictivity", "atLeast": 0.95 } ]
    """#

  @Test func theNoticeComesFirstAndLimitsThatAreMetExitWithZero() throws {
    let outcome = try Bench(acceptance: limit).validate()
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first?.hasPrefix("Research software. Not a medical device.") == true)
    #expect(lines.dropFirst().first?.hasPrefix("Retrospective figures of ") == true)
    #expect(lines.contains { $0.hasPrefix("  a.h5 ") })
    #expect(lines.count { $0.hasPrefix("  met ") } == 2)
    #expect(outcome.status == 0 && outcome.errors == "")
  }

  @Test func aLimitThatIsNotMetExitsWithOne() throws {
    let missed = #"[ { "layer": "QRS", "class": "V", "figure": "sensitivity", "atLeast": 0.1 } ]"#
    let outcome = try Bench(acceptance: missed).validate()
    #expect(outcome.status == 1)
    #expect(
      outcome.output.contains(
        "NOT MET  sensitivity of class V in layer 'QRS': -, must be at least 10.00 %"))
  }

  @Test(arguments: [
    (
      #"{ "layer": "QSR", "figure": "sensitivity", "atLeast": 0.1 }"#,
      "the pipeline writes no layer of beats 'QSR'; did you mean 'QRS'?"
    ),
    (
      #"{ "layer": "beats", "figure": "sensitivity", "atLeast": 0.1 }"#,
      "the pipeline writes no layer of beats 'beats'"
    ),
    (
      #"{ "layer": "QRS", "class": "PVC", "figure": "sensitivity", "atLeast": 0.1 }"#,
      "'cohort.acceptance[1].class' must be one of 'N', 'S', 'V', 'F', 'Q', not 'PVC'"
    ),
    (
      #"{ "layer": "QRS", "class": "v", "figure": "sensitivity", "atLeast": 0.1 }"#,
      "'cohort.acceptance[1].class' must be one of 'N', 'S', 'V', 'F', 'Q', not 'v'; "
        + "did you mean 'V'?"
    ),
  ])
  func aLimitOnWhatIsNeverJudgedIsRefusedWhereItStands(
    limit: String, message: String
  ) throws {
    let sound = #"{ "layer": "QRS", "figure": "sensitivity", "atLeast": 0.1 }"#
    let bench = try Bench(acceptance: "[ \(sound),\n\(limit) ]")
    let outcome = try bench.validate()
    let value = limit.contains("class") ? #""class": "# : #""layer": "#
    let column = limit.split(separator: value)[0].count + value.count + 1
    #expect(outcome.status == 2 && outcome.output == "")
    #expect(
      outcome.errors == "\(bench.folder)/cohort.json:3:\(column): error: \(message)\n")
  }

  @Test func sharesAreRoundedToTheNearestHundredthOfAPercent() throws {
    let bound = #"[ { "layer": "QRS", "figure": "sensitivity", "atLeast": \#(310.0 / 311) } ]"#
    let outcome = try Bench(acceptance: bound).validate()
    #expect(outcome.output.contains("must be at least 99.68 %"))
  }

  @Test func figuresForProgramsAreOneLine() throws {
    let outcome = try Bench(acceptance: limit).validate("--json", "--skip", "10")
    let json = try JSON.parse(SourceText(path: "out", outcome.output))
    guard case .object(let members) = json.value else { throw Failure("no object") }
    #expect(members.first?.key == "notice")
    guard case .string("retrospective")? = json["kind"]?.value else { throw Failure("kind") }
    guard case .number(10)? = json["skip"]?.value else { throw Failure("skip") }
    #expect(outcome.output.count { $0 == "\n" } == 1)
  }

  @Test func aRecordingThatCannotBeReadIsNamedAndLeftOut() throws {
    let bench = try Bench(acceptance: limit, recordings: ["a.h5", "b.h5"])
    try write("no recording", to: bench.folder + "/b.h5")
    let outcome = try bench.validate()
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("b.h5"))
    #expect(outcome.output.contains("NOT READ, and in none of the figures: b.h5"))
  }

  @Test func aSplitWithoutRecordingsAndABrokenCohortAreRefused() throws {
    let bench = try Bench()
    let empty = try bench.validate("--split", "train")
    #expect(empty.status == 2)
    #expect(empty.errors.contains("no recording is in split 'train'; --split names another"))
    try write("recording,patient,split\nz.h5,p,test\n", to: bench.folder + "/cohort.csv")
    let broken = try bench.validate()
    #expect(broken.status == 2 && broken.output == "")
    #expect(broken.errors.contains("cohort.csv:2:1: error: "))
  }

  @Test(arguments: ["pipeline", "cohort", "plan"])
  func thereIsASchemaOfEverythingThatPeopleWrite(kind: String) throws {
    let outcome = try vigil("schema", kind)
    let json = try JSON.parse(SourceText(path: "schema", outcome.output))
    guard case .string("Vigil \(kind == "plan" ? "training plan" : kind)")? = json["title"]?.value
    else { throw Failure("title") }
    #expect(outcome.status == 0)
  }
}
