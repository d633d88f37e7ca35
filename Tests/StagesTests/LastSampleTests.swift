import Configuration
import Pipelines
import Signals
import Stages
import Testing

private let layout = Layout(channels: [
  ChannelDescription(name: "SpO2", kind: .numeric, unit: .percent),
  ChannelDescription(name: "pulse", kind: .numeric, unit: .perMinute),
])

/// The recording ends with the last samples, at 10 s.
private func alerts(_ condition: String) throws -> [Time] {
  let text = """
    { "stages": [
      { "stage": "alarm", "name": "low", "priority": "high", "when": \(condition) } ] }
    """
  let run = try Pipeline(SourceText(path: "p.json", text), catalogue: catalogue).run(on: layout)
  run.clear()
  for (slot, values) in [[98, 80], [70, 30]].enumerated() as EnumeratedSequence<[[Float]]> {
    run.recording.channels[slot].append(values[0], at: .zero)
    run.recording.channels[slot].append(values[1], at: Time(seconds: 10))
    run.recording.channels[slot].through = Time(seconds: 10)
  }
  run.process()
  var times = run.recording.alerts.map(\.time)
  run.finish()
  times += run.recording.alerts.map(\.time)
  return times
}

@Suite struct LastSampleTests {
  @Test func aSampleAtTheVeryEndIsSeenBesideOtherInputsAsItIsAlone() throws {
    let one = #"{ "channel": "SpO2", "below": 85 }"#
    let other = #"{ "channel": "pulse", "below": 40 }"#
    #expect(try alerts(one) == [Time(seconds: 10)])
    #expect(try alerts(#"{ "all": [\#(one), \#(other)] }"#) == [Time(seconds: 10)])
  }
}
