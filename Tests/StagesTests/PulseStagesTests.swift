import Configuration
import Foundation
import Pipelines
import Signals
import Testing

/// A layout of one wave, and a minute of it.
private func recording(
  _ description: ChannelDescription, _ wave: (Double) -> Double
) -> (layout: Layout, whole: Recording) {
  let layout = Layout(channels: [description], layers: [])
  var whole = Recording(layout)
  let rate = description.rate?.hertz ?? 1
  whole.channels[0].samples = (0..<Int(60 * rate)).map { Float(wave(Double($0) / rate)) }
  whole.channels[0].through = Time(seconds: 60)
  return (layout, whole)
}

/// What a stage says of a layout or of its settings; empty where it has nothing against them.
private func problems(_ stage: String, _ settings: String, on layout: Layout) throws -> [String] {
  do {
    _ = try Example(stage: stage, settings: settings).pipeline().run(on: layout)
    return []
  } catch let problems as Diagnostics {
    return problems.all.map(\.message)
  }
}

@Suite struct PulseStagesTests {
  private let pressure = ChannelDescription(
    name: "ART", kind: .abp, unit: .millimetreOfMercury, rate: Rate(hertz: 250))

  /// From 80 up to 120 in 0.15 s and back by 0.45 s, every 0.75 s.
  private func beat(_ time: Double) -> Double {
    let since = time.truncatingRemainder(dividingBy: 0.75)
    let turn = since < 0.15 ? since / 0.15 : min(1, max(0, (0.45 - since) / 0.3))
    return 80 + 20 * (1 - cos(.pi * turn))
  }

