/// How the numbers of a file become samples.
public protocol SampleConversion: Hashable, Sendable {
  /// Whether samples are the numbers as they are.
  var isPlain: Bool { get }
  /// Computes the sample of each number, all by themselves: equal numbers give equal samples.
  func decode(_ numbers: Span<Double>, into values: inout MutableSpan<Float>)
}
