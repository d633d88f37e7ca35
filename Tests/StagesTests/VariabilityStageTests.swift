import Pipelines
import Signals
import Testing

@Suite struct VariabilityStageTests {
  private static let layout = Layout(
    channels: [],
    layers: [
      LayerDescription(name: "QRS", delay: Time(seconds: 0.3)),
      LayerDescription(name: "quality", delay: Time(seconds: 2)),
    ])

  /// What comes of intervals in s of beats with labels, the first beat at zero.
  private func outcome(
    _ intervals: [Double], labels: [Int: String] = [:], quality: [Annotation] = [],
    _ settings: String = ""
  ) throws -> Outcome {
    var recording = Recording(Self.layout)
    var time = 0.0
    for (index, interval) in ([0] + intervals).enumerated() {
      time += interval
      recording.layers[0].annotations.append(
        Annotation(.beat, at: Time(seconds: time), label: labels[index] ?? "N"))
    }
    recording.layers[1].annotations = quality
    recording.layers[0].through = Time(seconds: time + 0.1)
    recording.layers[1].through = recording.layers[0].through
    return try Example(stage: "variability", settings: settings).outcome(
      over: recording, on: Self.layout)
  }

  private let two = #""window": 10, "every": 5, "least": 2, "measures": ["mean NN", "count"]"#

  @Test func theFirstValuesAreOfTheFirstWholeWindow() throws {
    let outcome = try outcome(Array(repeating: 1, count: 21), two)
    let times = try #require(outcome["variability times"])
    #expect(times.times == [10, 15, 20].map { Time(seconds: $0) })
    #expect(times.values == [1000, 1000, 1000])
    #expect(outcome["variability ratios"]?.values == [10, 10, 10], "both beats lie in the window")
    #expect(outcome["variability powers"] == nil)
  }

  @Test func ectopicBeatsTakeTheirTwoIntervalsWithThem() throws {
    let intervals = [1, 1, 0.6, 1.4, 1, 1, 1, 1, 1, 1.1]
    let settings = #""window": 10, "every": 10, "least": 2, "measures": ["RMSSD", "count"]"#
    let outcome = try outcome(intervals, labels: [3: "V"], settings)
    #expect(outcome["variability ratios"]?.values == [7])
    #expect(outcome["variability times"]?.values == [0])
  }

  @Test func withoutLabelsTheChangeTellsEctopicBeats() throws {
    let intervals = [1, 1, 1, 1, 0.6, 1.4, 1, 1, 1, 1]
    let settings = two + #", "change": 0.2"#
    #expect(try outcome(intervals, settings)["variability ratios"]?.values == [8])
    #expect(try outcome(intervals, two)["variability ratios"]?.values == [10])
  }

  @Test func missedBeatsAndBeatsTooManyDoNotCount() throws {
    let intervals = [1, 2.1, 1, 0.2, 0.8, 1, 1, 1, 1, 1]
    let outcome = try outcome(intervals, two)
    #expect(outcome["variability ratios"]?.values == [7], "the last ends behind the window")
  }

  @Test func intervalsThatTouchBadSignalDoNotCount() throws {
    func stretch(_ phase: Annotation.Phase, _ seconds: Double, _ channel: String) -> Annotation {
      Annotation(
        .quality, phase, at: Time(seconds: seconds), label: "gap", channel: channel)
    }
    let bad = [stretch(.begin, 3.5, "II"), stretch(.end, 5, "II")]
    let ones = Array(repeating: 1.0, count: 10)
    let settings = two + #", "quality": "quality", "qualityOf": "II""#
    let touched = try outcome(ones, quality: bad, settings)
    #expect(touched["variability ratios"]?.values == [7], "from 3 to 4, to 5, and from 5 on")
    let other = try outcome(
      ones, quality: [stretch(.begin, 3.5, "V1"), stretch(.end, 5, "V1")], settings)
    #expect(other["variability ratios"]?.values == [10])
  }

  @Test func tooFewIntervalsAreNotANumberAndTheirCountIsGiven() throws {
    let outcome = try outcome(
      Array(repeating: 1, count: 10), two.replacing("\"least\": 2", with: "\"least\": 11"))
    #expect(outcome["variability times"]?.values.map(\.isNaN) == [true])
    #expect(outcome["variability ratios"]?.values == [10])
  }

  @Test func afterAWholeWindowWithoutBeatsThereIsNothing() throws {
    let beats = [1, 1, 1, 40] + Array(repeating: 1.0, count: 12)
    let times = try #require(try outcome(beats, two)["variability ratios"]).times
    #expect(times == [10, 45, 50, 55].map { Time(seconds: $0) })
  }
}

@Suite struct PulseArrivalTests {
  private func arrivals(
    beats: [Double], pulses: [Double], _ settings: String = ""
  ) throws -> Outcome.ChannelOutcome {
    let layout = Layout(
      channels: [], layers: [LayerDescription(name: "QRS"), LayerDescription(name: "pulse")])
    var recording = Recording(layout)
    for (slot, times) in [beats, pulses].enumerated() {
      recording.layers[slot].annotations = times.map {
        Annotation(.beat, at: Time(seconds: $0), label: "N")
      }
      recording.layers[slot].through = Time(seconds: 10)
    }
    let outcome = try Example(stage: "pulse-arrival", settings: settings).outcome(
      over: recording, on: layout)
    return try #require(outcome["pulse arrival"])
  }

  @Test func eachBeatHasTheTimeToItsPulse() throws {
    let found = try arrivals(beats: [1, 2, 3], pulses: [1.25, 2.5, 3.25])
    #expect(found.values == [0.25, 0.5, 0.25])
    #expect(found.times == [1, 2, 3].map { Time(seconds: $0) })
  }

  @Test func aBeatWithoutPulseHasNone() throws {
    let found = try arrivals(beats: [1, 2, 3], pulses: [0.5, 1.25, 2.03, 3.75])
    #expect(found.values.map(\.isNaN) == [false, true, true])
  }

  @Test func aPulseBelongsToTheLatestBeatThatCanHaveMadeIt() throws {
    let found = try arrivals(beats: [1, 1.3, 1.52], pulses: [1.55, 1.75])
    // 1.55 is too soon after 1.52, so it is that of 1.3; the first beat's is lost.
    #expect(found.values.map(\.isNaN) == [true, false, false])
    #expect(abs(found.values[1] - 0.25) < 1e-6)
    #expect(abs(found.values[2] - 0.23) < 1e-6)
  }
}
