import Configuration
import Pipelines
import Signals
import Testing

private let rate = Rate(hertz: 10)
private let layout = Layout(channels: [
  ChannelDescription(name: "x", kind: .other, unit: .one, rate: rate)
])

private func pipeline(_ text: String) throws -> Pipeline {
  try Pipeline(SourceText(path: "p.json", text), catalogue: toys)
}

/// Runs over 100 samples cut at these positions, and gives the sums and alerts that came out.
private func run(_ pipeline: Pipeline, cuts: [Int]) throws -> ([Float], [Alert], [Int]) {
  let run = try pipeline.run(on: layout)
  var sums: [Float] = []
  var alerts: [Alert] = []
  var firsts: [Int] = []
  func take() {
    if let channel = run.recording.channels.last {
      if !channel.samples.isEmpty { firsts.append(channel.first - sums.count) }
      sums += channel.samples
    }
    alerts += run.recording.alerts
  }
  for (start, end) in zip([0] + cuts, cuts + [100]) {
    run.clear()
    run.recording.channels[0].first = start
    run.recording.channels[0].samples = (start..<end).map { Float($0 % 7) / 3 }
    run.recording.channels[0].through = rate?.time(of: end) ?? .zero
    run.process()
    take()
  }
  run.finish()
  take()
  return (sums, alerts, firsts)
}

@Suite struct PipelineTests {
  @Test func allMistakesAreReportedAtOnce() throws {
    let problems = #expect(throws: Diagnostics.self) {
      try pipeline(
        #"""
        { "descriptoin": "x", "stages": [
          { "stage": "lat" },
          { "stage": "late", "samples": 1000, "sampels": 1 },
          { "samples": 1 } ] }
        """#)
    }
    #expect(
      problems?.all.map(\.description) == [
        "p.json:1:3: error: unknown key 'descriptoin'; did you mean 'description'?",
        "p.json:2:14: error: unknown stage 'lat'; did you mean 'late'?",
        "p.json:3:33: error: 'stages[1].samples' must be between 0 and 100, not 1000",
        "p.json:3:39: error: unknown key 'sampels'; did you mean 'samples'?",
        "p.json:4:3: error: 'stages[2]' must have a text 'stage', the stage's name",
      ])
  }

  @Test func whatTheRecordingLacksIsReportedAtTheSetting() throws {
    let chain = try pipeline(
      #"{ "stages": [ { "stage": "late" }, { "stage": "late", "output": "late" } ] }"#)
    let problems = #expect(throws: Diagnostics.self) { try chain.layouts(from: layout) }
    #expect(
      problems?.description
        == "p.json:1:65: error: late: there is a channel 'late' already; choose another name")
  }

  @Test func aRecordingWithoutChannelsIsSaidToHaveNone() {
    let error = #expect(throws: Mismatch.self) {
      try ChannelSelection(kind: .ecg).all(in: Layout(channels: []))
    }
    #expect(error?.message == "the recording has no channels")
  }

  @Test func theCanonicalFormHasEveryDefault() throws {
    let chain = try pipeline(#"{ "stages": [ { "stage": "late", "samples": 2 } ] }"#)
    #expect(
      chain.canonical.line
        == #"{"description":"","stages":[{"stage":"late","samples":2,"output":"late"}]}"#)
  }

  @Test func aStageSeesTheSameIntervalOfAllItsInputs() throws {
    let chain = try pipeline(
      #"{ "stages": [ { "stage": "late", "samples": 5 }, { "stage": "sum" } ] }"#)
    let whole = try run(chain, cuts: [])
    let expected = (0..<100).map { Float($0 % 7) / 3 + Float($0 % 7) / 3 }
    #expect(whole.0 == expected)
    #expect(whole.1.count == expected.count { $0 > 3 })
    #expect(whole.1.first?.detected == Time(seconds: 0.5 + 0.5))
    for cuts in [[1], [50], [1, 2, 3, 50, 51, 99], Array(1..<100)] {
      let cut = try run(chain, cuts: cuts)
      #expect(cut.0 == whole.0 && cut.1 == whole.1)
      #expect(cut.2.allSatisfy { $0 == 0 })
    }
  }

  @Test func whatIsSeenTogetherIsAsLateAsTheLatestOfItAfterwards() throws {
    let chain = try pipeline(
      #"{ "stages": [ { "stage": "late", "samples": 5 }, { "stage": "sum" } ] }"#)
    let delays = try chain.layouts(from: layout).map { $0.channels.map(\.delay.seconds) }
    #expect(delays == [[0], [0, 0.5], [0.5, 0.5, 0.5]])
  }
}
