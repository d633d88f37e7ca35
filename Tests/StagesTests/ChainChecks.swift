import Configuration
import Pipelines
import Signals
import Stages
import Testing

/// What must hold of stages behind one another, with all their delays.
@Suite struct ChainChecks {
  private func chain() throws -> Pipeline {
    try Pipeline(
      SourceText(
        path: "chain.json",
        #"""
        { "stages": [
          { "stage": "bandpass", "channels": "V1", "low": 0.5, "high": 40, "method": "linearPhase" },
          { "stage": "quality", "low": -5, "high": 5, "output": "signal" },
          { "stage": "qrs", "channels": { "lead": "V1" }, "output": "beats" },
          { "stage": "heart-rate", "beats": "beats" },
          { "stage": "beat-shape", "channels": "V1", "beats": "beats" },
          { "stage": "alarm", "name": "asystole", "priority": "high", "within": 10,
            "when": { "since": "beats", "atLeast": 4 }, "reset": { "beats": 1 } },
          { "stage": "alarm", "name": "tachycardia", "priority": "medium",
            "when": { "channel": "heart rate", "above": 78, "for": 1 },
            "inhibitedBy": { "quality": "signal", "channel": "V1", "pulse": "pulse" } } ] }
        """#), catalogue: catalogue)
  }

  @Test func cuttingTheRecordingChangesNothing() throws {
    let whole = SyntheticRecording.whole
    let layout = SyntheticRecording.layout
    let uncut = try Outcome(chain(), over: whole, on: layout)
    #expect(uncut.breaches == [])
    for seed in 1...2 {
      let cuts = Delivery.cuts(of: whole, seed: UInt64(seed))
      let cut = try Outcome(chain(), over: whole, on: layout, cuts: cuts)
      #expect(cut.breaches == [])
      #expect(cut.channels == uncut.channels)
      #expect(cut.words == uncut.words)
    }
  }

  @Test func asystoleIsKnownWithinTenSecondsOfTheLastBeat() throws {
    let layout = SyntheticRecording.layout
    let outcome = try Outcome(chain(), over: SyntheticRecording.whole, on: layout)
    let start = try #require(
      outcome.alerts.first { $0.name == "asystole" && $0.onset > Time(seconds: 35) })
    let last = try #require(SyntheticRecording.beats.last { $0 < Time(seconds: 40) })
    #expect(start.phase == .start)
    #expect(start.detected - last < Time(seconds: 10))
    let stated = try #require(try chain().alerts(on: layout).first)
    #expect(stated.latency == start.detected - start.onset)
  }

  @Test func alertsComeInTheOrderOfTheirDetection() throws {
    let alerts = try Outcome(
      chain(), over: SyntheticRecording.whole, on: SyntheticRecording.layout
    ).alerts
    #expect(alerts.count > 3)
    for (one, next) in zip(alerts, alerts.dropFirst()) { #expect(one.detected <= next.detected) }
  }
}
