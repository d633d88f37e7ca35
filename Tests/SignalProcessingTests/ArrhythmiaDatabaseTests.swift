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
    for (records, isOdd) in [(MITRecord.odd, true), (MITRecord.even, false)] {
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
        let real = try #require(one.matrix.positivePredictivity.value)
        withKnownIssue("a fortieth of the beats in the first lead of 108 are none") {
          #expect(real >= 0.98, "record \(number)")
        } when: {
          number == 108
        }
      }
      print(line("half, one lead", half.matrix), line("two", halfTogether.matrix), separator: "; ")
      #expect(try #require(half.matrix.sensitivity.value) >= 0.998)
      let real = try #require(half.matrix.positivePredictivity.value)
      #expect(real >= 0.997)
      withKnownIssue("record 108 alone costs the held-out half this") {
        #expect(real >= 0.998)
      } when: {
        !isOdd
      }
    }
    #expect(try #require(alone.matrix.sensitivity.value) >= 0.998)
    #expect(try #require(alone.matrix.positivePredictivity.value) >= 0.998)
    #expect(try #require(together.matrix.sensitivity.value) >= 0.999)
    #expect(try #require(together.matrix.positivePredictivity.value) >= 0.997)
    #expect(errors(together.matrix) < errors(alone.matrix))
    print(line("all, one lead", alone.matrix), line("two", together.matrix), separator: "; ")
    for summary in [alone, together] {
      let (mean, deviation) = (summary.offset.mean ?? 0, summary.offset.standardDeviation ?? 0)
      print("offset: mean \(mean / 0.36) ms, SD \(deviation / 0.36) ms")
      #expect(abs(try #require(summary.offset.mean)) < 1, "in samples of 2.8 ms")
      #expect(try #require(summary.offset.standardDeviation) < 4)
    }
  }

  /// With two leads only the first has the gap, and what is compared is what both give without it.
  @Test(
    "What is missing costs no beat farther than 0.3 s away", arguments: [119, 203, 208],
    [(Float.nan, 1), (.infinity, 1), (.nan, 36), (.nan, 100), (.nan, 1800)])
  func gaps(number: Int, gap: (value: Float, length: Int)) throws {
    let record = try MITRecord(number)
    for leads in 1...2 {
      let parts = [record.samples, record.second].prefix(leads).map { Array($0[0..<108_000]) }
      let whole = beats(in: parts).map(\.position)
      var lost: [Int] = []
      for first in stride(from: 20_011, to: 100_000, by: 7_919) {
        var damaged = parts
        for index in first..<(first + gap.length) { damaged[0][index] = gap.value }
        let found = beats(in: damaged).map(\.position)
        lost += whole.filter { position in
          (position < first - 108 || position >= first + gap.length + 108)
            && !found.contains { abs($0 - position) <= 7 }
        }
      }
      withKnownIssue("of two ventricular beats 2 s after a gap the other one is found") {
        #expect(lost.isEmpty, "record \(number), \(leads) leads")
      } when: {
        number == 203 && leads == 2 && gap.length == 100
      }
    }
  }
}
