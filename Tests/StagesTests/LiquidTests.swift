import Configuration
import Evaluation
import Formats
import Glibc
import LiquidNetworks
import Pipelines
import Signals
import Stages
import Testing

/// Beats at uneven times with an interval and a shape of two values; the shape comes with every
/// second beat only, and once there is a gap.
private let layout = Layout(channels: [
  ChannelDescription(name: "interval", kind: .numeric, unit: .second, delay: Time(seconds: 0.3)),
  ChannelDescription(name: "shape", kind: .other, unit: .one, axis: ["a", "b"]),
])

private let times: [Time] = (0..<60).map {
  Time(seconds: 0.7 * Double($0) + 0.1 * Double($0 * $0 % 5) + ($0 > 30 ? 20 : 0))
}

private func value(_ index: Int) -> Float { index == 12 ? .nan : Float(index * 7 % 11) / 5 }

private let whole: Recording = {
  var recording = Recording(layout)
  for (index, time) in times.enumerated() {
    recording.channels[0].append(value(index), at: time)
    if index % 2 == 1 { continue }
    recording.channels[1].times.append(time)
    recording.channels[1].samples += [value(index + 1), value(index + 2)]
  }
  for slot in 0..<2 { recording.channels[slot].through = Time(seconds: 100) }
  return recording
}()

private func stage(
  kind: Annotation.Kind = .beat, members: Int = 1, calibration: Calibration? = nil
) -> Liquid {
  var liquid = Liquid(describing: "class")
  liquid.use(
    smallClassifier(
      inputs: ["shape/b", "interval", "shape/a"], channels: [0, 1, 0], kind: kind,
      members: members, calibration: calibration))
  return liquid
}

extension Liquid {
  /// A stage with this output whose weights do not come from a file.
  fileprivate init(describing output: String) {
    let text = SourceText(path: "s.json", #"{ "model": "m.h5", "output": "\#(output)" }"#)
    guard let json = try? JSON.parse(text) else { fatalError("the settings are JSON") }
    var settings = Settings(json, in: text, path: "s")
    self.init(&settings)
  }
}

/// What comes out where each channel of the recording is cut at times of its own.
private func run(_ liquid: Liquid, cuts: [[Double]]) throws -> (Channel, [Annotation]) {
  let out = try liquid.output(for: layout)
  let stage = StageRun(liquid, on: layout)
  var scores = Channel(out.channels[2])
  var annotations: [Annotation] = []
  var part = Recording(out)
  var next = [0, 0]
  func take() {
    scores.times += part.channels[2].times
    scores.samples += part.channels[2].samples
    annotations += part.layers[0].annotations
  }
  let count = cuts.map(\.count).max() ?? 0
  for cut in 0...count {
    part.clear()
    for slot in 0..<2 {
      let end = cut < cuts[slot].count ? Time(seconds: cuts[slot][cut]) : Time(seconds: 100)
      let source = whole.channels[slot]
      let width = source.description.width
      while next[slot] < source.count, source.times[next[slot]] < end {
        part.channels[slot].times.append(source.times[next[slot]])
        part.channels[slot].samples +=
          source.samples[next[slot] * width..<(next[slot] + 1) * width]
        next[slot] += 1
      }
      part.channels[slot].through = end
    }
    stage.process(&part)
    take()
  }
  part.clear()
  stage.finish(&part)
  take()
  return (scores, annotations)
}

@Suite struct LiquidTests {
  @Test func thereIsAScoreForEachClassAtEveryTimeAtWhichAnInputHasASample() throws {
    let (scores, annotations) = try run(stage(), cuts: [[], []])
    #expect(scores.description.name == "class score" && scores.description.axis == ["N", "V"])
    #expect(scores.description.delay == Time(seconds: 0.3))
    let said = try stage().output(for: layout).layers.last
    #expect(said?.kind == .beat && said?.labels == ["N", "V"])
    #expect(scores.times == times)
    for index in 0..<scores.count {
      let pair = scores.samples[2 * index..<2 * index + 2]
      #expect(abs(pair.reduce(0, +) - 1) < 1e-6 && pair.allSatisfy { $0 > 0 })
    }
    #expect(annotations.map(\.time) == times)
    #expect(
      annotations.map(\.label)
        == (0..<scores.count).map {
          scores.samples[2 * $0] >= scores.samples[2 * $0 + 1] ? "N" : "V"
        }
    )
  }

