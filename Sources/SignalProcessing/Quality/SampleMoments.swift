/// The shape of the distribution of samples: kurtosis and skewness.
///
/// Two passes in `Double`; what is not finite is left out. Both are not-a-number where no samples are
/// left or all are equal.
public struct SampleMoments: Sendable, Equatable {
  /// The number of finite samples.
  public let count: Int
  /// The fourth central moment over the square of the second, 3 for normal samples:
  /// `scipy.stats.kurtosis(x, fisher=False, bias=True)`.
  public let kurtosis: Double
  /// The third central moment over the second to the power 3/2: `scipy.stats.skew(x, bias=True)`.
  public let skewness: Double

  /// The moments of `samples`; linear in their number.
  public init(of samples: Span<Float>) {
    var count = 0
    var sum = 0.0
    for index in samples.indices where samples[index].isFinite {
      count += 1
      sum += Double(samples[index])
    }
    self.count = count
    let mean = sum / Double(count)
    var second = 0.0
    var third = 0.0
    var fourth = 0.0
    for index in samples.indices where samples[index].isFinite {
      let offset = Double(samples[index]) - mean
      let square = offset * offset
      second += square
      third += square * offset
      fourth += square * square
    }
    let variance = second / Double(count)
    kurtosis = variance > 0 ? fourth / Double(count) / (variance * variance) : .nan
    skewness =
      variance > 0 ? third / Double(count) / (variance * variance.squareRoot()) : .nan
  }
}
