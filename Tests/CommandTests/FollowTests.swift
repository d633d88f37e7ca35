import Configuration
import Formats
import Glibc
import Growing
import Signals
import Testing

/// `vigil monitor --follow`: recordings that are watched while they are written.
@Suite struct FollowTests {
  /// The counts of the lead of a fixture, at a gain of 1000, of which the last seconds are flat.
  private func lead() throws -> [Double] {
    let reader = try RecordingReader(root + "/fixtures/asystole/recording.h5")
    var whole = Recording(reader.header.layout)
    try reader.read(until: reader.header.duration, into: &whole)
    let channel = try #require(whole.channels.first { $0.description.kind == .ecg })
    return channel.samples.map { $0.isNaN ? -32_768 : Double(($0 * 1000).rounded()) }
  }

  private func recorder(_ path: String) throws -> GrowingFile {
    let file = try GrowingFile(path)
    try file.addDataset("/Waveforms/II", ofCounts: true)
    try file.addAttribute("uom", "mV", to: "/Waveforms/II")
    for (name, number) in [
      ("sample_rate", 250.0), ("gain", 1000), ("baseline", 0), ("nanvalue", -32_768),
    ] { try file.addAttribute(name, number, to: "/Waveforms/II") }
    try file.start()
    return file
  }

  private func lines(_ text: String, of type: String) throws -> [String] {
    try JSONLine.all(in: text).enumerated().compactMap { index, line in
      line.type == type ? String(text.split(separator: "\n")[index]) : nil
    }
  }

  @Test func aRecordingThatGrowsGivesTheAlertsThatItGivesAsAWhole() throws {
    try withScratch { folder in
      try write(beatWatch, to: folder + "/watch.json")
      let path = folder + "/live.h5"
      let recorder = try recorder(path)
      let counts = try lead()
      try recorder.append(Array(counts[..<500]), to: "/Waveforms/II")
      let words = ["monitor", folder + "/watch.json", path, "--bed", "7"]
      let watch = try Running(words + ["--follow", "--poll", "0.01"])
      for start in stride(from: 500, to: counts.count, by: 1250) {
        try recorder.append(
          Array(counts[start..<min(start + 1250, counts.count)]), to: "/Waveforms/II")
        usleep(20_000)
      }
      recorder.close()
      let live = try watch.outcome()
      let replay = try vigil(arguments: words)
      #expect(live.status == 0 && live.errors == "")
      let alerts = try lines(live.output, of: "alert")
      #expect(!alerts.isEmpty)
      #expect(try alerts == lines(replay.output, of: "alert"))
      #expect(try lines(live.output, of: "end") == lines(replay.output, of: "end"))
      let stream = try #require(try lines(live.output, of: "stream").first)
      #expect(stream.contains(#""mode":"live""#))
    }
  }

  @Test func aRecorderThatGoesSilentIsNotTakenForTheEnd() throws {
    try withScratch { folder in
      try write(beatWatch, to: folder + "/watch.json")
      let path = folder + "/live.h5"
      let recorder = try recorder(path)
      try recorder.append(Array(try lead()[..<500]), to: "/Waveforms/II")
      let watch = try vigil(
        "monitor", folder + "/watch.json", path, "--bed", "7", "--follow", "--poll", "0.01",
        "--idle", "0.2")
      #expect(watch.status == 3)
      #expect(watch.errors.contains("nothing came for 0.2 s, and its writer has not closed it"))
      let end = try #require(try JSONLine.all(in: watch.output).last)
      #expect(end.type == "end" && end.text("reason") == "idle")
      recorder.close()
    }
  }

  @Test func whatADeadRecorderLeftIsReadAndNotTakenForTheWhole() throws {
    try withScratch { folder in
      try write(beatWatch, to: folder + "/watch.json")
      let recorder = try recorder(folder + "/live.h5")
      try recorder.append(Array(try lead()[..<500]), to: "/Waveforms/II")
      // A copy of a file that is open for writing is what a writer leaves that is killed.
      let left = folder + "/left.h5"
      try write(bytes(of: folder + "/live.h5"), to: left)
      let run = try vigil(
        "run", folder + "/watch.json", left, "--output", folder + "/results")
      #expect(run.status == 3)
      #expect(run.output.contains(#""status":"partial""#))
      #expect(run.errors.contains("its writer is at work, or ended without closing it"))
      recorder.close()
    }
  }
}
