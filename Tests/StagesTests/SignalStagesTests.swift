import Configuration
import Pipelines
import Signals
import Stages
import Testing

private func outcome(_ settings: String) throws -> Outcome {
  let text = #"{ "stages": [ { \#(settings) } ] }"#
  let pipeline = try Pipeline(SourceText(path: "test.json", text), catalogue: catalogue)
  return try Outcome(
    pipeline, over: SyntheticRecording.whole, on: SyntheticRecording.layout)
}

@Test func qualitySaysWhereALeadIsMissingOrAtItsRail() throws {
  let found = try outcome(
    #""stage": "quality", "channels": "II", "low": -5, "high": 5, "output": "signal""#)
  let words = try #require(found.layers["signal"]).joined().map {
    "\($0.label) \($0.onset.seconds) \($0.duration?.seconds ?? .infinity)"
  }
  #expect(
    words == [
      "gap 20.0 1.5", "saturation 30.0 1.0", "flat line 40.0 3.0", "saturation 40.0 3.0",
    ])
}

@Test func resamplingGivesAChannelItsRateAndItsTimes() throws {
  let found = try outcome(#""stage": "resample", "channels": "V1", "rate": 100"#)
  let channel = try #require(found["V1"])
  #expect(channel.first == 0)
  #expect(channel.samples.count == 6000)
  // The R peaks of 80 ms are where they were.
  for beat in SyntheticRecording.beats where beat.seconds > 1 && beat.seconds < 59 {
    let place = Int((beat.seconds * 100).rounded())
    #expect(channel.values[(place - 1)...(place + 1)].contains { $0 > 0.75 })
  }
}

@Test func relativePowersOfAllBandsAddUpToOne() throws {
  let found = try outcome(
    #"""
    "stage": "spectral-power", "channels": "V1", "relative": true, "every": 2, "bands": [
      { "name": "a", "low": 0, "high": 5 }, { "name": "b", "low": 5, "high": 20 },
      { "name": "c", "low": 20, "high": 125 } ]
    """#)
  let powers = try #require(found["power"])
  #expect(powers.times.first == Time(seconds: 10 - 0.004))
  #expect(powers.times.count == 26)
  for index in powers.times.indices {
    let sum = powers.values[3 * index..<3 * index + 3].reduce(0, +)
    #expect(abs(sum - 1) < 1e-5)
  }
}

@Test func edgesAreFlaggedOrMadeMissingAsTheSettingSays() throws {
  func filtered(_ edges: String) throws -> Outcome {
    try outcome(
      #""stage": "bandpass", "channels": "II", "low": 5, "high": 15, "edges": "\#(edges)""#)
  }
  let (kept, flagged, missing) = (
    try filtered("keep"), try filtered("flag"), try filtered("missing")
  )
  #expect(kept.layers["bandpass edges"] == nil)
  let stretches = try #require(flagged.layers["bandpass edges"]).joined()
  #expect(stretches.filter { $0.label == "edge" }.map(\.onset.seconds) == [0, 21.5])
  // The filter cannot know that the gap will be long: it bridges what it may first.
  #expect(stretches.filter { $0.label == "bridged" }.map(\.onset.seconds) == [20])
  #expect(stretches.filter { $0.label == "bridged" }.map(\.duration?.seconds) == [0.1])
  let (all, some) = (try #require(kept["II"]).values, try #require(missing["II"]).values)
  let doubtful = try #require(flagged["II"]).values
  for index in all.indices {
    let time = Time(seconds: Double(index) / 250)
    let label = stretches.first { $0.onset <= time && time < $0.onset + ($0.duration ?? .zero) }
    #expect(some[index].isNaN == (all[index].isNaN || label != nil))
    #expect(doubtful[index].isNaN == (all[index].isNaN && label == nil))
  }
}
