/// How the samples of a channel are stored.
public enum SampleStorage: Hashable, Sendable {
  /// As they are, in single precision.
  case float32
  /// As whole numbers `x` of 16 bits with value = (x − baseline) / gain; −32768 means not measured.
  ///
  /// Values between two of these numbers are stored as the nearest; one beyond ±32767 is an error.
  case int16(gain: Double, baseline: Double)
}
