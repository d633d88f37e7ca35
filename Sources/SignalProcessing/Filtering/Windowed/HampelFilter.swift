/// Replaces samples that are far from the median of those around them.
///
/// A sample is an outlier where it is farther from the median of its window than `deviations` times
/// 1.4826 times the median distance from that median: as many standard deviations, if the window
/// were normally distributed. Where more than half of a window is the same value, all others in it
/// are outliers.
///
/// F. R. Hampel's identifier as a filter: R. K. Pearson, Outliers in process modeling and
/// identification, IEEE Transactions on Control Systems Technology 10 (2002) 55–63,
/// doi:10.1109/87.974338.
public struct HampelFilter: NeighbourhoodFilter {
  /// The samples around one position.
  public struct Surroundings: Sendable {
    fileprivate var window: RankedWindow
  }

  /// What stands in the place of an outlier.
  public enum Replacement: String, CaseIterable, Sendable {
    /// The median of its window.
    case median
    /// Nothing: the sample is missing.
    case missing
  }

  /// The median distance from the median of a normal distribution, as a divisor.
  private static let scale: Float = 1.482_602_2

  /// How many samples to either side of a sample are in its window.
  public let radius: Int
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int
  /// How many estimated standard deviations from the median a sample may be.
  public let deviations: Double
  /// What stands in the place of an outlier.
  public let replacement: Replacement

  /// Outliers among `2 * radius + 1` samples.
  public init(
    radius: Int, deviations: Double = 3, replacement: Replacement = .median, bridge: Int
  ) {
    precondition(radius >= 0 && bridge >= 0 && deviations >= 0, "lengths are not negative")
    self.radius = radius
    self.bridge = bridge
    self.deviations = deviations
    self.replacement = replacement
  }

  /// Room for the window.
  public func surroundings() -> Surroundings {
    Surroundings(window: RankedWindow(radius: radius))
  }

  /// Makes all samples of the window the same.
  public func fill(_ surroundings: inout Surroundings, with value: Float) {
    surroundings.window.fill(with: value)
  }

  /// Moves the window on by a sample and gives its middle, or what replaces it.
  public func push(_ value: Float, _ surroundings: inout Surroundings) -> Float {
    surroundings.window.push(value)
    let centre = surroundings.window.centre
    let median = surroundings.window.median
    let limit = Float(deviations) * Self.scale * surroundings.window.medianDeviation
    if (centre - median).magnitude <= limit { return centre }
    switch replacement {
    case .median: return median
    case .missing: return .nan
    }
  }
}
