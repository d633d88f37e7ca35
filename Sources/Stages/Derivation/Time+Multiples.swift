import Signals

extension Time {
  /// The first multiple of a period, counted from the start of the recording, that is not before a
  /// time; the distant future, where it would lie beyond.
  static func multiple(of period: Time, notBefore time: Time) -> Time {
    let below = Time(nanoseconds: time.nanoseconds - time.nanoseconds % period.nanoseconds)
    return below < time ? below + period : below
  }
}
