import Pipelines
import Signals
import Testing

@Suite struct BeatFeaturesTests {
  private static let layout = Layout(
    channels: [
      ChannelDescription(name: "II", kind: .ecg, unit: .millivolt, rate: Rate(hertz: 250))
    ],
    layers: [LayerDescription(name: "QRS")])

  /// What is said of beats at each second, every third of them wide and inverted if asked.
  private func outcome(
    _ settings: String, beats: Int = 30, isMixed: Bool = false, hole: Range<Int> = 0..<0
  ) throws -> Outcome {
    var recording = Recording(Self.layout)
    recording.channels[0].samples = (0..<(beats + 1) * 250).map { index in
      if hole.contains(index) { return .nan }
      let beat = (index + 125) / 250
      let since = Double(index - beat * 250) / 250
      let isWide = isMixed && beat % 3 == 0
      let wave = max(0, 1 - abs(since) / (isWide ? 0.08 : 0.03))
      let rest = 0.2 * max(0, 1 - abs(since - 0.28) / 0.08)
      return Float((isWide ? -1.5 : 1 + 0.1 * Double(beat % 2)) * wave + rest)
    }
    recording.channels[0].through = Time(seconds: Double(beats + 1))
    recording.layers[0].annotations = (1...beats).map {
      Annotation(.beat, at: Time(seconds: Double($0)), label: "N")
    }
    recording.layers[0].through = recording.channels[0].through
    return try Example(stage: "beat-features", settings: settings).outcome(
      over: recording, on: Self.layout)
  }

  @Test func narrowAndWideBeatsAreToldApart() throws {
    let found = try outcome(#""learn": 9, "components": 2"#, isMixed: true)
    let widths = try #require(found["QRS width"]).values
    let amplitudes = try #require(found["QRS amplitude"]).values
    let likeness = try #require(found["beat correlation"]).values
    #expect(widths.count == 30)
    for beat in 4...30 {
      let isWide = beat % 3 == 0
      #expect(abs(widths[beat - 1] - (isWide ? 0.16 : 0.06)) < 0.02)
      #expect(abs(amplitudes[beat - 1] - (isWide ? 1.5 : 1.05)) < 0.15)
      #expect(isWide ? likeness[beat - 1] < 0 : likeness[beat - 1] > 0.95)
    }
  }

  @Test func componentsAreLearntFromTheFirstBeatsAndStay() throws {
    let found = try #require(
      try outcome(#""learn": 9, "components": 2"#, isMixed: true)["beat components"])
    #expect(found.values.prefix(18).allSatisfy { $0.isNaN })
    #expect(found.values.dropFirst(18).allSatisfy { $0.isFinite })
    let first = stride(from: 18, to: 60, by: 2).map { found.values[$0] }
    // The first component tells wide beats from narrow ones: the tenth and the eleventh are narrow.
    let (narrow, wide) = (first[0], first[2])
    #expect(abs(narrow - wide) > 1)
    for (place, value) in first.enumerated() {
      #expect(abs(value - (place % 3 == 2 ? wide : narrow)) < 0.3)
    }
  }

  @Test func whatIsNotMeasuredIsNotANumberAndLeavesTheOthers() throws {
    let found = try outcome(#""learn": 5"#, hole: 2500..<2510)
    for (name, width) in [
      ("QRS width", 1), ("QRS amplitude", 1), ("beat correlation", 1), ("beat components", 3),
    ] {
      let values = try #require(found[name]).values
      #expect(values[9 * width].isNaN, "\(name) of the tenth beat")
      #expect(values.dropFirst(10 * width).allSatisfy { $0.isFinite }, "\(name)")
    }
  }
}
