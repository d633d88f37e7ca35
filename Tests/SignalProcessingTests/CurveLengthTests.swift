import Evaluation
import SignalProcessing
import Testing

private func beats(in samples: [Float], rate: Double, cuts: [Range<Int>]? = nil) -> [Int] {
  let detector = CurveLengthDetector(rate: rate)
  var state = detector.start()
  var beats: [Int] = []
  for cut in cuts ?? [0..<samples.count] {
    let before = beats.count
    detector.process(samples.span.extracting(cut), &state, into: &beats)
    for beat in beats[before...] { #expect(beat >= cut.lowerBound - detector.delay) }
  }
  detector.process([Float](repeating: .nan, count: detector.delay).span, &state, into: &beats)
  return beats
}

@Test(arguments: [100.0, 250, 360, 1000], [0.3, 0.8, 1.6])
func theCurveIsLongWhereThereAreBeats(rate: Double, interval: Double) {
  let times = SyntheticECG.times(seconds: 40, interval: interval)
  let samples = SyntheticECG(rate: rate).samples(seconds: 40, beats: times)
  let found = beats(in: samples, rate: rate)
  #expect(found.count == times.count)
  for (beat, time) in zip(found, times) { #expect(abs(Double(beat) / rate - time) < 0.04) }
}

@Test(arguments: 1...3 as ClosedRange<UInt64>) func cutsDoNotShowInCurveLengths(seed: UInt64) {
  let times = SyntheticECG.times(seconds: 30, interval: 0.7)
  var noise = Noise(seed)
  var samples = SyntheticECG(rate: 250).samples(seconds: 30, beats: times)
    .map { $0 + 0.05 * noise.normal() }
  for index in Array(1000..<1010) + Array(3000..<4000) { samples[index] = .nan }
  let cuts = randomCuts(of: samples.count, seed: seed)
  #expect(beats(in: samples, rate: 250, cuts: cuts) == beats(in: samples, rate: 250))
}

@Test func aLeadWithoutBeatsHasNoLongCurve() {
  let atrial = SyntheticECG(rate: 250, conducts: false)
    .samples(seconds: 30, beats: SyntheticECG.times(seconds: 30, interval: 0.8))
  #expect(beats(in: atrial, rate: 250) == [])
  #expect(beats(in: [Float](repeating: -5, count: 5000), rate: 250) == [])
}

@Test(arguments: [Float.nan, .infinity, 1000, -1e6, 1e30])
func aValueThatNoElectrodeHasBlindsNoCurve(value: Float) {
  let times = SyntheticECG.times(seconds: 40, interval: 0.8)
  var samples = SyntheticECG(rate: 250).samples(seconds: 40, beats: times)
  let found = beats(in: samples, rate: 250)
  samples[5_000] = value
  let left = beats(in: samples, rate: 250)
  #expect(left.filter { abs($0 - 5_000) > 75 } == found.filter { abs($0 - 5_000) > 75 })
}

@Test func curveLengthsAllocateNothing() {
  let samples = SyntheticECG(rate: 250)
    .samples(seconds: 10, beats: SyntheticECG.times(seconds: 10, interval: 0.8))
  let detector = CurveLengthDetector(rate: 250)
  var state = detector.start()
  var found: [Int] = []
  found.reserveCapacity(100)
  #expect(allocations { detector.process(samples.span, &state, into: &found) } == 0)
}

@Suite(.enabled(if: MITRecord.isAvailable, "needs ../shared/data"))
struct CurveLengthDatabaseTests {
  /// Nothing was chosen on the records: 99.72 % and 98.88 % of the odd ones, 99.79 % and 99.75 % of the
  /// even ones were found, and the limits leave a margin.
  @Test("The curve's length finds most beats of DS1", arguments: [MITRecord.odd, MITRecord.even])
  func sensitivity(records: [Int]) throws {
    var summary = BeatSummary()
    for number in records {
      let record = try MITRecord(number)
      summary.add(
        BeatComparison(
          BeatSeries(beats(in: record.samples, rate: 360).map { Beat(Int64($0)) }),
          with: record.reference, window: 54, skip: 300 * 360, end: Int64(record.samples.count)))
    }
    let sensitivity = try #require(summary.matrix.sensitivity.value)
    let predictivity = try #require(summary.matrix.positivePredictivity.value)
    #expect(sensitivity >= 0.99)
    #expect(predictivity >= 0.98)
  }
}
