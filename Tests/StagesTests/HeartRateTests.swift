import Pipelines
import Signals
import Testing

@Suite struct HeartRateTests {
  /// What comes of beats that lie so far apart, the first at one second.
  private func outcome(_ intervals: [Double], _ settings: String = "") throws -> Outcome {
    let layout = Layout(
      channels: [], layers: [LayerDescription(name: "QRS", delay: Time(seconds: 0.3))])
    var recording = Recording(layout)
    var time = 1.0
    for interval in [0] + intervals {
      time += interval
      recording.layers[0].annotations.append(
        Annotation(.beat, at: Time(seconds: time), label: "N"))
    }
    recording.layers[0].through = Time(seconds: time + 1)
    return try Example(stage: "heart-rate", settings: settings).outcome(
      over: recording, on: layout)
  }

  private func rates(_ intervals: [Double], _ settings: String = "") throws -> [Float] {
    try #require(try outcome(intervals, settings)["heart rate"]).values
  }

  @Test func anEvenPulseHasItsRateFromTheSecondBeatOn() throws {
    let outcome = try outcome(Array(repeating: 0.75, count: 20))
    let rate = try #require(outcome["heart rate"])
    #expect(rate.values == Array(repeating: 80, count: 20))
    #expect(rate.times.first == Time(seconds: 1.75))
    let intervals = try #require(outcome["RR interval"])
    #expect(intervals.values.first?.isNaN == true)
    #expect(intervals.values.dropFirst().allSatisfy { $0 == 0.75 })
  }

  @Test func theLongestAndTheShortestOfTwelveAreLeftOut() throws {
    let intervals = Array(repeating: 1.0, count: 10) + [0.5, 1.5]
    #expect(try rates(intervals).last == 60)
    #expect(try rates(intervals, #""average": 2"#).last == 60)
    #expect(try rates(intervals, #""average": 1"#).last == 40)
  }

  @Test func aSlowPulseIsAveragedOverFour() throws {
    let intervals = Array(repeating: 0.5, count: 12) + [1.5, 1.5, 1.5]
    #expect(try rates(intervals).last == 48)
  }

  @Test func afterAPauseAveragingStartsAnew() throws {
    let outcome = try outcome([0.5, 0.5, 4, 1, 1])
    #expect(outcome["heart rate"]?.values == [120, 120, 60, 60])
    let missing = outcome["RR interval"]?.values.map(\.isNaN)
    #expect(missing == [true, false, false, true, false, false])
  }

  @Test func aPrematureBeatShowsInTheRatios() throws {
    let rhythm = try #require(
      try outcome(Array(repeating: 1, count: 8) + [0.5, 1.5])["rhythm"]
    ).values
    #expect(rhythm.suffix(4).prefix(2) == [0.5, 0.5])
    #expect(rhythm.suffix(2) == [Float(1.5 / (7.5 / 8)), 3])
    #expect(rhythm.prefix(4).allSatisfy { $0.isNaN })
  }
}
