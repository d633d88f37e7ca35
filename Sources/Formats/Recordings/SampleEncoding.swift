internal import HDF5

/// How the numbers of a file become values: `(x − baseline) / gain`, `x · scale + offset`, or as
/// they are; and which of them mean that nothing was measured.
struct SampleEncoding: SampleConversion {
  enum Transform: Hashable {
    case identity
    case gain(Double, baseline: Double)
    case scale(Double, offset: Double)
  }

  var transform: Transform = .identity
  /// Numbers that stand for "not measured".
  var missing: [Double] = []
  /// The numbers that can have been measured, or nil for all.
  var possible: ClosedRange<Double>?

  /// Whether values need no arithmetic at all.
  var isPlain: Bool { transform == .identity && missing.isEmpty && possible == nil }

  /// The value of a number, rounded to single precision once, at the end.
  @inline(__always)
  func value(_ number: Double) -> Float {
    switch transform {
    case .identity: Float(number)
    case .gain(let gain, let baseline): Float((number - baseline) / gain)
    case .scale(let scale, let offset): Float(number * scale + offset)
    }
  }

  /// The values of numbers, not-a-number for those that are missing.
  func decode(_ numbers: Span<Double>, into values: inout MutableSpan<Float>) {
    for index in 0..<numbers.count { values[index] = value(numbers[index]) }
    for sentinel in missing {
      for index in 0..<numbers.count where numbers[index] == sentinel { values[index] = .nan }
    }
    if let possible {
      for index in 0..<numbers.count where !possible.contains(numbers[index]) {
        values[index] = .nan
      }
    }
  }
}
