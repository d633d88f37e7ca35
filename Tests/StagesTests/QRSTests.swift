import CAllocations
import Configuration
import Pipelines
import Signals
import Stages
import Testing

private func pipeline(leads: Int) throws -> Pipeline {
  let text = #"{ "stages": [ { "stage": "qrs", "output": "beats", "leads": \#(leads) } ] }"#
  return try Pipeline(SourceText(path: "test.json", text), catalogue: catalogue)
}

/// A run of two leads over a recording in parts of half a second.
private func parts(
  of whole: Recording, first: Double = 0.5, _ visit: (PipelineRun, _ allocations: Int) -> Void
) throws {
  let run = try pipeline(leads: 2).run(on: SyntheticRecording.layout)
  var delivery = Delivery(whole)
  for cut in Delivery.cuts(of: whole, first: first, every: 0.5) {
    run.clear()
    delivery.fill(&run.recording, through: cut)
    let before = allocations_on_this_thread()
    run.process()
    visit(run, allocations_on_this_thread() - before)
  }
}

private func beats(_ recording: Recording) -> [Annotation] {
  recording.layers.last?.annotations ?? []
}

@Suite struct QRSTests {
  @Test func beatsOfOneLeadAreThatLeadsAndOfSeveralNone() throws {
    for (leads, channel) in [(1, "II"), (2, nil)] as [(Int, String?)] {
      let found = try Outcome(
        pipeline(leads: leads), over: SyntheticRecording.whole, on: SyntheticRecording.layout)
      let beats = try #require(found.layers["beats"])
      #expect(beats.count > 50)
      #expect(beats.allSatisfy { $0.channel == channel })
    }
  }

  @Test(arguments: [[0.4, 0], [0, 0.4], [1.1, 0.4]])
  func leadsThatBeginApartHaveTheirBeatsInPlace(seconds: [Double]) throws {
    let together = try Outcome(
      pipeline(leads: 2), over: SyntheticRecording.whole, on: SyntheticRecording.layout)
    let apart = try Outcome(
      pipeline(leads: 2), over: SyntheticRecording.beginning(after: seconds),
      on: SyntheticRecording.layout)
    let places = [together, apart].map { outcome in
      (outcome.layers["beats"] ?? []).map(\.time).filter { $0 > Time(seconds: 5) }
    }
    #expect(places[0].count > 50)
    #expect(places[0] == places[1])
  }

  /// Both leads are complete as far as the recording is, one without ever having had a sample.
  @Test(arguments: 0...1) func aLeadThatNeverBeginsHoldsNoBeatsBack(missing: Int) throws {
    var whole = SyntheticRecording.whole
    whole.channels[missing].samples = []
    var found = 0
    var latest = Time.zero
    try parts(of: whole) { run, _ in
      let beats = beats(run.recording)
      found += beats.count
      for beat in beats {
        #expect(beat.time >= latest, "behind what the layer was complete through")
      }
      latest = run.recording.layers[SyntheticRecording.layout.layers.count].through
    }
    #expect(found > 50)
  }

  @Test func aLeadThatBeginsLateAllocatesNothing() throws {
    var allocations: [Int] = []
    try parts(of: SyntheticRecording.beginning(after: [0, 40]), first: 30) { _, count in
      allocations.append(count)
    }
    #expect(allocations.dropFirst(2).allSatisfy { $0 == 0 }, "\(allocations)")
  }
}