  @Test func aPressureHasItsValues() throws {
    let (layout, whole) = recording(pressure, beat)
    let outcome = try Example(stage: "pulse", settings: "").outcome(over: whole, on: layout)
    let pulses = try #require(outcome.layers["pulse"])
    #expect((77...80).contains(pulses.count))
    #expect(pulses.allSatisfy { $0.label == "pulse" && $0.channel == "ART" })
    let exact = [("systolic", 120.0), ("diastolic", 80), ("pressure", 40), ("mean", 92)]
    for (name, value) in exact {
      let channel = try #require(outcome["pulse \(name)"])
      #expect(channel.values.count >= pulses.count - 1)
      #expect(channel.values.allSatisfy { abs(Double($0) - value) < 0.5 }, "\(name)")
    }
    let rate = try #require(outcome["pulse rate"])
    #expect(rate.values.allSatisfy { abs($0 - 80) < 1 })
    let described = try Example(stage: "pulse", settings: "").pipeline().run(on: layout).layout
    #expect(
      described.channels.dropFirst().map(\.unit.rawValue).prefix(4)
        == Array(repeating: "mm[Hg]", count: 4)[...])
  }

  @Test func aPlethysmogramHasAmplitudeAndBaseline() throws {
    let channel = ChannelDescription(
      name: "PLETH", kind: .ppg, unit: .one, rate: Rate(hertz: 125))
    let (layout, whole) = recording(channel) { (beat($0) - 80) / 100 }
    let outcome = try Example(stage: "pulse", settings: "").outcome(over: whole, on: layout)
    #expect(
      outcome.channels.map(\.name).dropFirst() == [
        "pulse amplitude", "pulse baseline", "pulse rate",
      ])
    let amplitude = try #require(outcome["pulse amplitude"])
    #expect(amplitude.values.allSatisfy { abs($0 - 0.4) < 0.01 })
    let baseline = try #require(outcome["pulse baseline"])
    #expect(baseline.values.allSatisfy { abs($0 - 0.2) < 0.01 })
  }

  @Test func whatIsNoPulseWaveIsRefused() throws {
    var channel = pressure
    channel.kind = .ecg
    let (ecg, _) = recording(channel, beat)
    #expect(
      try problems("pulse", "", on: ecg).first?.contains(
        "there is no channel of kind 'abp' or 'ppg'") == true)
    #expect(
      try problems("pulse", #""channels": "ART""#, on: ecg).first?.contains(
        "'ART' must be of kind 'abp' or 'ppg', not 'ecg'") == true)
    channel = pressure
    channel.unit = Unit(rawValue: "kPa")
    #expect(
      try problems("pulse", "", on: recording(channel, beat).layout).first?.contains(
        "'ART' must be in mm[Hg], not 'kPa'") == true)
    channel = pressure
    channel.rate = Rate(hertz: 25)
    #expect(
      try problems("pulse", "", on: recording(channel, beat).layout).first?.contains(
        "'ART' must have at least 50 samples per second, not 25") == true)
  }

  @Test func breathsAreCounted() throws {
    let channel = ChannelDescription(
      name: "RESP", kind: .respiration, unit: .one, rate: Rate(hertz: 50))
    let (layout, whole) = recording(channel) { sin(2 * .pi * 0.25 * $0) }
    let outcome = try Example(stage: "breaths", settings: "").outcome(over: whole, on: layout)
    let breaths = try #require(outcome.layers["breaths"])
    #expect((13...15).contains(breaths.count))
    #expect(breaths.allSatisfy { $0.kind == .event && $0.label == "breath" })
    let rate = try #require(outcome["breathing rate"])
    #expect(rate.values.count == breaths.count - 1)
    #expect(rate.values.suffix(8).allSatisfy { abs($0 - 15) < 0.5 })
  }

  /// Beats whose intervals breathing changes 15 times a minute, and pulses after them.
  private func beats(
    sees: (Int, Double) -> Bool = { _, _ in true }
  ) -> (layout: Layout, whole: Recording) {
    let layout = Layout(
      channels: [ChannelDescription(name: "II", kind: .ecg, unit: .millivolt)],
      layers: ["QRS", "pulse", "quality"].map { LayerDescription(name: $0) })
    var whole = Recording(layout)
    var time = 0.5
    while time < 59 {
      for layer in 0..<2 where sees(layer, time) {
        whole.layers[layer].annotations.append(
          Annotation(.beat, at: Time(seconds: time + 0.3 * Double(layer)), label: "beat"))
      }
      time += 0.8 + 0.05 * sin(2 * .pi * 0.25 * time)
    }
    whole.channels[0].through = Time(seconds: 60)
    for layer in whole.layers.indices { whole.layers[layer].through = Time(seconds: 60) }
    return (layout, whole)
  }

  @Test func intervalsGiveTheBreathingRate() throws {
    let (layout, whole) = beats()
    let outcome = try Example(stage: "breathing", settings: #""beats": ["QRS", "pulse"]"#).outcome(
      over: whole, on: layout)
    let rate = try #require(outcome["fused breathing rate"])
    #expect(rate.times.first == Time(seconds: 4) && rate.times.count == 15)
    #expect(rate.values.prefix(5).allSatisfy { $0.isNaN })
    let settled = rate.values.suffix(6)
    #expect(settled.allSatisfy { abs($0 - 15) < 0.5 })
    let agreement = try #require(outcome["breathing agreement"])
    #expect(agreement.values.suffix(6).allSatisfy { $0 > 0.7 })
  }

  @Test func aConsensusIsOfThoseThatAreAsked() throws {
    // The pulses go on while the ECG shows nothing, from 20 to 30 s, and both stop from 40 to 50 s.
    let (layout, whole) = beats { layer, time in
      !(40..<50).contains(time) && (layer == 1 || !(20..<30).contains(time))
    }
    let outcome = try Example(stage: "beat-consensus", settings: "").outcome(
      over: whole, on: layout)
    let found = try #require(outcome.layers["consensus"]).map(\.time.seconds)
    #expect(found.contains { (24..<26).contains($0) })
    #expect(!found.contains { (40..<49.9).contains($0) })
    #expect(zip(found, found.dropFirst()).count { $1 - $0 > 1 } == 1)
    let sources = try #require(outcome["consensus sources"])
    #expect(sources.samples.count == 2 * sources.times.count)
    let agreement = try #require(outcome["consensus agreement"])
    for (time, value) in zip(agreement.times, agreement.values) where time > Time(seconds: 8) {
      #expect(value == ((20..<30).contains(time.seconds) ? 0.5 : 1))
    }
  }

  @Test func aLayerOfBadQualityIsNotAsked() throws {
    var (layout, whole) = beats { layer, time in layer == 1 || !(20..<30).contains(time) }
    layout.channels.append(ChannelDescription(name: "PLETH", kind: .ppg, unit: .one))
    var both = Recording(layout)
    both.layers = whole.layers
    both.channels[0] = whole.channels[0]
    both.channels[1].through = Time(seconds: 60)
    both.layers[2].annotations = [
      Annotation(.quality, .begin, at: Time(seconds: 20), label: "lead off", channel: "II"),
      Annotation(.quality, .end, at: Time(seconds: 30), label: "lead off", channel: "II"),
    ]
    whole = both
    let quality = #""share": 1, "quality": "quality", "channels": ["II", "PLETH"]"#
    let outcome = try Example(stage: "beat-consensus", settings: quality).outcome(
      over: whole, on: layout)
    let found = try #require(outcome.layers["consensus"]).map(\.time.seconds)
    #expect(
      found.count { (20..<30).contains($0) } == 12 || found.count { (20..<30).contains($0) } == 13)
    let unaware = try Example(stage: "beat-consensus", settings: #""share": 1"#).outcome(
      over: whole, on: layout)
    #expect(unaware.layers["consensus"]?.contains { (21..<29).contains($0.time.seconds) } == false)
  }

  @Test func settingsThatMeanNothingAreRefused() throws {
    let layout = beats().layout
    #expect(try problems("beat-consensus", #""beats": ["QRS"]"#, on: layout) != [])
    #expect(try problems("beat-consensus", #""quality": "quality""#, on: layout) != [])
    #expect(try problems("beat-consensus", #""channels": ["II", "II"]"#, on: layout) != [])
    #expect(try problems("beat-consensus", #""beats": ["QRS", "puls"]"#, on: layout) != [])
    #expect(try problems("breathing", "", on: layout).first?.contains("must be given") == true)
    #expect(
      try problems("breathing", #""channels": ["ABP"]"#, on: SyntheticRecording.layout).first?
        .contains("'ABP' must have single values, one a beat, and no rate") == true)
    #expect(try problems("breaths", "", on: recording(pressure, beat).layout) != [])
  }
}
