/// The median of the samples around each sample.
///
/// It takes out what is shorter than half its window and leaves steps as they are. Equal to
/// `scipy.ndimage.median_filter(x, 2 * radius + 1, mode="nearest")`, and away from the ends to
/// `scipy.signal.medfilt`.
public struct MedianFilter: NeighbourhoodFilter {
  /// The samples around one position.
  public struct Surroundings: Sendable {
    fileprivate var window: RankedWindow
  }

  /// How many samples to either side of a sample are in its window.
  public let radius: Int
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int

  /// A median over `2 * radius + 1` samples.
  public init(radius: Int, bridge: Int) {
    precondition(radius >= 0 && bridge >= 0, "lengths are not negative")
    self.radius = radius
    self.bridge = bridge
  }

  /// Room for the window.
  public func surroundings() -> Surroundings {
    Surroundings(window: RankedWindow(radius: radius))
  }

  /// Makes all samples of the window the same.
  public func fill(_ surroundings: inout Surroundings, with value: Float) {
    surroundings.window.fill(with: value)
  }

  /// Moves the window on by a sample and gives its median.
  public func push(_ value: Float, _ surroundings: inout Surroundings) -> Float {
    surroundings.window.push(value)
    return surroundings.window.median
  }
}
