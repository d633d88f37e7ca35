/// Where a condition of a signal begins or ends.
public struct Transition: Sendable, Equatable {
  /// The first sample of the condition, or the first one after it, from the start.
  public var position: Int
  /// Whether the condition begins here.
  public var begins: Bool
}
