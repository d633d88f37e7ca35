public import Signals

/// How a network takes the time between two steps.
public struct StepClock: Hashable, Sendable {
  /// Seconds of one unit of network time.
  public var unit: Double
  /// The shortest and the longest time between steps that the network was trained on, in seconds.
  public var range: ClosedRange<Double>
  /// The time without a step after which the network begins anew, in seconds.
  public var gap: Double

  /// A clock of this unit, trained range and gap, all in seconds.
  public init(unit: Double, range: ClosedRange<Double>, gap: Double) {
    self.unit = unit
    self.range = range
    self.gap = gap
  }

  /// What was done with the time of a step.
  public enum Policy: Hashable, Sendable {
    /// It is taken as it is.
    case taken
    /// It lies outside the trained range, whose nearest end is taken.
    case clamped
    /// The step is the first, or follows a gap: no time is taken.
    case reset
  }

  /// The time that a step takes.
  public struct Step: Hashable, Sendable {
    /// In units of network time.
    public var elapsed: Float
    /// What was done with it.
    public var policy: Policy

    /// A step of this time, with what was done with it.
    public init(elapsed: Float, policy: Policy) {
      self.elapsed = elapsed
      self.policy = policy
    }
  }

  /// The step from one time to another.
  public func step(from previous: Time?, to time: Time) -> Step {
    guard let previous else { return Step(elapsed: 0, policy: .reset) }
    let seconds = (time - previous).seconds
    if seconds > gap { return Step(elapsed: 0, policy: .reset) }
    if seconds < range.lowerBound {
      return Step(elapsed: Float(range.lowerBound / unit), policy: .clamped)
    }
    if seconds > range.upperBound {
      return Step(elapsed: Float(range.upperBound / unit), policy: .clamped)
    }
    return Step(elapsed: Float(seconds / unit), policy: .taken)
  }
}
