internal import Evaluation
internal import Testing

/// Pairs worked out by hand, with a window of 150 from position 0 on unless said otherwise.
@Suite struct BeatComparisonTests {
  private func compare(
    _ test: [Beat], with reference: BeatSeries, skip: Int64 = 0, end: Int64? = nil
  ) -> BeatComparison {
    BeatComparison(BeatSeries(test), with: reference, window: 150, skip: skip, end: end)
  }

  @Test("Beats as far apart as the window match, and no farther")
  func window() {
    let reference = BeatSeries([Beat(1_000), Beat(2_000), Beat(3_000), Beat(4_000)])
    let test = [Beat(850), Beat(2_150), Beat(2_849), Beat(4_151)]
    let matrix = compare(test, with: reference).matrix
    #expect(matrix[.beat(.normal), .beat(.normal)] == 2)
    #expect(matrix[.beat(.normal), .missing] == 2)
    #expect(matrix[.missing, .beat(.normal)] == 2)
    #expect(matrix.sensitivity == Proportion(2, of: 4))
    #expect(matrix.positivePredictivity == Proportion(2, of: 4))
  }

  @Test("Of two detections near one beat the nearer matches")
  func nearestDetection() {
    let comparison = compare(
      [Beat(900, .ventricular), Beat(1_010), Beat(2_000), Beat(2_060, .ventricular)],
      with: BeatSeries([Beat(1_000), Beat(2_000)]))
    #expect(comparison.matrix[.beat(.normal), .beat(.normal)] == 2)
    #expect(comparison.matrix[.missing, .beat(.ventricular)] == 2)
    #expect(comparison.offset.mean == 5)
  }

  @Test("Of two beats near one detection the nearer matches")
  func nearestBeat() {
    let matrix = compare(
      [Beat(1_100)], with: BeatSeries([Beat(1_000), Beat(1_120, .ventricular)])
    ).matrix
    #expect(matrix[.beat(.normal), .missing] == 1)
    #expect(matrix[.beat(.ventricular), .beat(.normal)] == 1)
  }

