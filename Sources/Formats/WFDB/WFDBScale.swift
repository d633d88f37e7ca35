/// How the counts of a signal become values, and which counts there are.
struct WFDBScale: Hashable {
  var gain: Double
  var baseline: Double
  /// The least and the greatest count, none where nothing was measured.
  var range: ClosedRange<Int32>?

  init(_ signal: WFDBSignal, range: ClosedRange<Int32>? = nil) {
    gain = signal.gain
    baseline = Double(signal.baseline)
    self.range = range
  }

  /// The value of a count, rounded once.
  func value(of count: Int32) -> Float {
    count == WFDBSamples.missing ? .nan : Float((Double(count) - baseline) / gain)
  }

  /// Whether single precision tells all counts apart.
  var isExact: Bool { distance <= Double(1 << 24) }

  /// Whether a file may hold the counts themselves, in 16 bits.
  ///
  /// The distance from the baseline keeps a value precise enough to name its count.
  var fitsSixteenBits: Bool {
    guard let range else { return true }
    return range.lowerBound > Int16.min && range.upperBound <= Int16.max
      && distance <= Double(1 << 22) + Double(1 << 15)
  }

  /// The farthest that a count lies from the baseline.
  private var distance: Double {
    guard let range else { return 0 }
    return max(abs(Double(range.lowerBound) - baseline), abs(Double(range.upperBound) - baseline))
  }
}

extension [WFDBScale] {
  /// How a channel with all these scales in its segments is stored.
  ///
  /// In 16 bits as in the source where one gain and baseline hold throughout.
  func storage(of signal: WFDBSignal) -> SampleStorage {
    let own = WFDBScale(signal)
    let used = filter { $0.range != nil }
    let gain = used.first?.gain ?? own.gain
    let baseline = used.first?.baseline ?? own.baseline
    let isUniform = used.allSatisfy { $0.gain == gain && $0.baseline == baseline }
    return isUniform && allSatisfy(\.fitsSixteenBits)
      ? .int16(gain: gain, baseline: baseline) : .float32
  }
}
