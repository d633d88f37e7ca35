import Evaluation
import SignalProcessing
import Testing

/// The comparison of EC57 of a record: 150 ms, from the fifth minute on.
private func comparison(_ number: Int, leads: Int) throws -> BeatComparison {
  let record = try MITRecord(number)
  let beats = beats(in: Array([record.samples, record.second].prefix(leads)))
  return BeatComparison(
    BeatSeries(beats.map { Beat(Int64($0.position)) }), with: record.reference, window: 54,
    skip: 300 * 360, end: Int64(record.samples.count))
}

private func beats(in leads: [[Float]]) -> [QRSDetector.Beat] {
  let detector = MultiLeadQRSDetector(rate: 360, leads: leads.count)
  var state = detector.start()
  var beats: [QRSDetector.Beat] = []
  let rest = [Float](repeating: .nan, count: detector.delay)
  for (index, samples) in leads.enumerated() {
    detector.take(samples.span, lead: index, &state)
    detector.take(rest.span, lead: index, &state)
  }
  detector.resolve(&state, into: &beats)
  return beats
}

/// What was missed and invented, and the shares found and true.
private func line(_ name: String, _ matrix: BeatMatrix) -> String {
  let (found, real) = (matrix.sensitivity, matrix.positivePredictivity)
  return "\(name): missed \(found.total - found.count), extra \(real.total - real.count), "
    + "Se \(percent(found.value)), +P \(percent(real.value))"
}

private func percent(_ value: Double?) -> Double { ((value ?? 0) * 1e5).rounded() / 1e3 }

private func errors(_ matrix: BeatMatrix) -> Int {
  matrix.sensitivity.total - matrix.sensitivity.count
    + matrix.positivePredictivity.total - matrix.positivePredictivity.count
}

@Suite(.enabled(if: MITRecord.isAvailable, "needs ../shared/data"))
struct ArrhythmiaDatabaseTests {
  @Test("Beats of DS1 are found, in two leads with fewer errors")
  func sensitivity() throws {
    var alone = BeatSummary()
    var together = BeatSummary()
    for records in [MITRecord.odd, MITRecord.even] {
      var half = BeatSummary()
      var halfTogether = BeatSummary()
      for number in records {
        let one = try comparison(number, leads: 1)
        half.add(one)
        alone.add(one)
        let both = try comparison(number, leads: 2)
        together.add(both)
        halfTogether.add(both)
        print(line("\(number), one lead", one.matrix), line("two", both.matrix), separator: "; ")
        #expect(try #require(one.matrix.sensitivity.value) >= 0.98, "record \(number)")
        #expect(try #require(one.matrix.positivePredictivity.value) >= 0.97, "record \(number)")
      }
      print(line("half, one lead", half.matrix), line("two", halfTogether.matrix), separator: "; ")
      #expect(try #require(half.matrix.sensitivity.value) >= 0.998)
      #expect(try #require(half.matrix.positivePredictivity.value) >= 0.997)
    }
    #expect(try #require(alone.matrix.sensitivity.value) >= 0.998)
    #expect(try #require(alone.matrix.positivePredictivity.value) >= 0.998)
    #expect(errors(together.matrix) < errors(alone.matrix))
    print(line("all, one lead", alone.matrix), line("two", together.matrix), separator: "; ")
    for summary in [alone, together] {
      let (mean, deviation) = (summary.offset.mean ?? 0, summary.offset.standardDeviation ?? 0)
      print("offset: mean \(mean / 0.36) ms, SD \(deviation / 0.36) ms")
      #expect(abs(try #require(summary.offset.mean)) < 1, "in samples of 2.8 ms")
      #expect(try #require(summary.offset.standardDeviation) < 4)
    }
  }

  @Test(
    "What is missing costs no beat farther than 0.3 s away",
    arguments: [(Float.nan, 1), (.infinity, 1), (.nan, 36), (.nan, 100), (.nan, 1800)])
  func gaps(value: Float, length: Int) throws {
    let record = try MITRecord(119)
    let part = Array(record.samples[0..<108_000])
    let whole = beats(in: [part]).map(\.position)
    for first in stride(from: 20_011, to: 100_000, by: 7_919) {
      var damaged = part
      for index in first..<(first + length) { damaged[index] = value }
      let found = beats(in: [damaged]).map(\.position)
      let lost = whole.filter { position in
        (position < first - 108 || position >= first + length + 108)
          && !found.contains { abs($0 - position) <= 7 }
      }
      #expect(lost.isEmpty, "from \(first)")
    }
  }
}
