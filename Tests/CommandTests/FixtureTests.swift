import Configuration
import Formats
import Glibc
import Signals
import Testing

/// The cases in `fixtures/`, each a folder with a pipeline, a recording and what is expected.
private let cases = names(in: root + "/fixtures").filter {
  access("\(root)/fixtures/\($0)/expected.jsonl", F_OK) == 0
}

/// The pipeline of a case: its own, else the shipped one of its name.
private func pipeline(of name: String) -> String {
  let own = "fixtures/\(name)/pipeline.json"
  return access("\(root)/\(own)", F_OK) == 0 ? own : "pipelines/\(name).json"
}

/// Watches the recording of a case with its pipeline; the bed's name keeps paths out of the lines.
private func monitor(
  _ name: String, part: String = "1", by program: String = program,
  environment: [String: String] = [:]
) throws -> Outcome {
  try Running(
    ["monitor", pipeline(of: name), "fixtures/\(name)/recording.h5"]
      + ["--bed", name, "--part", part],
    of: program, environment: environment
  ).outcome()
}

private func expected(_ name: String) throws -> Outcome {
  let lines = try contents(of: "\(root)/fixtures/\(name)/expected.jsonl")
  return Outcome(status: 0, output: lines, errors: "")
}

@Suite struct FixtureTests {
  @Test func thereAreCases() { #expect(cases.count >= 8) }

  @Test func infoSaysWhereTheClockJumps() throws {
    let file = "fixtures/saturation/recording.h5"
    let words = "  the clock jumps by -3600.000 s at 60.000 s, which no stage sees\n"
    #expect(try vigil("info", file).output.contains(words))
    let jumps = #""jumps": [{ "at": 60, "by": -3600 }]"#
    #expect(try vigil("info", "--json", file).output.contains(jumps))
    #expect(try !vigil("info", "fixtures/asystole/recording.h5").output.contains("jumps"))
  }

  @Test(arguments: cases) func theAlertsAreWhatIsExpected(name: String) throws {
    let outcome = try monitor(name)
    if getenv("RECORD") != nil {
      try write(outcome.output, to: "\(root)/fixtures/\(name)/expected.jsonl")
    }
    #expect(outcome == (try expected(name)))
  }

  @Test(arguments: cases, ["0.1", "60"])
  func theLengthOfThePartsDoesNotShow(name: String, part: String) throws {
    #expect(try monitor(name, part: part) == (try expected(name)))
  }

  @Test(arguments: cases) func olderProcessorsGiveTheSameBytes(name: String) throws {
    let tunables = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"]
    #expect(try monitor(name, environment: tunables) == (try expected(name)))
  }

  @Test(.enabled(if: emulator != nil, "qemu-x86_64, of Debian's qemu-user, is not installed"))
  func aProcessorOf2008GivesTheSameBytes() throws {
    try withScratch { folder in
      // The reading process, too, must run on the processor that is emulated.
      let wrapper = folder + "/vigil"
      let words = "exec '\(emulator ?? "")' -cpu Nehalem '\(program)' \"$@\""
      try write("#!/bin/sh\n\(words)\n", to: wrapper)
      chmod(wrapper, 0o700)
      let outcome = try monitor("asystole", by: wrapper)
      #expect(outcome == (try expected("asystole")))
      let own = try results(in: folder + "/own")
      let emulated = try results(in: folder + "/emulated", by: wrapper)
      #expect(own == emulated && own.count == 4)
    }
  }

  @Test func theNetworksResultsAreTheSameHoweverTheyAreMade() throws {
    try withScratch { folder in
      let whole = try results(in: folder + "/whole")
      let cut = try results(in: folder + "/cut", part: "0.1")
      let tunables = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"]
      let older = try results(in: folder + "/older", environment: tunables)
      #expect(whole == cut && whole == older && whole.count == 4)
    }
  }

  /// The bytes of every file that the shipped pipeline, with its network, makes of one fixture.
  private func results(
    in folder: String, part: String = "60", by program: String = program,
    environment: [String: String] = [:]
  ) throws -> [String: [UInt8]] {
    let run = try Running(
      ["run", "pipelines/arrhythmia.json", "fixtures/tachycardia/recording.h5"]
        + ["--output", folder, "--part", part],
      of: program, environment: environment
    ).outcome()
    #expect(run.status == 0 && run.errors == "")
    return try Dictionary(
      uniqueKeysWithValues: names(in: folder).map { ($0, try bytes(of: "\(folder)/\($0)")) })
  }

  @Test(arguments: cases) func aBatchGivesTheVeryLinesOfTheReplay(name: String) throws {
    try withScratch { folder in
      let pipeline = pipeline(of: name)
      let recording = "fixtures/\(name)/recording.h5"
      let run = try vigil("run", pipeline, recording, "--output", folder)
      #expect(run.status == 0 && run.errors == "")
      let replay = try vigil("monitor", pipeline, recording)
      #expect(try contents(of: "\(folder)/\(name).alerts.jsonl") == replay.output)
    }
  }

  @Test(arguments: names(in: root + "/fixtures").filter { !$0.contains(".") })
  func theSimulatorMakesTheSameFileAgain(name: String) throws {
    try withScratch { folder in
      let made = try vigil("simulate", "fixtures/\(name)/scenario.json", folder + "/recording.h5")
      #expect(made == Outcome(status: 0, output: "", errors: ""))
      let again = try bytes(of: folder + "/recording.h5")
      #expect(again == (try bytes(of: "\(root)/fixtures/\(name)/recording.h5")))
    }
  }

  @Test func theFixturesAreSmall() throws {
    let sizes = try names(in: root + "/fixtures").map { name -> Int in
      let path = "\(root)/fixtures/\(name)/recording.h5"
      return access(path, F_OK) == 0 ? try bytes(of: path).count : 0
    }
    #expect(sizes.reduce(0, +) < 5_000_000)
  }
}

/// What is expected, held against what the simulator did.
@Suite struct ClinicalTests {
  private func alerts(_ name: String, _ alarm: String, _ phase: String) throws -> [JSONLine] {
    try JSONLine.all(in: try expected(name).output).filter {
      $0.type == "alert" && $0.text("name") == alarm && $0.text("phase") == phase
    }
  }

