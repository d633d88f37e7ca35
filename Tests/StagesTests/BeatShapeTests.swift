import Configuration
import Pipelines
import Signals
import Testing

@Suite struct BeatShapeTests {
  private static let layout = Layout(
    channels: [
      ChannelDescription(name: "II", kind: .ecg, unit: .millivolt, rate: Rate(hertz: 100))
    ],
    layers: [LayerDescription(name: "QRS", delay: Time(seconds: 1))])

  /// The shapes around beats of a wave of ten seconds.
  private func shapes(
    _ settings: String, beats: [Double], _ wave: (Int) -> Float
  ) throws -> Outcome.ChannelOutcome {
    var recording = Recording(Self.layout)
    recording.channels[0].samples = (0..<1000).map(wave)
    recording.channels[0].through = Time(seconds: 10)
    recording.layers[0].annotations = beats.map {
      Annotation(.beat, at: Time(seconds: $0), label: "N")
    }
    recording.layers[0].through = Time(seconds: 10)
    let outcome = try Example(stage: "beat-shape", settings: settings).outcome(
      over: recording, on: Self.layout)
    return try #require(outcome["beat shape"])
  }

  private let window = #""before": 0.02, "after": 0.04, "points": 4"#

  @Test func theWindowIsCutAroundTheBeat() throws {
    let shapes = try shapes(window + #", "level": false"#, beats: [1, 5]) { Float($0) }
    #expect(shapes.values == [98, 100, 102, 104, 498, 500, 502, 504])
    #expect(shapes.times == [Time(seconds: 1), Time(seconds: 5)])
  }

  @Test func betweenSamplesTheWaveIsALine() throws {
    let shapes = try shapes(window + #", "level": false"#, beats: [1.0025]) { Float($0) }
    for (value, expected) in zip(shapes.values, [98.25, 100.25, 102.25, 104.25] as [Float]) {
      #expect(abs(value - expected) < 1e-4)
    }
  }

  @Test func whatWasNotMeasuredIsNotANumber() throws {
    let shapes = try shapes(window + #", "level": false"#, beats: [0.01, 1, 9.98]) {
      $0 == 102 ? .nan : Float($0)
    }
    #expect(
      shapes.values.map(\.isNaN) == [
        true, false, false, false, false, false, true, false, false, false, true, true,
      ])
  }

  @Test func levelAndScaleTakeOutOffsetAndGain() throws {
    let settings = window + #", "scale": 3"#
    let beats = [1.0, 2, 3]
    let plain = try shapes(settings, beats: beats) { Float($0 % 7) }
    let other = try shapes(settings, beats: beats) { Float($0 % 7) * 4 + 64 }
    #expect(plain.values == other.values)
    #expect(plain.values.prefix(4).map { abs($0) }.max() == 1)
  }

  @Test func theShapeComesAsLateAsItsWindowEnds() throws {
    let layouts = try Example(stage: "beat-shape", settings: window).pipeline()
      .layouts(from: Self.layout)
    let shape = try #require(layouts.last?.channels.last)
    #expect(shape.delay == Time(seconds: 1.05) + Time(nanoseconds: 2))
    #expect(shape.axis == ["-0.02 s", "0.0 s", "0.02 s", "0.04 s"])
    #expect(layouts.last?.channels.first?.delay == Time(seconds: 1))
  }
}
