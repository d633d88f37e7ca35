/// What is fitted to a whole signal and subtracted from it.
public enum Trend: String, CaseIterable, Sendable {
  /// The mean.
  case constant
  /// The straight line of least squares.
  case linear
}

/// Subtracts the trend of a whole signal from it.
///
/// Equal to `scipy.signal.detrend(x, type=trend)`. Samples that are not finite neither take part nor
/// change. O(n), in double precision about the middle of the signal.
public func detrend(_ samples: inout MutableSpan<Double>, removing trend: Trend = .linear) {
  let line = TrendLine(trend, count: samples.count) { samples[$0] }
  for index in samples.indices where samples[index].isFinite {
    samples[index] -= line.value(at: index)
  }
}

/// Subtracts the trend of a whole signal from it, in double precision.
///
/// Equal to `scipy.signal.detrend(x, type=trend)`. Samples that are not finite neither take part nor
/// change. O(n).
public func detrend(_ samples: inout MutableSpan<Float>, removing trend: Trend = .linear) {
  let line = TrendLine(trend, count: samples.count) { Double(samples[$0]) }
  for index in samples.indices where samples[index].isFinite {
    samples[index] = Float(Double(samples[index]) - line.value(at: index))
  }
}

/// A straight line through samples at whole positions, by least squares.
private struct TrendLine {
  private var centre = 0.0
  private var level = 0.0
  private var slope = 0.0

  init(_ trend: Trend, count: Int, _ sample: (Int) -> Double) {
    var present = 0.0
    for index in 0..<count where sample(index).isFinite {
      present += 1
      centre += Double(index)
      level += sample(index)
    }
    guard present > 0 else { return }
    centre /= present
    level /= present
    guard trend == .linear else { return }
    var spread = 0.0
    var product = 0.0
    for index in 0..<count where sample(index).isFinite {
      let distance = Double(index) - centre
      spread += distance * distance
      product += distance * (sample(index) - level)
    }
    if spread > 0 { slope = product / spread }
  }

  func value(at index: Int) -> Double { level + slope * (Double(index) - centre) }
}
