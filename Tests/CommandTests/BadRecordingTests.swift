import Glibc
import Testing

/// A file that is no recording, and what the program says of it.
private struct BadFile: CustomTestStringConvertible {
  var testDescription: String
  var bytes: @Sendable () throws -> [UInt8]?
  var error: String
  /// Whether it is a sound file of another format.
  var isForeign = false
}

/// The first bytes of a MATLAB 4 matrix: type, rows, columns, not complex, length of the name.
private let matlab4: [UInt8] = {
  let words: [UInt8] = [0, 10, 2, 0, 7]
  return words.flatMap { [$0, 0, 0, 0] } + Array("signal\0".utf8)
    + [UInt8](repeating: 0, count: 160)
}()

private func asystole() throws -> [UInt8] {
  try bytes(of: root + "/fixtures/asystole/recording.h5")
}

private let badFiles = [
  BadFile(
    testDescription: "missing", bytes: { nil },
    error: "cannot be opened: No such file or directory"),
  BadFile(
    testDescription: "empty", bytes: { [] },
    error: "the file is empty; copy it again from its source"),
  BadFile(
    testDescription: "text", bytes: { Array("time,value\n0,1\n".utf8) },
    error: "this is not an HDF5 file; see 'vigil help convert' for others", isForeign: true),
  BadFile(
    testDescription: "MATLAB 4", bytes: { matlab4 },
    error: "this is a MATLAB 4 file, not HDF5; save it again in MATLAB with save(…, '-v7.3')",
    isForeign: true),
  BadFile(
    testDescription: "truncated", bytes: { Array(try asystole().dropLast(20_000)) },
    error: "the file is truncated; copy it again from its source"),
]

/// Two good recordings around a file, run and watched in a folder of their own.
private func run(beside file: BadFile, _ body: (String) throws -> Void) throws {
  try withScratch { folder in
    try write(beatWatch, to: folder + "/pipeline.json")
    let beat = [Float](repeating: 0, count: 250)
    try writeLead(beat, to: folder + "/first.h5")
    try writeLead(beat, to: folder + "/last.h5")
    if let bytes = try file.bytes() { try write(bytes, to: folder + "/bad.h5") }
    try body(folder)
  }
}

@Suite struct BadRecordingTests {
  @Test(arguments: badFiles)
  fileprivate func aFileThatIsNoRecordingIsSaidToBeSo(_ file: BadFile) throws {
    try run(beside: file) { folder in
      for words in [["monitor", "pipeline.json", "bad.h5"], ["info", "bad.h5"]] {
        // What another verb reads is for `info` a question put wrongly; see ForeignFileTests.
        if words[0] == "info", file.isForeign { continue }
        let outcome = try vigil(arguments: words, in: folder)
        #expect(
          outcome
            == Outcome(status: 3, output: "", errors: "vigil: error: bad.h5: \(file.error)\n"))
      }
    }
  }

  @Test(arguments: badFiles)
  fileprivate func oneBadFileCostsABatchNoOther(_ file: BadFile) throws {
    try run(beside: file) { folder in
      let outcome = try vigil("run", "pipeline.json", "first.h5", "bad.h5", "last.h5", in: folder)
      #expect(outcome.status == 3)
      #expect(outcome.errors == "vigil: error: bad.h5: \(file.error)\n")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(
        lines[1] == #"{"recording":"bad.h5","status":"failed","error":"bad.h5: \#(file.error)"}"#)
      #expect(
        names(in: folder + "/results") == [
          "first.alerts.jsonl", "first.h5", "first.summary.json", "last.alerts.jsonl", "last.h5",
          "last.summary.json", "manifest.jsonl",
        ])
      let manifest = try contents(of: folder + "/results/manifest.jsonl")
      #expect(manifest.split(separator: "\n").dropFirst() == lines[...])
    }
  }

  @Test func aRecordingDamagedInTheMiddleLeavesNothingHalfWritten() throws {
    try withScratch { folder in
      try write(beatWatch, to: folder + "/pipeline.json")
      try writeLead((0..<100_000).map { Float(($0 * 7919) % 1013) / 1000 }, to: folder + "/a.h5")
      // Samples lie in chunks of a packed stream each: bytes in the middle are samples.
      var damaged = try bytes(of: folder + "/a.h5")
      for place in (damaged.count / 2)..<(damaged.count / 2 + 64) { damaged[place] ^= 0x5A }
      try write(damaged, to: folder + "/a.h5")
      let outcome = try vigil("run", "pipeline.json", "a.h5", "--part", "1", in: folder)
      #expect(outcome.status == 3)
      #expect(outcome.errors.hasPrefix("vigil: error: a.h5: /channels/II/samples: "))
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(names(in: folder + "/results") == ["manifest.jsonl"])
      let watch = try vigil("monitor", "pipeline.json", "a.h5", in: folder)
      #expect(watch.status == 3 && watch.errors == outcome.errors)
      let end = try JSONLine.all(in: watch.output).last
      #expect(end?.type == "end" && end?.text("reason") == "error")
    }
  }
}
