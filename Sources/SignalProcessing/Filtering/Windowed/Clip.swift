/// Keeps a signal between two values.
///
/// What lies beyond comes out as the limit, or as missing. What is missing stays missing.
public struct Clip: NeighbourhoodFilter {
  /// Nothing: a sample depends on itself alone.
  public struct Surroundings: Sendable {}

  /// What stands in the place of a sample beyond the limits.
  public enum Replacement: String, CaseIterable, Sendable {
    /// The limit.
    case limit
    /// Nothing: the sample is missing.
    case missing
  }

  /// The values that may come out.
  public let limits: ClosedRange<Float>
  /// What stands in the place of a sample beyond the limits.
  public let replacement: Replacement
  /// No sample is bridged.
  public var bridge: Int { 0 }
  /// Nothing around a sample matters.
  public var radius: Int { 0 }

  /// Values from the lower limit to the upper one.
  public init(limits: ClosedRange<Float>, replacement: Replacement = .limit) {
    self.limits = limits
    self.replacement = replacement
  }

  /// Nothing to remember.
  public func surroundings() -> Surroundings { Surroundings() }

  /// Nothing to forget.
  public func fill(_ surroundings: inout Surroundings, with value: Float) {}

  /// The value, or what stands in its place.
  public func push(_ value: Float, _ surroundings: inout Surroundings) -> Float {
    if limits.contains(value) { return value }
    switch replacement {
    case .limit: return value < limits.lowerBound ? limits.lowerBound : limits.upperBound
    case .missing: return .nan
    }
  }
}
