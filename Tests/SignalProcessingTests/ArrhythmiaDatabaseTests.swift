import Evaluation
import SignalProcessing
import Testing

/// The comparison of EC57 over several records: 150 ms, from the fifth minute on.
private func comparison(_ numbers: [Int]) throws -> BeatSummary {
  let detector = QRSDetector(rate: 360)
  var summary = BeatSummary()
  for number in numbers {
    let record = try MITRecord(number)
    var state = detector.start()
    var beats: [QRSDetector.Beat] = []
    detector.process(record.samples.span, &state, into: &beats)
    let rest = [Float](repeating: .nan, count: detector.delay)
    detector.process(rest.span, &state, into: &beats)
    summary.add(
      BeatComparison(
        BeatSeries(beats.map { Beat(Int64($0.position)) }), with: record.reference, window: 54,
        skip: 300 * 360, end: Int64(record.samples.count)))
  }
  return summary
}

@Suite(.enabled(if: MITRecord.isAvailable, "needs ../shared/data"))
struct ArrhythmiaDatabaseTests {
  @Test("Beats of DS1 are found", arguments: [MITRecord.odd, MITRecord.even])
  func sensitivity(records: [Int]) throws {
    let summary = try comparison(records)
    let sensitivity = try #require(summary.matrix.sensitivity.value)
    let predictivity = try #require(summary.matrix.positivePredictivity.value)
    #expect(sensitivity >= 0.998)
    #expect(predictivity >= 0.996)
    let mean = try #require(summary.offset.mean)
    let deviation = try #require(summary.offset.standardDeviation)
    #expect(abs(mean) < 1, "in samples of 2.8 ms")
    #expect(deviation < 4)
  }
}