  private func beats(_ name: String) throws -> [Double] {
    let reader = try RecordingReader("\(root)/fixtures/\(name)/recording.h5")
    let layer = try #require(try reader.references().first { $0.name == "beats" })
    return layer.intervals.map(\.onset.seconds)
  }

  @Test func anAsystoleIsKnownTenSecondsAfterTheLastBeatAtMost() throws {
    let beats = try beats("asystole")
    let last = try #require(beats.last { $0 < 60 })
    let start = try alerts("asystole", "asystole", "start")
    #expect(start.count == 1)
    let detected = try #require(start.first?.number("detected"))
    #expect(detected > last + 4 && detected <= last + 10)
    let end = try #require(try alerts("asystole", "asystole", "end").first?.number("time"))
    let next = try #require(beats.first { $0 > 60 })
    #expect(abs(end - next) < 0.05)
  }

  @Test func asystoleIsAnnouncedWhereNoChannelShowsAPulseAndNowhereElse() throws {
    let announced = try cases.filter { try !alerts($0, "asystole", "start").isEmpty }
    #expect(announced == ["asystole", "ectopy", "gap", "vital-signs"])
    let start = try #require(try alerts("gap", "asystole", "start").first?.number("time"))
    #expect((50.0...62.0).contains(start))
  }

  @Test func aLeadThatIsOffIsSaidToBeAndInhibitsOnlyBesideAPulse() throws {
    let starts = try alerts("lead-off", "lead off", "start").compactMap { $0.number("onset") }
    #expect(zip(starts, [20, 60]).allSatisfy { abs($0 - $1) < 0.2 } && starts.count == 2)
    #expect(try alerts("lead-off", "asystole", "inhibit").count == 2)
    #expect(try alerts("lead-off", "asystole", "rearm").count == 2)
  }

  @Test func everyAlarmOfACaseIsThatOfItsEvent() throws {
    let physiological = try cases.map { name in
      try JSONLine.all(in: try expected(name).output).filter { $0.text("phase") == "start" }
        .filter { $0.text("category") == "physiological" }.compactMap { $0.text("name") }
    }
    let own = [
      "asystole": ["asystole"], "bradycardia": ["extreme bradycardia"],
      "desaturation": ["desaturation"], "ectopy": ["asystole"], "gap": ["asystole"],
      "tachycardia": ["extreme tachycardia"],
      "vital-signs": ["hypotension", "no breath", "asystole"],
    ]
    #expect(physiological == cases.map { own[$0] ?? [] })
  }

  @Test func everyStartHasOneEndButOfWhatLasts() throws {
    for name in cases {
      for line in try JSONLine.all(in: try expected(name).output) where line.type == "end" {
        // A low pressure lasts to the end of the recording.
        let isOpen = line.json["open"]?.value.line != "[]"
        #expect(isOpen == (name == "vital-signs"))
      }
    }
  }
}

/// Where `qemu-x86_64` is, if it is installed.
private let emulator: String? = {
  guard let path = getenv("PATH") else { return nil }
  return String(cString: path).split(separator: ":").map { String($0) + "/qemu-x86_64" }
    .first { access($0, X_OK) == 0 }
}()
