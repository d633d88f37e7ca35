import Foundation
import SignalProcessing
import Testing

/// Intervals that vary by themselves, the same in every run: a walk, a breath and some chance.
private func intervals(_ count: Int) -> [Double] {
  var state: UInt64 = 7
  var walk = 0.0
  return (0..<count).map { index in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let chance = Double(state >> 40) / Double(1 << 24) - 0.5
    walk = 0.95 * walk + 20 * chance
    return 850 + walk + 25 * sin(Double(index) * 1.4) + 10 * chance
  }
}

private func all(_ count: Int) -> [Bool] { (0..<count).map { $0 > 0 } }

@Suite struct IntervalStatisticsTests {
  @Test func aFewIntervalsGiveWhatIsWorkedOutByHand() {
    let values = IntervalStatistics(
      ([800, 860, 840, 900] as [Double]).span, follows: ([false, true, true, true]).span)
    #expect(values.mean == 850)
    #expect(values.median == 850)
    #expect(abs(values.medianDeviation - 1.4826 * 30) < 1e-12)
    // Distances −50, 10, −10, 50; differences 60, −20, 60.
    #expect(abs(values.sdnn - (5200 / 3.0).squareRoot()) < 1e-12)
    #expect(abs(values.rmssd - (7600 / 3.0).squareRoot()) < 1e-12)
    #expect(abs(values.sdsd - (6400 / 3.0).squareRoot()) < 1e-12)
    #expect(values.pnn50 == 2.0 / 3)
    #expect(values.pnn20 == 2.0 / 3, "20 ms are not more than 20 ms")
  }

  @Test func differencesAcrossABreakDoNotCount() {
    let values = IntervalStatistics(
      ([800, 810, 1200, 1210] as [Double]).span, follows: ([false, true, false, true]).span)
    #expect(values.differences == 2)
    #expect(values.rmssd == 10)
    #expect(values.sdsd == 0)
    #expect(values.pnn50 == 0)
  }

  @Test(arguments: 0...2) func tooFewIntervalsAreNotANumber(count: Int) {
    let values = intervals(count)
    let statistics = IntervalStatistics(values.span, follows: all(count).span)
    #expect(statistics.mean.isNaN == (count == 0))
    #expect(statistics.sdnn.isNaN == (count < 2))
    #expect(statistics.rmssd.isNaN == (count < 2))
    #expect(statistics.sdsd.isNaN)
    #expect(PoincarePlot(values.span, follows: all(count).span).sd1.isNaN)
    #expect(SampleEntropy.value(of: values.span, follows: all(count).span).isNaN)
    #expect(
      DetrendedFluctuation.exponent(
        of: values.span, follows: all(count).span, sizes: DetrendedFluctuation.short
      ).isNaN)
    #expect(IntervalHistogram(values.span).baseWidth.isNaN == (count == 0))
  }

  @Test func theMedianIsThatOfSortedValues() {
    for count in 1...40 {
      let values = intervals(count).map { ($0 / 20).rounded() * 20 }
      let sorted = values.sorted()
      let median = IntervalStatistics(values.span, follows: all(count).span).median
      #expect(median == (sorted[(count - 1) / 2] + sorted[count / 2]) / 2)
    }
  }

  @Test func sd1IsTheSpreadOfDifferencesOverTheRootOfTwo() {
    let values = intervals(500)
    let statistics = IntervalStatistics(values.span, follows: all(500).span)
    let plot = PoincarePlot(values.span, follows: all(500).span)
    #expect(abs(plot.sd1 - statistics.sdsd / 2.0.squareRoot()) < 1e-9)
    // Up to what the first and the last interval weigh.
    #expect(
      abs(plot.sd2 * plot.sd2 + plot.sd1 * plot.sd1 - 2 * statistics.sdnn * statistics.sdnn) < 20)
  }
}

@Suite struct IntervalHistogramTests {
  /// As many intervals in the middle of each bin as asked, from 100 bins up.
  private func histogram(_ counts: [Int]) -> IntervalHistogram {
    let values = counts.enumerated().flatMap { bin, count in
      Array(repeating: (100.5 + Double(bin)) * IntervalHistogram.bin, count: count)
    }
    return IntervalHistogram(values.span)
  }

