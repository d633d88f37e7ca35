internal import CFFTW

/// The discrete Fourier transform of real signals of one length, by FFTW in double precision.
///
/// Planned and shared like a ``RealFourierTransform``.
public struct DoubleFourierTransform: Sendable {
  /// The number of samples.
  public let count: Int
  private let plans: TransformPlans

  /// The number of coefficients: from frequency zero to half the rate, `count / 2 + 1`.
  public var coefficientCount: Int { count / 2 + 1 }

  /// Plans both directions for `count` samples.
  public init(count: Int) {
    self.count = count
    plans = .of(.doubleReal, count: count)
  }

  /// Writes the coefficients of `samples`: sums over `samples[n] · exp(−2πi · k · n / count)`.
  public func forward(
    _ samples: Span<Double>, into coefficients: inout MutableSpan<SIMD2<Double>>
  ) {
    precondition(samples.count == count && coefficients.count == coefficientCount)
    samples.withUnsafeBufferPointer { samples in
      coefficients.withUnsafeMutableBytes { coefficients in
        // FFTW takes a mutable pointer, and leaves the samples as they are.
        fftw_execute_dft_r2c(
          plans.forward, UnsafeMutablePointer(mutating: samples.baseAddress),
          coefficients.baseAddress?.assumingMemoryBound(to: fftw_complex.self))
      }
    }
  }

  /// Writes `count` times the samples that have `coefficients`, which are destroyed.
  public func inverse(
    _ coefficients: inout MutableSpan<SIMD2<Double>>, into samples: inout MutableSpan<Double>
  ) {
    precondition(samples.count == count && coefficients.count == coefficientCount)
    coefficients.withUnsafeMutableBytes { coefficients in
      samples.withUnsafeMutableBufferPointer { samples in
        fftw_execute_dft_c2r(
          plans.inverse, coefficients.baseAddress?.assumingMemoryBound(to: fftw_complex.self),
          samples.baseAddress)
      }
    }
  }
}
