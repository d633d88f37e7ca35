internal import Kernels

/// What a signal sampled at uneven times is at a moment: an average of the samples around it, or the
/// straight line through them, weighted by a Gaussian of their distance in time that is cut off.
///
/// E. A. Nadaraya, Theory Probab. Appl. 9 (1964) 141–142, doi:10.1137/1109020 (the mean); J. Fan, Design-
/// adaptive nonparametric regression, J. Am. Stat. Assoc. 87 (1992) 998–1004,
/// doi:10.1080/01621459.1992.10476255 (the line).
public struct LocalEstimate: Hashable, Sendable {
  /// What is fitted around a moment.
  public enum Fit: String, CaseIterable, Hashable, Sendable {
    /// The weighted mean.
    case mean
    /// A straight line, which follows a slope without lag and to the ends of unevenly spread samples;
    /// the mean where the samples lie to one side.
    case line
  }

  /// The standard deviation of the Gaussian, in the unit of time.
  public let width: Double
  /// What is fitted.
  public let fit: Fit
  /// The sum of weights, one for a sample at the moment itself, below which there is no estimate.
  public let support: Double

  /// How far from a moment samples count: three times the width.
  public var reach: Double { 3 * width }

  /// Estimates by samples within three times `width`.
  public init(width: Double, fit: Fit = .line, support: Double = 0.5) {
    precondition(width > 0 && width.isFinite && support > 0)
    self.width = width
    self.fit = fit
    self.support = support
  }

  /// The sums that make an estimate.
  public struct Sums: Hashable, Sendable {
    fileprivate var weight = 0.0
    fileprivate var offset = 0.0
    fileprivate var square = 0.0
    fileprivate var value = 0.0
    fileprivate var product = 0.0
    fileprivate var isBefore = false
    fileprivate var isBehind = false

    /// The sums over no samples.
    public init() {}
  }

  /// Adds a sample that lies `offset` behind the moment; what is not finite or too far does not count.
  public func add(_ value: Double, at offset: Double, to sums: inout Sums) {
    guard value.isFinite, abs(offset) <= reach else { return }
    let place = offset / width
    let weight = Elementary.exp(-0.5 * place * place)
    sums.weight += weight
    sums.offset += weight * offset
    sums.square += weight * offset * offset
    sums.value += weight * value
    sums.product += weight * offset * value
    if offset <= 0 { sums.isBefore = true }
    if offset >= 0 { sums.isBehind = true }
  }

  /// The estimate; NaN where there is too little support.
  public func value(of sums: Sums) -> Double {
    guard sums.weight >= support else { return .nan }
    let spread = sums.weight * sums.square - sums.offset * sums.offset
    let least = 1e-6 * (sums.weight * width) * (sums.weight * width)
    guard fit == .line, sums.isBefore, sums.isBehind, spread > least else {
      return sums.value / sums.weight
    }
    return (sums.square * sums.value - sums.offset * sums.product) / spread
  }

  /// The estimates at `count` moments, `step` apart, from samples at times that do not fall.
  ///
  /// O(samples + `count` · samples within reach).
  public func values(
    times: Span<Double>, values: Span<Double>, from first: Double, step: Double, count: Int
  ) -> [Double] {
    precondition(times.count == values.count && step > 0)
    var oldest = 0
    return (0..<count).map { index in
      let moment = first + Double(index) * step
      while oldest < times.count, times[oldest] < moment - reach { oldest += 1 }
      var sums = Sums()
      var next = oldest
      while next < times.count, times[next] <= moment + reach {
        add(values[next], at: times[next] - moment, to: &sums)
        next += 1
      }
      return value(of: sums)
    }
  }
}