  @Test func aTriangleHasItsOwnBase() {
    let found = histogram([2, 4, 6, 8, 6, 4, 2])
    #expect(found.triangularIndex == 4)
    #expect(found.baseWidth == 8 * IntervalHistogram.bin)
  }

  @Test func aFewStrayIntervalsDoNotWidenIt() {
    let found = histogram([1, 0, 0, 0, 0, 0, 20, 40, 20, 0, 0, 0, 0, 1])
    #expect(found.baseWidth == 4 * IntervalHistogram.bin)
  }

  @Test func equalIntervalsHaveOneBin() {
    let found = histogram([9])
    #expect(found.triangularIndex == 1)
    #expect(found.baseWidth == 2 * IntervalHistogram.bin)
  }
}

@Suite struct BlockVariabilityTests {
  @Test func onlyWholeBlocksWithTwoIntervalsCount() {
    // Blocks of 10 s: two intervals, one, three, and one that is cut off at 35 s.
    let ends = [1.0, 2, 12, 21, 22, 23, 31, 32]
    let lengths = [800.0, 820, 500, 900, 920, 940, 100, 100]
    let found = BlockVariability(lengths.span, ends: ends.span, over: 0..<35, length: 10)
    #expect(found.blocks == 2)
    #expect(abs(found.sdann - 110 / 2.0.squareRoot()) < 1e-9)
    #expect(abs(found.sdnni - (200.0.squareRoot() + 20) / 2) < 1e-9)
  }
}

@Suite struct FractalTests {
  @Test func chanceHasHalfTheExponentOfItsSum() {
    var random = Noise(3)
    let noise = (0..<4000).map { _ in Double(random.normal()) }
    let walk = noise.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    let short = DetrendedFluctuation.exponent(
      of: noise.span, follows: all(4000).span, sizes: DetrendedFluctuation.long)
    #expect(abs(short - 0.5) < 0.06)
    let long = DetrendedFluctuation.exponent(
      of: walk.span, follows: all(walk.count).span, sizes: DetrendedFluctuation.long)
    #expect(abs(long - 1.5) < 0.06)
  }

  @Test func boxesDoNotReachOverBreaks() {
    let values = intervals(300)
    let stepped = values.enumerated().map { $0 < 150 ? $1 : $1 + 400 }
    var follows = all(300)
    func exponent(_ values: [Double]) -> Double {
      DetrendedFluctuation.exponent(
        of: values.span, follows: follows.span, sizes: DetrendedFluctuation.short)
    }
    #expect(abs(exponent(stepped) - exponent(values)) > 0.1)
    follows[150] = false
    #expect(abs(exponent(stepped) - exponent(values)) < 1e-9, "lines take a step of the mean away")
    follows = (0..<300).map { $0 % 10 != 0 }
    #expect(exponent(values).isNaN, "no run of ten holds a box of sixteen")
  }

  @Test func whatRepeatsIsNoSurprise() {
    let values = (0..<200).map { $0 % 2 == 0 ? 800.0 : 900.0 }
    #expect(abs(SampleEntropy.value(of: values.span, follows: all(200).span)) < 1e-12)
  }

  @Test func entropyLooksNowhereAcrossBreaks() {
    let values = intervals(400)
    let apart = (0..<400).map { $0 % 2 != 0 }
    #expect(SampleEntropy.value(of: values.span, follows: apart.span).isNaN)
  }

  /// `neurokit2.entropy_sample` and `neurokit2.fractal_dfa` of version 0.2.13: see Goldens/origin.md.
  @Test func neurokitFindsTheSame() {
    let values = (0..<300).map { (index: Int) -> Double in
      let square = (index * index * 37 + index * 101) % 211
      return Double(square + index % 17 * 3 + 700)
    }
    let follows = all(300)
    let entropy = SampleEntropy.value(of: values.span, follows: follows.span)
    #expect(abs(entropy - 1.10065519029791) < 1e-9)
    for (sizes, expected) in [(4...16, 0.5823249587343993), (16...64, 0.7270254450397585)] {
      let exponent = DetrendedFluctuation.exponent(
        of: values.span, follows: follows.span, sizes: sizes)
      #expect(abs(exponent - expected) < 1e-9)
    }
  }
}