  @Test func cuttingChangesNothing() throws {
    let uncut = try run(stage(), cuts: [[], []])
    for cuts in [
      [[10.0, 20, 30], [10, 20, 30]], [[5, 5, 50], [0, 30, 30]],
      [stride(from: 0.05, to: 90, by: 0.1).map(\.self), [40.0]],
    ] {
      let cut = try run(stage(), cuts: cuts)
      #expect(cut.0.samples.map(\.bitPattern) == uncut.0.samples.map(\.bitPattern))
      #expect(cut.0.times == uncut.0.times && cut.1 == uncut.1)
    }
  }

  @Test func stepsOfACellAreTakenTogetherHoweverTheRecordingIsCut() throws {
    var liquid = stage()
    var classifier = smallClassifier(
      inputs: ["shape/b", "interval", "shape/a"], channels: [0, 1, 0])
    classifier.encoding.grid = StepGrid(cell: Time(seconds: 2), merging: .mean)
    liquid.use(classifier)
    let uncut = try run(liquid, cuts: [[], []])
    #expect(uncut.0.description.delay == Time(seconds: 2.3))
    let cells = Set(times.map { Int($0.seconds / 2) })
    #expect(uncut.0.times.count == cells.count && uncut.0.times.last == times.last)
    for cuts in [
      [[10.0, 20, 30], [10, 20, 30]], [[5, 5, 50], [0, 30, 30]],
      [stride(from: 0.05, to: 90, by: 0.1).map(\.self), [40.0]],
    ] {
      let cut = try run(liquid, cuts: cuts)
      #expect(cut.0.samples.map(\.bitPattern) == uncut.0.samples.map(\.bitPattern))
      #expect(cut.0.times == uncut.0.times && cut.1 == uncut.1)
    }
  }

  @Test func theScoresAreThoseOfTheNetworkSteppedByHand() throws {
    let classifier = smallClassifier(
      inputs: ["shape/b", "interval", "shape/a"], channels: [0, 1, 0])
    let reader = classifier.readers[0]
    var state = reader.network.start()
    var units = [Float](repeating: 0, count: 5)
    // Values normalised, then whether each channel is there, then how stale each is.
    let first: [Float] = [value(2) - 0, (value(0) - 1) / 2, (value(1) - 2) / 3, 1, 1, 0, 0]
    var span = units.mutableSpan
    reader.network.step(first.span, after: 0, &state, into: &span)
    let elapsed = (times[1] - times[0]).seconds / 0.8
    let stale = Float(elapsed / (1 + elapsed))
    let second: [Float] = [first[0], (value(1) - 1) / 2, first[2], 0, 1, stale, 0]
    span = units.mutableSpan
    reader.network.step(second.span, after: Float(elapsed), &state, into: &span)
    var logit = reader.readout.bias[0]
    for column in 0..<5 { logit += reader.readout.weight[column] * units[column] }
    let (channel, _) = try run(stage(), cuts: [[], []])
    #expect(abs(Double(channel.samples[3]) - 1 / (1 + exp(-Double(logit)))) < 1e-6)
  }

  @Test func networksThatSpeakTogetherGiveTheMeanOfTheirLogOdds() throws {
    let names = ["shape/b", "interval", "shape/a"]
    let ensemble = smallClassifier(inputs: names, channels: [0, 1, 0], members: 3)
    func logOdds(_ members: [[Float]]) throws -> [Double] {
      var liquid = stage()
      var classifier = ensemble
      classifier.members = members
      liquid.use(classifier)
      let scores = try run(liquid, cuts: [[], []]).0.samples
      return stride(from: 0, to: scores.count, by: 2).map {
        log(Double(scores[$0 + 1]) / Double(scores[$0]))
      }
    }
    let single = try ensemble.members.map { try logOdds([$0]) }
    for (step, together) in try logOdds(ensemble.members).enumerated() {
      let mean = (single[0][step] + single[1][step] + single[2][step]) / 3
      #expect(abs(together - mean) < 1e-4)
    }
    #expect(single[0] != single[1])
  }

  @Test func aLongGapBeginsTheNetworkAnew() throws {
    let (scores, _) = try run(stage(), cuts: [[], []])
    var tail = stage()
    tail.use(
      smallClassifier(inputs: ["shape/b", "interval", "shape/a"], channels: [0, 1, 0]))
    let out = try tail.output(for: layout)
    let fresh = StageRun(tail, on: layout)
    var part = Recording(out)
    for slot in 0..<2 {
      let source = whole.channels[slot]
      let from = source.times.firstIndex { $0 >= times[31] } ?? 0
      part.channels[slot].times = Array(source.times[from...])
      part.channels[slot].samples = Array(source.samples[(from * source.description.width)...])
      part.channels[slot].through = Time(seconds: 100)
    }
    fresh.process(&part)
    #expect(part.channels[2].samples == Array(scores.samples[(2 * 31)...]))
  }

