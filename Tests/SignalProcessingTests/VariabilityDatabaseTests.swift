import Evaluation
import SignalProcessing
import Testing

@Suite(.enabled(if: MITRecord.isAvailable, "needs ../shared/data"))
struct VariabilityDatabaseTests {
  private static let beats = Set("NLRaVFJASEj/QBenrf?".map(String.init))
  /// In these four records the usual beats are conducted with a bundle branch block.
  private static let blocked = [109, 118, 124, 207]

  private func intervals(_ number: Int) throws -> NormalIntervals {
    let usual = Self.blocked.contains(number) ? ["L", "R"] : ["N"]
    let markings = try MITRecord(number).markings.filter { Self.beats.contains($0.symbol) }
    var intervals = NormalIntervals()
    for (one, next) in zip(markings, markings.dropFirst()) {
      guard usual.contains(one.symbol), usual.contains(next.symbol) else { continue }
      intervals.append(
        from: Double(one.position) / 360, to: Double(next.position) / 360,
        length: Double(next.position - one.position) / 0.36)
    }
    return intervals
  }

  /// The values in the order of the goldens, but for the spectrum by Lomb–Scargle.
  private func values(_ intervals: NormalIntervals) -> [Double] {
    let (lengths, follows) = (intervals.lengths.span, intervals.follows.span)
    let statistics = IntervalStatistics(lengths, follows: follows)
    let plot = PoincarePlot(lengths, follows: follows)
    let histogram = IntervalHistogram(lengths)
    let blocks = BlockVariability(
      lengths, ends: intervals.ends.span, over: 0..<650_000 / 360, length: 300)
    return [
      Double(statistics.count), Double(statistics.differences), statistics.mean, statistics.sdnn,
      statistics.rmssd, statistics.sdsd, statistics.pnn50, statistics.pnn20, statistics.median,
      statistics.medianDeviation, plot.sd1, plot.sd2, histogram.triangularIndex,
      histogram.baseWidth, blocks.sdann, blocks.sdnni,
      DetrendedFluctuation.exponent(
        of: lengths, follows: follows, sizes: DetrendedFluctuation.short),
      DetrendedFluctuation.exponent(
        of: lengths, follows: follows, sizes: DetrendedFluctuation.long),
      SampleEntropy.value(of: lengths, follows: follows),
    ]
  }

  @Test(arguments: (MITRecord.odd + MITRecord.even).sorted())
  func theReferenceBeatsGiveTheGoldens(number: Int) throws {
    let golden = try #require(variabilityGoldens[number])
    let found = values(try intervals(number))
    for (index, (one, other)) in zip(found, golden).enumerated() {
      #expect(isClose(one, other, 1e-8), "value \(index): \(one), not \(other)")
    }
  }

  @Test(arguments: (MITRecord.odd + MITRecord.even).sorted())
  func bothSpectraGiveTheGoldensOfTheFirstFiveMinutes(number: Int) throws {
    let golden = try #require(variabilityGoldens[number])
    let intervals = try intervals(number)
    let count = intervals.ends.count { $0 < 300 }
    let spectrum = TachogramSpectrum(window: 300)
    var state = spectrum.start()
    spectrum.measure(
      intervals.lengths.span.extracting(0..<count), ends: intervals.ends.span.extracting(0..<count),
      from: 0, &state)
    var periodogram = IntervalSpectrum()
    periodogram.measure(
      intervals.lengths.span.extracting(0..<count), ends: intervals.ends.span.extracting(0..<count))
    for (index, band) in [0.0033..<0.04, 0.04..<0.15, 0.15..<0.4].enumerated() {
      #expect(isClose(periodogram.power(in: band), golden[19 + index], 1e-8), "\(band)")
      let found = spectrum.power(in: band, state)
      // The transform is in single precision.
      #expect(isClose(found, golden[22 + index], 1e-5), "\(band): \(found)")
    }
  }

  private func isClose(_ one: Double, _ other: Double, _ tolerance: Double) -> Bool {
    one.isNaN ? other.isNaN : abs(one - other) <= tolerance * abs(other)
  }
}
