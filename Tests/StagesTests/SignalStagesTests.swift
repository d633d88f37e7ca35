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

@Test func shapesOfSpectraAreSplitByUnit() throws {
  let example = Example(stage: "spectral-shape", settings: #""channels": "ABP", "output": "flow""#)
  let layouts = try example.pipeline().layouts(from: SyntheticRecording.layout)
  let added = try #require(layouts.last).channels.suffix(2)
  #expect(added.map(\.name) == ["flow frequencies", "flow entropy"])
  #expect(added.map(\.unit.rawValue) == ["Hz", "1"])
  #expect(added.map(\.axis) == [["edge", "median", "peak"], []])
  let found = try example.outcome()
  let frequencies = try #require(found["flow frequencies"])
  let entropy = try #require(found["flow entropy"])
  #expect(frequencies.times == entropy.times)
  #expect(frequencies.values.count == 3 * entropy.values.count)
  #expect(entropy.values.contains { !$0.isNaN })
  for index in entropy.values.indices where !entropy.values[index].isNaN {
    #expect(0...1 ~= entropy.values[index])
    let (edge, median) = (frequencies.values[3 * index], frequencies.values[3 * index + 1])
    #expect(0.5...62.5 ~= median && median <= edge)
  }
}

@Test func bandsOfChannelsWithARateEndAtHalfOfIt() throws {
  func problem(_ high: Double) throws -> [String] {
    let example = Example(
      stage: "lomb-scargle",
      settings: #"""
        "channels": "ABP", "window": 10, "bands": [ { "name": "a", "low": 1, "high": \#(high) } ]
        """#)
    do {
      _ = try example.pipeline().layouts(from: SyntheticRecording.layout)
      return []
    } catch let problems as Diagnostics {
      return problems.all.map(\.message)
    }
  }
  #expect(try problem(62.5) == [])
  let above = try problem(63)
  #expect(above.count == 1 && above.allSatisfy { $0.contains("half the rate of 'ABP', 62.5 Hz") })
}

/// What is due at multiples of a period is never due behind the last moment there is.
@Test(arguments: [
  ("variability", #""every": 7"#), ("breathing", #""beats": "QRS", "every": 7"#),
  ("lomb-scargle", #""every": 7, "bands": [{ "name": "a", "low": 0.1, "high": 0.2 }]"#),
  ("statistics", #""every": 7, "values": ["last"]"#),
])
func recordingsMayEndAtTheLastMoment(stage: String, settings: String) throws {
  let layout = Layout(
    channels: [ChannelDescription(name: "SpO2", kind: .numeric, unit: .percent)],
    layers: [LayerDescription(name: "QRS")])
  var recording = Recording(layout)
  for time in [Time(seconds: 1), Time(nanoseconds: .max - 2)] {
    recording.channels[0].append(97, at: time)
    recording.layers[0].annotations.append(Annotation(.beat, at: time, label: "N"))
  }
  recording.channels[0].through = Time(nanoseconds: .max - 1)
  recording.layers[0].through = Time(nanoseconds: .max - 1)
  let found = try Example(stage: stage, settings: settings).outcome(over: recording, on: layout)
  #expect(found.breaches == [])
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
