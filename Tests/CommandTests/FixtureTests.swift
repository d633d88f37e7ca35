import Glibc
import Testing

/// The cases in `fixtures/`, each a folder with a pipeline, a recording and what is expected.
private let cases: [String] = {
  guard let folder = opendir(root + "/fixtures") else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if access("\(root)/fixtures/\(name)/expected.jsonl", F_OK) == 0 { names.append(name) }
  }
  return names.sorted()
}()

/// Watches the recording of a case with its pipeline; the bed's name keeps paths out of the lines.
private func monitor(
  _ name: String, part: String = "1", environment: [String: String] = [:]
) throws -> Outcome {
  try vigil(
    "monitor", "fixtures/\(name)/pipeline.json", "fixtures/\(name)/recording.h5", "--bed", name,
    "--part", part, environment: environment)
}

@Suite struct FixtureTests {
  @Test func thereAreCases() { #expect(cases.count >= 3) }

  @Test(arguments: cases) func alertsAreWhatIsExpected(name: String) throws {
    let outcome = try monitor(name)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let file = "\(root)/fixtures/\(name)/expected.jsonl"
    if getenv("RECORD") != nil { try write(outcome.output, to: file) }
    #expect(outcome.output == (try contents(of: file)))
  }

  @Test(arguments: cases, ["0.1", "60"])
  func theLengthOfThePartsDoesNotShow(name: String, part: String) throws {
    #expect(try monitor(name, part: part) == (try monitor(name)))
  }

  @Test(arguments: cases) func olderProcessorsGiveTheSameBytes(name: String) throws {
    let tunables = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"]
    #expect(try monitor(name, environment: tunables) == (try monitor(name)))
  }

  @Test(arguments: cases) func aBatchGivesTheVeryLinesOfTheReplay(name: String) throws {
    let folder = try scratch()
    defer { remove(folder) }
    let recording = "fixtures/\(name)/recording.h5"
    let run = try vigil(
      "run", "fixtures/\(name)/pipeline.json", recording, "--output", folder)
    #expect(run.status == 0)
    let replay = try vigil("monitor", "fixtures/\(name)/pipeline.json", recording)
    #expect(try contents(of: "\(folder)/\(name).alerts.jsonl") == replay.output)
  }

  @Test(arguments: cases) func theSimulatorMakesTheSameFileAgain(name: String) throws {
    let folder = try scratch()
    defer { remove(folder) }
    let made = try vigil(
      "simulate", "fixtures/\(name)/scenario.json", folder + "/recording.h5")
    #expect(made.status == 0 && made.errors == "")
    #expect(
      try contents(of: folder + "/recording.h5")
        == (try contents(of: "\(root)/fixtures/\(name)/recording.h5")))
  }
}
