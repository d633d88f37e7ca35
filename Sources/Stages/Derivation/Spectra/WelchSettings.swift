import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Over what time spectra are averaged by Welch's method, and how often there is one.
struct WelchSettings: Sendable {
  let window: Double
  let segment: Double
  let every: Double

  init(_ settings: inout Settings) {
    window = settings.number(
      "window", in: 0.1...3600, default: 10, unit: "s", "The time that a value is of.")
    segment = settings.number(
      "segment", in: 0.05...3600, default: 2, unit: "s",
      "The time of one transform: the window is covered by segments that overlap by half.")
    every = settings.number(
      "every", in: 0.05...3600, default: 1, unit: "s",
      "The time from one value to the next, rounded to a multiple of half a segment.")
    if segment > window { settings.refuse("segment", "must not be longer than 'window'") }
  }

  /// Welch's method on a channel.
  ///
  /// A segment is transformed at the very length that is asked for, to the nearest sample, even where
  /// another nearby would be faster: 1 / 'segment' is the step of the frequencies, by which bands are
  /// cut and values are named. One whose length has a large prime factor costs more time.
  func welch(on channel: ChannelDescription) throws(Mismatch) -> SlidingWelch {
    let rate = try channel.wave(key: "channels").hertz
    let length = Int((segment * rate).rounded())
    guard length >= 2 else {
      throw Mismatch("segment", "'segment' must hold two samples of '\(channel.name)' at least")
    }
    guard window * rate < 1e7 else {
      throw Mismatch("window", "holds too many samples of '\(channel.name)'")
    }
    let hop = Double(length - length / 2)
    let averaged = 1 + max(0, Int(((window * rate - Double(length)) / hop + 1e-9).rounded(.down)))
    let stride = max(1, Int((every * rate / hop).rounded()))
    return SlidingWelch(rate: rate, length: length, averaged: averaged, stride: stride)
  }
}
