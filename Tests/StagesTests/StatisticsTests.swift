import Configuration
import Pipelines
import Signals
import Stages
import Testing

private let hour = 3600.0

/// Measurements of one channel, with the end of the recording.
private func recording(_ samples: [(hours: Double, value: Float)], end: Double) -> Recording {
  var recording = Recording(
    Layout(channels: [ChannelDescription(name: "HR", kind: .numeric, unit: .perMinute)]))
  for sample in samples {
    recording.channels[0].append(sample.value, at: Time(seconds: sample.hours * hour))
  }
  recording.channels[0].through = Time(seconds: end * hour)
  return recording
}

/// The vectors that a stage with these settings gives, with their times in hours.
private func vectors(
  _ settings: String, of recording: Recording
) throws -> [(hours: Double, values: [Float])] {
  let text = #"{ "stages": [ { "stage": "statistics", \#(settings) } ] }"#
  let pipeline = try Pipeline(SourceText(path: "s.json", text), catalogue: catalogue)
  let layout = Layout(channels: recording.channels.map(\.description))
  let outcome = try Outcome(pipeline, over: recording, on: layout)
  #expect(outcome.breaches == [])
  let channel = try #require(outcome["HR statistics"])
  let width = channel.values.count / max(1, channel.times.count)
  return channel.times.enumerated().map { index, time in
    (time.seconds / hour, Array(channel.values[index * width..<(index + 1) * width]))
  }
}

@Suite struct StatisticsTests {
  private let samples: [(hours: Double, value: Float)] = [
    (0.5, 80), (1, 90), (1.5, .nan), (2.5, 100), (2.75, 60),
  ]

  @Test func aVectorComesWithEachMeasurementAndSumsUpAllBefore() throws {
    let all = #""values": ["count", "first", "last", "min", "max", "mean", "slope per hour"]"#
    let given = try vectors(all, of: recording(samples, end: 4))
    #expect(given.map(\.hours) == [0.5, 1, 2.5, 2.75])
    #expect(given[0].values.prefix(6) == [1, 80, 80, 80, 80, 80] && given[0].values[6].isNaN)
    #expect(given[1].values == [2, 80, 90, 80, 90, 85, 20])
    #expect(given[3].values.prefix(6) == [4, 80, 60, 60, 100, 82.5])
    // By least squares: the times deviate by -1.1875, -0.6875, 0.8125 and 1.0625 h from their mean.
    #expect(abs(given[3].values[6] - -11.875 / 3.671875) < 1e-5)
  }

  @Test func aWindowEndsAtTheVectorAndBeginsAfterItsLength() throws {
    let given = try vectors(
      #""window": 5400, "values": ["count", "mean"]"#, of: recording(samples, end: 4))
    // At 2.5 h the measurement at 1 h lies just outside.
    #expect(given.map(\.values) == [[1, 80], [2, 85], [1, 100], [2, 80]])
  }

  @Test func onTheClockVectorsComeWithoutMeasurementsToo() throws {
    let given = try vectors(
      #""every": 3600, "values": ["count", "last", "hours since last"]"#,
      of: recording(samples, end: 4))
    #expect(given.map(\.hours) == [1, 2, 3, 4])
    #expect(given.map(\.values) == [[2, 90, 0], [2, 90, 1], [4, 60, 0.25], [4, 60, 1.25]])
    let none = try vectors(
      #""every": 3600, "values": ["count", "mean"]"#, of: recording([], end: 2))
    #expect(none.map(\.hours) == [1, 2] && none.allSatisfy { $0.values[0] == 0 })
    #expect(none.allSatisfy { $0.values[1].isNaN })
  }

  @Test func vectorsEndAMonthAfterTheLastMeasurement() throws {
    let month = 31.0 * 24
    let given = try vectors(
      #""every": 86400, "values": "count""#, of: recording([(1, 5), (1e5 + 1, 6)], end: 1e5 + 25))
    #expect(given.count == 31 + 1 && given[30].hours == month && given[31].values == [2])
  }
}
