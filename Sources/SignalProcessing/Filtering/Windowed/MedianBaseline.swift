/// Takes out of an electrocardiogram what two running medians, one after the other, leave of it.
///
/// The first window is longer than a QRS complex or a P wave, the second one longer than a T wave:
/// what is left is the baseline, which is subtracted. P. de Chazal, M. O'Dwyer, R. B. Reilly,
/// Automatic classification of heartbeats using ECG morphology and heartbeat interval features, IEEE
/// Transactions on Biomedical Engineering 51 (2004) 1196–1206, doi:10.1109/TBME.2004.827359.
public struct MedianBaseline: NeighbourhoodFilter {
  /// The samples around one position.
  public struct Surroundings: Sendable {
    fileprivate var first: RankedWindow
    fileprivate var second: RankedWindow
    /// The samples that have not come out yet, a ring, and the place of the oldest.
    fileprivate var delayed: [Float]
    fileprivate var oldest = 0
  }

  /// How many samples to either side the two windows have.
  public let radii: (first: Int, second: Int)
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int
  /// How many samples to either side of a sample it depends on.
  public var radius: Int { radii.first + radii.second }

  /// Medians over `2 * radii.first + 1` samples, and over `2 * radii.second + 1` of these.
  public init(radii: (first: Int, second: Int), bridge: Int) {
    precondition(radii.first >= 0 && radii.second >= 0 && bridge >= 0, "lengths are not negative")
    self.radii = radii
    self.bridge = bridge
  }

  /// Medians over windows of 0.2 s and 0.6 s, or of other lengths, in seconds.
  public init(
    rate: Double, first: Double = 0.2, second: Double = 0.6, bridging bridge: Double = 0.1
  ) {
    self.init(
      radii: (
        Self.radius(ofWindow: first, rate: rate), Self.radius(ofWindow: second, rate: rate)
      ), bridge: Int((bridge * rate).rounded(.down)))
  }

  /// Room for the windows.
  public func surroundings() -> Surroundings {
    Surroundings(
      first: RankedWindow(radius: radii.first), second: RankedWindow(radius: radii.second),
      delayed: Array(repeating: 0, count: radius + 1))
  }

  /// Makes all samples of the windows the same.
  public func fill(_ surroundings: inout Surroundings, with value: Float) {
    surroundings.first.fill(with: value)
    surroundings.second.fill(with: value)
    for index in surroundings.delayed.indices { surroundings.delayed[index] = value }
    surroundings.oldest = 0
  }

  /// Moves the windows on by a sample and gives the middle less the baseline.
  public func push(_ value: Float, _ surroundings: inout Surroundings) -> Float {
    surroundings.first.push(value)
    surroundings.second.push(surroundings.first.median)
    surroundings.delayed[surroundings.oldest] = value
    surroundings.oldest = surroundings.oldest == radius ? 0 : surroundings.oldest + 1
    return surroundings.delayed[surroundings.oldest] - surroundings.second.median
  }
}
