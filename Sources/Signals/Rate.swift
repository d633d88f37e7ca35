/// How often a regular channel is sampled, and with it the time of each position.
public struct Rate: Hashable, Sendable {
  /// Samples per second.
  public let hertz: Double

  /// A rate of `hertz` samples per second; not a number, zero and negative rates are refused.
  public init?(hertz: Double) {
    guard hertz.isFinite, hertz > 0 else { return nil }
    self.hertz = hertz
  }

  /// When the sample at `position` is taken: `position / rate`, to the nearest nanosecond.
  @inlinable
  public func time(of position: Int) -> Time {
    Time(seconds: Double(position) / hertz)
  }

  /// The first position whose time is not before `time`.
  @inlinable
  public func position(notBefore time: Time) -> Int {
    let estimate = (time.seconds * hertz).rounded()
    guard var position = Int(exactly: estimate) else { return estimate < 0 ? .min : .max }
    while self.time(of: position) >= time { position -= 1 }
    while self.time(of: position) < time { position += 1 }
    return position
  }

  /// The position whose time is nearest to `time`, and how far in seconds `time` lies behind it.
  public func position(nearest time: Time) -> (position: Int, shift: Double) {
    let position = Int(exactly: (time.seconds * hertz).rounded()) ?? 0
    return (position, (time - self.time(of: position)).seconds)
  }

  /// The time between two samples.
  public var period: Time { Time(seconds: 1 / hertz) }
}
