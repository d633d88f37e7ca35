import CAllocations
import Configuration
import Pipelines
import Signals
import Stages
import Testing

/// A stage of the catalogue with settings to check it under.
struct Example: CustomStringConvertible, Sendable {
  var stage: String
  var settings: String
  var number = 1

  static let all = catalogue.stages.flatMap { stage in
    (stageExamples[stage.name] ?? []).enumerated().map { index, settings in
      Example(stage: stage.name, settings: settings, number: index + 1)
    }
  }

  var description: String { "\(stage) \(number)" }

  func pipeline() throws -> Pipeline {
    let comma = settings.isEmpty ? "" : ","
    let text = #"{ "stages": [ { "stage": "\#(stage)"\#(comma) \#(settings) } ] }"#
    return try Pipeline(SourceText(path: "example.json", text), catalogue: catalogue)
  }

  func needsWhole() throws -> Bool { try pipeline().stages.contains { $0.needsWhole } }

  func outcome(
    over whole: Recording = SyntheticRecording.whole,
    on layout: Layout = SyntheticRecording.layout, cuts: [[Time]] = []
  ) throws -> Outcome {
    try Outcome(pipeline(), over: whole, on: layout, cuts: cuts)
  }
}

/// What must hold of every stage in the catalogue.
@Suite struct StageChecks {
  @Test(arguments: catalogue.stages.map { $0.name })
  func everyStageHasAnExample(stage: String) {
    #expect(stageExamples[stage]?.isEmpty == false)
  }

  @Test(arguments: Example.all) func cuttingTheRecordingChangesNothing(example: Example) throws {
    let whole = SyntheticRecording.whole
    let uncut = try example.outcome()
    #expect(uncut.breaches == [])
    var ways = (1...6).map { Delivery.cuts(of: whole, seed: $0) }
    ways.append(Delivery.cuts(of: whole, first: 0.1, every: 0.1))
    for cuts in ways {
      let cut = try example.outcome(cuts: cuts)
      #expect(cut.breaches == [])
      for (one, other) in zip(cut.channels, uncut.channels) where one != other {
        Issue.record("channel '\(other.name)' depends on the cuts")
      }
      #expect(cut.words == uncut.words)
    }
  }

  @Test(arguments: Example.all, [[0.4, 0, 1.1], [1.1, 0.4, 0]])
  func cuttingChangesNothingWhereChannelsBeginApart(example: Example, seconds: [Double]) throws {
    let whole = SyntheticRecording.beginning(after: seconds)
    let uncut = try example.outcome(over: whole)
    #expect(uncut.breaches == [])
    var ways = (1...2).map { Delivery.cuts(of: whole, seed: $0) }
    ways.append(Delivery.cuts(of: whole, first: 0.1, every: 0.1))
    for cuts in ways {
      let cut = try example.outcome(over: whole, cuts: cuts)
      #expect(cut.breaches == [])
      for (one, other) in zip(cut.channels, uncut.channels) where one != other {
        Issue.record("channel '\(other.name)' depends on the cuts")
      }
      #expect(cut.words == uncut.words)
    }
  }

  @Test(arguments: Example.all) func theExampleShowsTheStageAtWork(example: Example) throws {
    let outcome = try example.outcome()
    let before = SyntheticRecording.whole
    let added = outcome.channels.dropFirst(before.channels.count).contains { !$0.samples.isEmpty }
    let changed = zip(outcome.channels, before.channels).contains {
      $0.samples != $1.samples.map(\.bitPattern)
    }
    let annotated = outcome.layers.values.reduce(0) { $0 + $1.count }
    let known = before.layers.reduce(0) { $0 + $1.annotations.count }
    #expect(added || changed || annotated > known || !outcome.alerts.isEmpty)
  }

  @Test(arguments: Example.all) func theCanonicalFormMeansTheSame(example: Example) throws {
    let pipeline = try example.pipeline()
    let text = SourceText(path: "canonical.json", pipeline.canonical.line)
    let again = try Pipeline(text, catalogue: catalogue)
    #expect(again.canonical.line == pipeline.canonical.line)
  }

  @Test(arguments: Example.all) func whatIsNotNamedDoesNotMatter(example: Example) throws {
    var layout = SyntheticRecording.layout
    layout.channels.append(ChannelDescription(name: "outcome", kind: .event, unit: .one))
    layout.layers.append(LayerDescription(name: "reference"))
    var whole = Recording(layout)
    let known = SyntheticRecording.whole
    whole.channels.replaceSubrange(known.channels.indices, with: known.channels)
    whole.layers.replaceSubrange(known.layers.indices, with: known.layers)
    for second in 1..<60 {
      let time = Time(seconds: Double(second))
      whole.channels[known.channels.count].append(Float(second), at: time)
      whole.layers[known.layers.count].annotations.append(Annotation(.beat, at: time, label: "V"))
    }
    SyntheticRecording.complete(&whole)
    let plain = try example.outcome()
    let labelled = try example.outcome(over: whole, on: layout)
    for channel in plain.channels { #expect(labelled[channel.name] == channel) }
    for (name, layer) in plain.layers { #expect(labelled.layers[name] == layer) }
    #expect(labelled.alerts.map { "\($0)" } == plain.alerts.map { "\($0)" })
  }

  @Test(arguments: Example.all) func notANumberDoesNotSpread(example: Example) throws {
    let clean = try example.outcome()
    for slot in SyntheticRecording.layout.channels.indices {
      var whole = SyntheticRecording.whole
      for index in 0..<whole.channels[slot].count {
        let seconds = whole.channels[slot].time(of: index).seconds
        if seconds >= 10, seconds < 15 { whole.channels[slot].samples[index] = .nan }
      }
      let holed = try example.outcome(over: whole)
      for other in SyntheticRecording.layout.channels.indices where other != slot {
        #expect(holed.channels[other] == clean.channels[other])
      }
      for (one, other) in zip(holed.channels, clean.channels) {
        let finite = other.values.suffix(other.values.count / 10).count { !$0.isNaN }
        let left = one.values.suffix(one.values.count / 10).count { !$0.isNaN }
        #expect(left * 2 >= finite, "channel '\(one.name)' does not come back")
      }
    }
  }

  @Test(arguments: try Example.all.filter { try !$0.needsWhole() })
  func aPartAllocatesNothing(example: Example) throws {
    let whole = SyntheticRecording.whole
    let run = try example.pipeline().run(on: SyntheticRecording.layout)
    var delivery = Delivery(whole)
    var allocations: [Int] = []
    for (index, cut) in Delivery.cuts(of: whole, first: 30, every: 0.5).enumerated() {
      run.clear()
      delivery.fill(&run.recording, through: cut)
      let before = allocations_on_this_thread()
      run.process()
      let after = allocations_on_this_thread()
      // The first parts are the warm-up: a long one, and one after it.
      if index > 1, run.recording.alerts.isEmpty { allocations.append(after - before) }
    }
    #expect(allocations.allSatisfy { $0 == 0 }, "\(allocations)")
  }

  @Test(arguments: Example.all) func aRecordingWithoutSamplesIsNoTrouble(example: Example) throws {
    var whole = Recording(SyntheticRecording.layout)
    _ = try example.outcome(over: whole)
    SyntheticRecording.complete(&whole)
    for slot in 0..<3 { whole.channels[slot].through = .zero }
    _ = try example.outcome(over: whole)
  }
}
