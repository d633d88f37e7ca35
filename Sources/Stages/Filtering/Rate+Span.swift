import Signals

extension Rate {
  /// At least the time that `count` samples take, wherever they begin: the times of samples are
  /// rounded to nanoseconds.
  func span(of count: Int) -> Time { time(of: count) + Time(nanoseconds: 1) }
}