@Suite struct TachogramTests {
  private let window = 300.0

  /// Ends every 0.8 s, and lengths that swing by 30 ms at a frequency about a mean.
  private func swing(_ frequency: Double, from start: Double = 0) -> (ends: [Double], [Double]) {
    let ends = (1..<375).map { start + Double($0) * 0.8 }
    return (ends, ends.map { 800 + 30 * sin(2 * .pi * frequency * $0) })
  }

  @Test func aSwingHasHalfItsSquareAsPower() {
    let spectrum = TachogramSpectrum(window: window)
    var state = spectrum.start()
    let (ends, lengths) = swing(0.1)
    spectrum.measure(lengths.span, ends: ends.span, from: 0, &state)
    let power = spectrum.power(in: 0.04..<0.15, state)
    // The lines between the values take 4 % at this frequency.
    #expect(abs(power / (450 * 0.958) - 1) < 0.01)
    #expect(spectrum.power(in: 0.15..<0.4, state) < 1)
  }

  @Test(arguments: [false, true]) func aPeriodogramNeedsNothingFilledIn(isBroken: Bool) {
    let (ends, lengths) = swing(0.1)
    // Every fifth interval is missing, and ten seconds are.
    let kept = ends.indices.filter { !isBroken || $0 % 5 != 0 && abs(ends[$0] - 60) > 5 }
    let (keptEnds, keptLengths) = (kept.map { ends[$0] }, kept.map { lengths[$0] })
    var spectrum = IntervalSpectrum()
    #expect(spectrum.power(in: 0.04..<0.15).isNaN)
    spectrum.measure(keptLengths.span, ends: keptEnds.span)
    if isBroken {
      // A fifth of the values less: so much of the power is spread over all frequencies.
      #expect(abs(spectrum.power(in: 0.04..<0.15) / 450 - 0.8) < 0.05)
    } else {
      #expect(abs(spectrum.power(in: 0.04..<0.15) / 450 - 1) < 0.01)
    }
  }

  @Test func whatWasMeasuredBeforeLeavesNoTrace() {
    let spectrum = TachogramSpectrum(window: window)
    var (used, fresh) = (spectrum.start(), spectrum.start())
    let (ends, lengths) = swing(0.25, from: 1000)
    let holes: [Double] = [1, 2, 200]
    spectrum.measure(([900, 700, 800] as [Double]).span, ends: holes.span, from: 0, &used)
    #expect(spectrum.power(in: 0.04..<0.15, used).isNaN)
    spectrum.measure(lengths.span, ends: ends.span, from: 1000, &used)
    spectrum.measure(lengths.span, ends: ends.span, from: 1000, &fresh)
    for band in [0.0..<0.04, 0.04..<0.15, 0.15..<0.4] {
      #expect(spectrum.power(in: band, used) == spectrum.power(in: band, fresh))
    }
  }

  @Test func aHoleLeavesOutItsSegmentsOnly() {
    let spectrum = TachogramSpectrum(window: window)
    var state = spectrum.start()
    let (ends, lengths) = swing(0.1)
    let kept = ends.indices.filter { ends[$0] < 20 || ends[$0] > 30 }
    let (keptEnds, keptLengths) = (kept.map { ends[$0] }, kept.map { lengths[$0] })
    spectrum.measure(keptLengths.span, ends: keptEnds.span, from: 0, &state)
    #expect(abs(spectrum.power(in: 0.04..<0.15, state) / (450 * 0.958) - 1) < 0.01)
  }

  @Test func withoutIntervalsThereIsNoSpectrum() {
    let spectrum = TachogramSpectrum(window: 1)
    var state = spectrum.start()
    let none: [Double] = []
    spectrum.measure(none.span, ends: none.span, from: 0, &state)
    #expect(spectrum.power(in: 0..<2, state).isNaN)
  }
}
