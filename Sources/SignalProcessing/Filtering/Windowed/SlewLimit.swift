/// Follows a signal no faster than a limit.
///
/// Each sample of the output is the one before it, moved towards the sample of the input by no more
/// than a step; the first sample of a segment comes out as it is. It tames spikes of pacemakers,
/// which are much steeper than what the heart does.
public struct SlewLimit: NeighbourhoodFilter {
  /// The last output.
  public struct Surroundings: Sendable {
    fileprivate var level: Float = 0
  }

  /// How far the output moves from a sample to the next at most.
  public let step: Float
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int
  /// Nothing after a sample matters.
  public var radius: Int { 0 }

  /// At most `step` from a sample to the next.
  public init(step: Float, bridge: Int) {
    precondition(step > 0 && bridge >= 0, "a step is positive, and a run has no negative length")
    self.step = step
    self.bridge = bridge
  }

  /// Before the first sample.
  public func surroundings() -> Surroundings { Surroundings() }

  /// Begins at `value`.
  public func fill(_ surroundings: inout Surroundings, with value: Float) {
    surroundings.level = value
  }

  /// Moves towards `value`.
  public func push(_ value: Float, _ surroundings: inout Surroundings) -> Float {
    // Limits are put on the input: a signal within them comes out to the bit.
    let level = surroundings.level
    surroundings.level = min(max(value, level - step), level + step)
    return surroundings.level
  }
}
