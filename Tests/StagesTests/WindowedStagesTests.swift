import Configuration
import Foundation
import Pipelines
import Signals
import Stages
import Testing

private func outcome(
  _ settings: String, over whole: Recording = SyntheticRecording.whole
) throws -> Outcome {
  let text = #"{ "stages": [ { \#(settings) } ] }"#
  let pipeline = try Pipeline(SourceText(path: "test.json", text), catalogue: catalogue)
  return try Outcome(pipeline, over: whole, on: SyntheticRecording.layout)
}

/// The recording with its second lead changed by the position of the sample.
private func changed(_ change: (Int) -> Float) -> Recording {
  var whole = SyntheticRecording.whole
  for index in whole.channels[1].samples.indices {
    whole.channels[1].samples[index] += change(index)
  }
  return whole
}

private func values(_ outcome: Outcome) throws -> ArraySlice<Float> {
  try #require(outcome["V1"]).values[1250..<13750]
}

@Suite struct WindowedStagesTests {
  @Test(arguments: [
    #""stage": "baseline", "frequency": 0.67"#, #""stage": "baseline", "method": "linearPhase""#,
    #""stage": "baseline", "method": "median""#,
    #""stage": "baseline", "method": "spline", "edges": "missing""#,
    #""stage": "detrend", "window": 1"#,
  ])
  func slowWanderGoesAndBeatsStay(settings: String) throws {
    let wander = changed { Float(sin(2 * Double.pi * 0.1 * Double($0) / 250)) }
    let clean = try values(outcome(#"\#(settings), "channels": "V1""#))
    let wandering = try values(outcome(#"\#(settings), "channels": "V1""#, over: wander))
    // A curve through beats says nothing where there are none.
    let left = zip(clean, wandering).map { abs($0 - $1) }.filter { !$0.isNaN }
    #expect(left.count > 8000)
    #expect(try #require(left.max()) < 0.12)
    #expect(clean.contains { $0 > 0.8 })
  }

  @Test func spikesGoAndTheRestStaysToTheBit() throws {
    let spiked = changed { $0 % 500 == 250 ? 20 : 0 }
    let settings = #""stage": "hampel", "channels": "V1", "window": 0.2, "deviations": 100"#
    let found = try values(outcome(settings, over: spiked))
    let clean = SyntheticRecording.whole.channels[1].samples
    for index in found.indices {
      if index % 500 == 250 {
        #expect(abs(found[index]) < 1.5)
      } else {
        #expect(found[index] == clean[index])
      }
    }
    let missing = try values(outcome(settings + #", "replace": "missing""#, over: spiked))
    #expect(missing.indices.filter { missing[$0].isNaN }.allSatisfy { $0 % 500 == 250 })
    #expect(missing.count { $0.isNaN } == 25)
  }

  @Test func windowsThatHoldTooLittleOrTooMuchAreRefused() throws {
    func refusal(_ settings: String) -> String? {
      do {
        let text = #"{ "stages": [ { \#(settings) } ] }"#
        let pipeline = try Pipeline(SourceText(path: "test.json", text), catalogue: catalogue)
        _ = try pipeline.run(on: SyntheticRecording.layout)
        return nil
      } catch { return "\(error)" }
    }
    for settings in [
      #""stage": "median", "window": 0.001"#, #""stage": "smooth", "window": 0.02, "order": 6"#,
    ] {
      #expect(try #require(refusal(settings)).contains("'window' must hold at least"))
    }
    #expect(refusal(#""stage": "smooth", "window": 0.02, "order": 3"#) == nil)
    #expect(
      try #require(refusal(#""stage": "clip", "low": 2, "high": 1"#)).contains("below 'low'"))
  }
}
