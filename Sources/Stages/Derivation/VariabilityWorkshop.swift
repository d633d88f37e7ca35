import SignalProcessing

/// Measures windows of NN intervals one after the other, in room that is used again.
struct VariabilityWorkshop: Sendable {
  private static let veryLow = 0.0033..<0.04
  private static let low = 0.04..<0.15
  private static let high = 0.15..<0.4

  private let sources: [VariabilityMeasure.Source]
  private let window: Double
  private let block: Double
  private let welch: TachogramSpectrum
  private var welchState: TachogramSpectrum.State
  private var periodogram = IntervalSpectrum()
  private var room: [Double] = []
  private var counts: [Double] = []

  private var isEnough = false
  private var count = 0
  private var covered = 0.0
  private var statistics: IntervalStatistics?
  private var histogram: IntervalHistogram?
  private var plot: PoincarePlot?
  private var blocks: BlockVariability?
  private var short = Double.nan
  private var long = Double.nan
  private var entropy = Double.nan

  /// Room for these measures of windows of so many seconds and intervals.
  init(measures: [VariabilityMeasure], window: Double, block: Double, capacity: Int) {
    sources = measures.map(\.source)
    self.window = window
    self.block = block
    welch = TachogramSpectrum(window: sources.contains(.welch) ? window : 1)
    welchState = welch.start()
    room.reserveCapacity(capacity)
    counts.reserveCapacity(2048)
  }

  /// Measures the intervals of the window that begins at a time in s.
  mutating func measure(_ intervals: NormalIntervals, from start: Double, isEnough: Bool) {
    let (lengths, ends) = (intervals.lengths.span, intervals.ends.span)
    let follows = intervals.follows.span
    count = lengths.count
    covered = 0
    for index in lengths.indices { covered += lengths[index] }
    self.isEnough = isEnough
    guard isEnough else { return }
    if sources.contains(.statistics) {
      statistics = IntervalStatistics(lengths, follows: follows, room: &room)
    }
    if sources.contains(.histogram) { histogram = IntervalHistogram(lengths, room: &counts) }
    if sources.contains(.plot) { plot = PoincarePlot(lengths, follows: follows) }
    if sources.contains(.blocks) {
      blocks = BlockVariability(lengths, ends: ends, over: start..<start + window, length: block)
    }
    if sources.contains(.fluctuation) {
      short = DetrendedFluctuation.exponent(
        of: lengths, follows: follows, sizes: DetrendedFluctuation.short)
      long = DetrendedFluctuation.exponent(
        of: lengths, follows: follows, sizes: DetrendedFluctuation.long)
    }
    if sources.contains(.entropy) { entropy = SampleEntropy.value(of: lengths, follows: follows) }
    if sources.contains(.periodogram) { periodogram.measure(lengths, ends: ends) }
    if sources.contains(.welch) { welch.measure(lengths, ends: ends, from: start, &welchState) }
  }

  /// What the latest window came to.
  func value(of measure: VariabilityMeasure) -> Double {
    switch measure {
    case .count: return Double(count)
    case .coverage: return covered / 1000 / window
    default: return isEnough ? found(measure) : .nan
    }
  }

  private func found(_ measure: VariabilityMeasure) -> Double {
    switch measure.source {
    case .statistics: value(of: measure, statistics)
    case .blocks: (measure == .sdann ? blocks?.sdann : blocks?.sdnni) ?? .nan
    case .histogram:
      (measure == .baseWidth ? histogram?.baseWidth : histogram?.triangularIndex) ?? .nan
    case .plot: value(of: measure, plot)
    case .fluctuation: measure == .short ? short : long
    case .entropy: entropy
    case .periodogram: power(of: measure) { periodogram.power(in: $0) }
    case .welch: power(of: measure) { welch.power(in: $0, welchState) }
    case .window: .nan
    }
  }

  private func value(of measure: VariabilityMeasure, _ found: IntervalStatistics?) -> Double {
    guard let found else { return .nan }
    return switch measure {
    case .mean: found.mean
    case .median: found.median
    case .medianDeviation: found.medianDeviation
    case .sdnn: found.sdnn
    case .rmssd: found.rmssd
    case .sdsd: found.sdsd
    case .cvnn: found.cvnn
    case .cvsd: found.cvsd
    case .pnn50: found.pnn50
    case .pnn20: found.pnn20
    default: .nan
    }
  }

  private func value(of measure: VariabilityMeasure, _ found: PoincarePlot?) -> Double {
    guard let found else { return .nan }
    return switch measure {
    case .sd1: found.sd1
    case .sd2: found.sd2
    default: found.sd1 / found.sd2
    }
  }

  private func power(
    of measure: VariabilityMeasure, _ power: (Range<Double>) -> Double
  ) -> Double {
    switch measure {
    case .veryLow, .welchVeryLow: power(Self.veryLow)
    case .low, .welchLow: power(Self.low)
    case .high, .welchHigh: power(Self.high)
    default: power(Self.low) / power(Self.high)
    }
  }
}
