import Signals
import Testing

@testable import Surveys

/// Numbers that look like chance and are the same in every run.
private func scattered(_ count: Int) -> [Float] {
  var state: UInt32 = 1
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return Float(Int(state >> 8) - (1 << 23)) / 1000
  }
}

@Suite struct SurveyTests {
  @Test(arguments: [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1])
  func quantilesAreThoseOfTheSortedValues(_ share: Double) throws {
    let values = scattered(10_001)
    var histogram = ValueHistogram()
    for value in values { histogram.take(value) }
    let sorted = values.sorted()
    let exact = sorted[min(10_000, Int((share * 10_001).rounded(.down)))]
    let found = try #require(histogram.quantile(share))
    #expect(abs(found - exact) <= abs(exact) / 256)
  }

  @Test func valuesThatRepeatAreToldExactly() {
    var histogram = ValueHistogram()
    #expect(histogram.quantile(0.5) == nil)
    for value in [Float](repeating: 96.9, count: 10) + [
      -0.0, 0, 1e38, -1e38, .leastNonzeroMagnitude,
    ] {
      histogram.take(value)
    }
    #expect(histogram.quantile(0.5) == 96.9)
    #expect(histogram.quantile(0) == -1e38)
    #expect(histogram.quantile(1) == 1e38)
  }

  @Test func extremesAreTheTwoOuterValuesWithTheirCounts() {
    let values: [Float] = [3, 1, 2, 5, 5, 1, 4, 4, 4, 5, 1, 2]
    var extremes = Extremes()
    for value in values { extremes.take(value) }
    #expect(extremes.lowest.value == 1 && extremes.lowest.count == 3)
    #expect(extremes.nextLowest.value == 2 && extremes.nextLowest.count == 2)
    #expect(extremes.highest.value == 5 && extremes.highest.count == 3)
    #expect(extremes.nextHighest.value == 4 && extremes.nextHighest.count == 3)
  }

  @Test func onlyWhatIsCutOffLooksClipped() {
    // A triangle of whole numbers, and the same cut off at its upper third.
    let triangle = (0..<10_000).map { Float(abs($0 % 200 - 100)) }
    var whole = Extremes()
    var cut = Extremes()
    for value in triangle {
      whole.take(value)
      cut.take(min(value, 66))
    }
    #expect(whole.clippedShare(of: 10_000) == 0)
    #expect(abs(cut.clippedShare(of: 10_000) - 0.345) < 0.001)
    var flat = Extremes()
    for _ in 0..<100 { flat.take(1) }
    #expect(flat.isConstant && flat.clippedShare(of: 100) == 0)
  }

  @Test func anEnvelopeKeepsEveryPeak() {
    var envelope = Envelope(columns: 10, end: 1000)
    for place in 0..<1000 where place < 300 || place >= 500 {
      envelope.take(place == 777 ? 9 : Float(place % 2), at: place)
    }
    #expect(envelope.high == [1, 1, 1, -.infinity, -.infinity, 1, 1, 9, 1, 1])
    #expect(envelope.low == [0, 0, 0, .infinity, .infinity, 0, 0, 0, 0, 0])
  }

  /// A channel of noise with gaps at both ends and within, cut into parts of a length.
  private func survey(parts length: Int) throws -> ChannelSurvey {
    let rate = try #require(Rate(hertz: 100))
    let description = ChannelDescription(name: "a", kind: .ecg, unit: .millivolt, rate: rate)
    var samples = scattered(5000)
    let gaps = [0..<30, 400..<401, 1000..<1500, 3999..<4100, 4990..<5000]
    for gap in gaps { for index in gap { samples[index] = .nan } }
    samples[2000] = .infinity
    var survey = ChannelSurvey(description, duration: Time(seconds: 50), columns: 16)
    var channel = Channel(description)
    for start in stride(from: 0, to: 5000, by: length) {
      channel.first = start
      channel.samples = Array(samples[start..<min(start + length, 5000)])
      survey.take(channel)
    }
    return survey
  }

  @Test func whatIsFoundIsWhatIsThere() throws {
    let survey = try survey(parts: 5000)
    #expect(survey.count == 5000 && survey.missing == 30 + 1 + 500 + 101 + 10)
    #expect(survey.infinite == 1)
    #expect(survey.first == Time(seconds: 0.3) && survey.last == Time(seconds: 49.89))
    #expect(survey.gaps.count == 3)
    #expect(survey.gaps.total == Time(seconds: 6.02))
    #expect(survey.gaps.longest?.start == Time(seconds: 10))
    #expect(survey.gaps.longest?.length == Time(seconds: 5))
  }

  @Test(arguments: [1, 7, 100, 1001])
  func theLengthOfThePartsDoesNotShow(_ length: Int) throws {
    // Everything that a survey holds, private counts included, but for hashes: it has none.
    #expect("\(try survey(parts: length))" == "\(try survey(parts: 5000))")
  }

  @Test(
    arguments: [
      (Kind.ecg, "II", "mV", Float(0.8), true, nil), (.ecg, "II", "mV", 800, false, "uV"),
      (.ecg, "II", "V", 0.8, false, "mV"), (.ecg, "II", "mV", 0.0008, false, "V"),
      (.abp, "ABP", "mm[Hg]", 12, false, "kPa"), (.abp, "ABP", "kPa", 90, false, "mm[Hg]"),
      (.numeric, "SpO2", "%", 0.97, false, "1"), (.numeric, "SpO2", "1", 0.97, true, nil),
      (.numeric, "HR", "/min", 1.2, false, "Hz"), (.numeric, "HR", "Hz", 1.2, true, nil),
      (.numeric, "Temp", "Cel", 98.2, false, "[degF]"),
      (.numeric, "Temp", "[degF]", 98.2, true, nil),
      (.numeric, "TEMP", "Cel", 310, false, "K"), (.numeric, "HR", "/min", 4000, false, nil),
    ] as [(Kind, String, String, Float, Bool, String?)])
  func anAmplitudeThatDoesNotFitItsUnitNamesTheLikelyOne(
    _ kind: Kind, _ name: String, _ unit: String, _ size: Float, _ isPlausible: Bool,
    _ likely: String?
  ) throws {
    let description = ChannelDescription(
      name: name, kind: kind, unit: Unit(rawValue: unit), rate: Rate(hertz: 1))
    var survey = ChannelSurvey(description, duration: Time(seconds: 101), columns: 0)
    var channel = Channel(description)
    channel.samples = (0...100).map { kind == .ecg ? size * Float($0) / 98 : size }
    if kind != .numeric, kind != .ecg { channel.samples[0] *= 1.1 }
    survey.take(channel)
    let amplitude = try #require(Amplitude(survey))
    #expect(amplitude.isPlausible == isPlausible)
    #expect(amplitude.likelyUnit?.rawValue == likely)
  }

  @Test(arguments: ["1", "{adu}", "Pa"])
  func whatHasNoUnitThatFitsIsNotChecked(_ unit: String) {
    let description = ChannelDescription(name: "II", kind: .ecg, unit: Unit(rawValue: unit))
    #expect(PlausibleRange.of(description) == nil)
  }
}
