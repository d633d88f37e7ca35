import Configuration
import Kernels
import LiquidNetworks
import Pipelines
import Signals
import Stages
import Testing

/// Two channels that are seen at uneven times, one of them with two values, and once a gap.
private let layout = Layout(channels: [
  ChannelDescription(name: "interval", kind: .numeric, unit: .second),
  ChannelDescription(name: "shape", kind: .other, unit: .one, axis: ["a", "b"]),
])

private let names = ["shape/b", "interval", "shape/a"]

private let whole: Recording = {
  var recording = Recording(layout)
  for index in 0..<40 {
    let time = Time(
      seconds: 0.7 * Double(index) + 0.1 * Double(index * index % 5) + (index > 20 ? 20 : 0))
    recording.channels[0].append(Float(index * 7 % 11) / 5, at: time)
    if index % 2 == 1 { continue }
    recording.channels[1].times.append(time)
    recording.channels[1].samples += [Float(index * 3 % 7) / 4, Float(index * 5 % 9) / 6]
  }
  for slot in 0..<2 { recording.channels[slot].through = Time(seconds: 100) }
  return recording
}()

/// The steps after the gap, of which alone the networks know at the end.
private let after = 21..<40

private func stage(_ classifier: SequenceClassifier, _ settings: String) throws -> Liquid {
  let text = SourceText(path: "s.json", #"{ "model": "m.h5", \#(settings) }"#)
  var reader = Settings(try JSON.parse(text), in: text, path: "s")
  var liquid = Liquid(&reader)
  reader.finish()
  if !reader.diagnostics.isEmpty { throw Diagnostics(reader.diagnostics) }
  liquid.use(classifier)
  return liquid
}

/// The channels that the stage adds to the whole recording.
private func run(_ liquid: Liquid) throws -> [Channel] {
  let out = try liquid.output(for: layout)
  let stage = StageRun(liquid, on: layout)
  var part = Recording(out)
  for slot in 0..<2 { part.channels[slot] = whole.channels[slot] }
  stage.process(&part)
  var channels = Array(part.channels[2...])
  // What comes at the end is not given out before.
  for channel in channels where channel.description.name.hasSuffix("attribution") {
    #expect(channel.count == 0 && channel.through < .zero)
  }
  part.clear()
  stage.finish(&part)
  for (index, channel) in part.channels[2...].enumerated() {
    channels[index].times += channel.times
    channels[index].samples += channel.samples
  }
  return channels
}

/// The log-odds that a classifier gives after each of the last steps, stepped by hand, and those of
/// networks that see nothing in them.
private func logOdds(
  _ classifier: SequenceClassifier, last steps: Int, seen: Bool
) throws -> [Double] {
  let encoding = classifier.encoding
  let inputs = try ObservedInputs(encoding.names, in: layout, key: "model")
  var collector = StepCollector(inputs, on: layout)
  collector.take(whole)
  let observed = collector.steps()
  let encoded = encoding.encode(observed)
  var nothing = observed
  for index in nothing.values.indices { nothing.values[index] = .nan }
  let unseen = encoding.encode(nothing)
  let width = encoding.width
  var sums = [Double](repeating: 0, count: 40)
  for reader in classifier.readers {
    var state = reader.network.start()
    for step in 0..<40 {
      if encoded.beginnings.contains(step) { state = reader.network.start() }
      let source = seen || step < 40 - steps ? encoded : unseen
      let input = Array(source.inputs[step * width..<(step + 1) * width])
      var units = [Float](repeating: 0, count: reader.network.outputs)
      var span = units.mutableSpan
      reader.network.step(input.span, after: encoded.elapsed[step], &state, into: &span)
      var logit = Double(reader.readout.bias[0])
      for (weight, unit) in zip(reader.readout.weight, units) {
        logit += Double(weight) * Double(unit)
      }
      sums[step] += logit / Double(classifier.members.count)
    }
  }
  return sums
}

private func ltc(members: Int = 1) -> SequenceClassifier {
  smallClassifier(inputs: names, channels: [0, 1, 0], members: members) { smallLTC($0) }
}

@Suite struct ExplainingTests {
  @Test(arguments: [1, 3]) func sharesSumToTheLogOddsAtEveryStep(members: Int) throws {
    let classifier = ltc(members: members)
    let plain = try run(stage(classifier, #""explain": "none""#))
    let channels = try run(stage(classifier, #""explain": "shares""#))
    #expect(channels.count == 2 && channels[0].samples == plain[0].samples)
    let shares = channels[1]
    #expect(shares.description.name == "class shares")
    #expect(
      shares.description.axis == ["shape", "interval", "recurrent", "leak", "start", "bias"])
    #expect(shares.times == channels[0].times)
    for (step, logit) in try logOdds(classifier, last: 0, seen: true).enumerated() {
      let parts = shares.samples[6 * step..<6 * step + 6].map(Double.init)
      #expect(abs(parts.reduce(0, +) - logit) < 1e-5)
      #expect(parts[0] != 0 && parts[1] != 0 && parts[2] != 0 || step == 0 || step == 21)
    }
  }

  @Test func whatSpeaksForOneOfTwoClassesSpeaksAgainstTheOther() throws {
    for kind in ["shares", "gradients"] {
      let settings = #""explain": "\#(kind)", "explainClass": "#
      let first = try run(stage(ltc(), settings + #""N""#))[1].samples
      let second = try run(stage(ltc(), settings + #""V""#))[1].samples
      #expect(first == second.map { -$0 } && first.contains { $0 != 0 })
    }
  }

  @Test(arguments: [1, 2], [7, 256])
  func gradientsSumToWhatTheLastStepsChanged(members: Int, steps: Int) throws {
    let closed = smallClassifier(
      inputs: names, channels: [0, 1, 0], members: members, squares: [true, false, false])
    for classifier in [closed, ltc(members: members)] {
      let channels = try run(
        stage(classifier, #""explain": "gradients", "explainSteps": \#(steps)"#))
      let attribution = channels[1]
      #expect(attribution.description.name == "class attribution")
      #expect(attribution.description.axis == ["shape", "interval"])
      let count = min(steps, after.count)
      #expect(attribution.times == Array(channels[0].times.suffix(count)))
      let seen = try logOdds(classifier, last: count, seen: true)[39]
      let unseen = try logOdds(classifier, last: count, seen: false)[39]
      let sum = attribution.samples.reduce(0) { $0 + Double($1) }
      #expect(abs(sum - (seen - unseen)) < 1e-4 * max(1, abs(seen - unseen)))
      #expect(abs(seen - unseen) > 1e-2)
    }
  }

  @Test func aChannelThatIsNotSeenContributesNothing() throws {
    var classifier = smallClassifier(inputs: names, channels: [0, 1, 0])
    // Beyond this the shape becomes what stands for it where it was never seen.
    for input in [0, 2] {
      let mean = classifier.encoding.means[input]
      classifier.encoding.curbs[input] = InputEncoding.Curb(range: mean...mean)
    }
    let blind = InputEncoding(
      names: names, channelOfInput: [0, 1, 0], curbs: classifier.encoding.curbs,
      means: classifier.encoding.means, deviations: classifier.encoding.deviations,
      tellings: [.nothing, .presence], clock: classifier.encoding.clock)
    let cell = CfCCell.Configuration(
      inputs: blind.width, units: 5, backboneUnits: 7, backboneLayers: 1)
    var random = Xoshiro(seed: 3)
    classifier = SequenceClassifier(
      encoding: blind, classes: ["N", "V"], kind: .beat, architecture: .cfc(cell), outputs: 1,
      members: [CfCCell(cell).initial(&random) + [1, -2, 3, -4, 5, 0]], upstream: "none")
    let samples = try run(stage(classifier, #""explain": "gradients""#))[1].samples
    for step in 0..<after.count {
      #expect(samples[2 * step] == 0 && samples[2 * step + 1] != 0)
    }
  }

  @Test func whatCannotBeExplainedIsSaidWithWhatCan() throws {
    let closed = smallClassifier(inputs: names, channels: [0, 1, 0])
    let remembering = smallClassifier(inputs: names, channels: [0, 1, 0]) {
      .mixedMemory(smallLTC($0))
    }
    for classifier in [closed, remembering] {
      let error = #expect(throws: Mismatch.self) {
        try stage(classifier, #""explain": "shares""#).output(for: layout)
      }
      #expect(error?.key == "explain")
      #expect(error?.message.hasSuffix("'gradients' explains any") == true)
    }
    let refining = smallClassifier(inputs: names, channels: [0, 1, 0]) {
      smallLTC($0, solver: .tolerance(relative: 0, absolute: 1e-3, most: 64))
    }
    let error = #expect(throws: Mismatch.self) {
      try stage(refining, #""explain": "gradients""#).output(for: layout)
    }
    #expect(error?.message.contains("'shares' explains") == true)
    let unknown = #expect(throws: Mismatch.self) {
      try stage(closed, #""explain": "gradients", "explainClass": "S""#).output(for: layout)
    }
    #expect(unknown?.key == "explainClass" && unknown?.message.contains("no class 'S'") == true)
    for settings in [#""explainClass": "V""#, #""explain": "shares", "explainSteps": 9"#] {
      #expect(throws: Diagnostics.self) { try stage(closed, settings) }
    }
  }
}