  @Test func otherKindsBecomeStretchesThatMeet() throws {
    let (_, annotations) = try run(stage(kind: .rhythm), cuts: [[], []])
    let stretches = annotations.joined()
    #expect(stretches.first?.onset == times[0])
    for (one, next) in zip(stretches, stretches.dropFirst()) {
      #expect(one.duration.map { one.onset + $0 } == next.onset && one.label != next.label)
    }
    #expect(
      stretches.last?.duration.map { stretches[stretches.count - 1].onset + $0 }
        == Time(seconds: 100))
  }

  @Test func onlyCalibratedScoresAreCalledProbabilities() throws {
    let plain = try run(stage(), cuts: [[], []]).0.samples
    let fit = LogisticFit(slope: 0.5, intercept: -1)
    let (scores, _) = try run(stage(calibration: .logistic(fit)), cuts: [[], []])
    #expect(scores.description.name == "class probability")
    let cold = try run(
      stage(calibration: .temperature(#require(Temperature(2)))), cuts: [[], []]
    ).0.samples
    for index in stride(from: 0, to: plain.count, by: 2) {
      let logit = log(Double(plain[index + 1]) / Double(plain[index]))
      #expect(abs(Double(scores.samples[index + 1]) - fit.probability(logit)) < 1e-6)
      #expect(abs(Double(cold[index + 1]) - 1 / (1 + exp(-logit / 2))) < 1e-6)
    }
  }

  @Test func whatTheRecordingLacksIsNamed() throws {
    var liquid = stage()
    liquid.use(smallClassifier(inputs: ["interval", "shape/c"], channels: [0, 1]))
    let error = #expect(throws: Mismatch.self) { try liquid.output(for: layout) }
    #expect(
      error?.message
        == "the network's input 'shape/c' is not there; did you mean 'shape/a'?")
  }

  @Test func weightsComeBackFromTheirFile() throws {
    let classifier = smallClassifier(
      inputs: ["shape/b", "interval", "shape/a"], channels: [0, 1, 0], upstream: "sha256:x",
      members: 2, calibration: .logistic(LogisticFit(slope: 2, intercept: 0.5)))
    let path = "/tmp/vigil-weights-\(getpid()).h5"
    defer { unlink(path) }
    try classifier.stored.write(to: path)
    let again = try SequenceClassifier(StoredModel(reading: path))
    #expect(again.encoding == classifier.encoding && again.classes == classifier.classes)
    #expect(again.members == classifier.members && again.upstream == "sha256:x")
    #expect(again.calibration == classifier.calibration && again.card == classifier.card)
    var broken = classifier.stored
    broken.attributes.removeAll { $0.name == "time range" }
    let error = #expect(throws: ClassifierError.self) { try SequenceClassifier(broken) }
    #expect(error?.description == "the attribute 'time range' must hold 2 finite numbers")
  }

  @Test func weightsThatBoundNoPotentialAreRefused() throws {
    var classifier = smallClassifier(inputs: ["interval"], channels: [0]) {
      smallLTC($0, positivity: .explicit)
    }
    #expect(try SequenceClassifier(classifier.stored).members == classifier.members)
    // The first tensor is that of the leaks.
    classifier.members[0][0] = -1
    let error = #expect(throws: ClassifierError.self) { try SequenceClassifier(classifier.stored) }
    #expect(error?.description.contains("no conductance or capacitance below zero") == true)
  }

  @Test(arguments: [[0, 1, 1e30], [0, 1, 1e18], [0, 1, 0.5], [0, 2, 0], [-1, 0, 1]])
  func inputsOfChannelsThatCannotBeAreRefused(_ channels: [Float]) throws {
    var classifier = smallClassifier(
      inputs: ["shape/b", "interval", "shape/a"], channels: [0, 1, 0])
    // The means are a list of numbers too, and any will do for them.
    classifier.encoding.means = channels
    var stored = classifier.stored
    let place = try #require(stored.attributes.firstIndex { $0.name == "input channels" })
    stored.attributes[place].value = try #require(stored["input means"])
    let error = #expect(throws: ClassifierError.self) { try SequenceClassifier(stored) }
    #expect(error?.description.contains("whole numbers counted from 0") == true)
  }
}