  @Test("Every pair of classes has a cell of its own")
  func cells() {
    var reference: [Beat] = []
    var test: [Beat] = []
    for (row, expected) in BeatClass.allCases.enumerated() {
      for (column, found) in BeatClass.allCases.enumerated() {
        for copy in 0...(5 * row + column) {
          let position = Int64(((5 * row + column) * 30 + copy) * 1_000 + 1_000)
          reference.append(Beat(position, expected))
          test.append(Beat(position + 3, found))
        }
      }
    }
    let matrix = compare(test, with: BeatSeries(reference)).matrix
    for (row, expected) in BeatClass.allCases.enumerated() {
      for (column, found) in BeatClass.allCases.enumerated() {
        #expect(matrix[.beat(expected), .beat(found)] == 5 * row + column + 1)
      }
    }
    // V: 11, 12, 13, 14, 15 of its row; N 3 and S 8 of its column are false, F and Q excused.
    #expect(matrix.sensitivity(of: .ventricular) == Proportion(13, of: 65))
    #expect(matrix.positivePredictivity(of: .ventricular) == Proportion(13, of: 13 + 3 + 8))
    // S: 6 … 10 of its row; N 2, V 12 and F 17 of its column are false, Q excused.
    #expect(matrix.sensitivity(of: .supraventricular) == Proportion(7, of: 40))
    #expect(
      matrix.positivePredictivity(of: .supraventricular) == Proportion(7, of: 7 + 2 + 12 + 17))
  }

  @Test("Beats while one learns do not count, nor does a detection of such a beat")
  func beginning() {
    let reference = BeatSeries([Beat(950), Beat(2_000), Beat(3_000)])
    // The detection at 1050 belongs to the beat at 950, before the beginning at 1000.
    let late = compare([Beat(1_050), Beat(2_000), Beat(3_000)], with: reference, skip: 1_000)
    #expect(late.matrix.sensitivity == Proportion(2, of: 2))
    #expect(late.matrix.positivePredictivity == Proportion(2, of: 2))
    // The detection at 980, before the beginning, matches the beat at 1020.
    let early = compare(
      [Beat(980), Beat(2_000)], with: BeatSeries([Beat(1_020), Beat(2_000)]), skip: 1_000)
    #expect(early.matrix.sensitivity == Proportion(2, of: 2))
  }

  @Test("Beats after the end do not count")
  func end() {
    let reference = BeatSeries([Beat(1_000), Beat(2_000), Beat(3_000)])
    let matrix = compare([Beat(1_000), Beat(2_500)], with: reference, end: 2_200).matrix
    #expect(matrix.sensitivity == Proportion(1, of: 2))
    #expect(matrix.positivePredictivity == Proportion(1, of: 1))
  }

  @Test("Where a side could read nothing its missing beats are X, in fibrillation they are nothing")
  func stretches() {
    let reference = BeatSeries(
      [Beat(1_000), Beat(9_000)], unreadable: [2_000...3_000], fibrillation: [5_000...6_000])
    let test = BeatSeries(
      [Beat(1_000), Beat(2_500), Beat(4_000), Beat(5_500, .ventricular)],
      unreadable: [8_000...10_000])
    let matrix = BeatComparison(test, with: reference, window: 150, skip: 0).matrix
    #expect(matrix[.unreadable, .beat(.normal)] == 1)
    #expect(matrix[.missing, .beat(.normal)] == 1)
    #expect(matrix[.beat(.normal), .unreadable] == 1)
    #expect(matrix.counts.reduce(0, +) == 4)
    #expect(matrix.missedUnreadable == Proportion(1, of: 2))
  }

  @Test("Errors of intervals leave out the first and those across stretches without beats")
  func intervals() {
    let reference = BeatSeries(
      [Beat(1_000), Beat(2_000), Beat(3_000), Beat(5_000)], unreadable: [3_500...4_500])
    let test = [Beat(1_000), Beat(2_010), Beat(3_000), Beat(5_100)]
    let error = compare(test, with: reference).intervalError
    #expect(error.count == 2)
    #expect(error.rootMeanSquare == 10)
  }

  @Test("Nothing found and nothing to find are no error")
  func empty() {
    let reference = BeatSeries([Beat(1_000), Beat(2_000)])
    #expect(compare([], with: reference).matrix.sensitivity == Proportion(0, of: 2))
    #expect(compare([], with: reference).matrix.positivePredictivity.value == nil)
    let none = compare([Beat(1_000)], with: BeatSeries([]), skip: 500)
    #expect(none.matrix.positivePredictivity == Proportion(0, of: 1))
    #expect(compare([], with: BeatSeries([]), skip: 500).matrix == BeatMatrix())
  }

  @Test("A quality marking opens an unreadable stretch, alone it lies within one")
  func markings() {
    let pair = BeatSeries(
      [Marking(100, "N"), Marking(200, "~", subtype: -1), Marking(900, "~"), Marking(950, "V")],
      window: 50)
    #expect(pair.unreadable == [200...900])
    #expect(pair.beats == [Beat(100), Beat(950, .ventricular)])
    let alone = BeatSeries(
      [Marking(100, "N"), Marking(400, "~", subtype: 0x30), Marking(900, "N")], window: 50)
    #expect(alone.unreadable == [150...850])
    let fibrillation = BeatSeries(
      [Marking(100, "["), Marking(200, "!"), Marking(300, "N"), Marking(400, "]")], window: 50)
    #expect(fibrillation == BeatSeries([], fibrillation: [100...400]))
  }

  @Test("Gross figures weigh beats, average figures weigh recordings")
  func summary() {
    var summary = BeatSummary()
    summary.add(compare([Beat(1_000)], with: BeatSeries([Beat(1_000)])))
    summary.add(
      compare([Beat(1_010)], with: BeatSeries((1...4).map { Beat(1_000 * $0) })))
    summary.add(compare([], with: BeatSeries([])))
    #expect(summary.count == 3)
    #expect(summary.matrix.sensitivity == Proportion(2, of: 5))
    #expect(summary.average { $0.sensitivity } == 0.625)
    #expect(summary.offset.mean == 5)
    #expect(summary.average { $0.sensitivity(of: .ventricular) } == nil)
  }
}
