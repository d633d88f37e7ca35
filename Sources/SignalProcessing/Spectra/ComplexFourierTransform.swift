internal import CFFTW

/// The discrete Fourier transform of complex signals of one length, by FFTW in double precision.
///
/// Planned and shared like a ``RealFourierTransform``.
struct ComplexFourierTransform: Sendable {
  /// The number of samples, and of coefficients.
  let count: Int
  private let plans: TransformPlans

  /// Plans for `count` samples.
  init(count: Int) {
    self.count = count
    plans = .of(.doubleComplex, count: count)
  }

  /// Writes the sums over `samples[n] · exp(+2πi · k · n / count)`; destroys neither.
  func inverse(_ samples: [SIMD2<Double>], into coefficients: inout [SIMD2<Double>]) {
    precondition(samples.count == count && coefficients.count == count)
    samples.withUnsafeBytes { samples in
      coefficients.withUnsafeMutableBytes { coefficients in
        // FFTW takes a mutable pointer, and leaves the samples as they are.
        fftw_execute_dft(
          plans.inverse,
          UnsafeMutableRawPointer(mutating: samples.baseAddress)?
            .assumingMemoryBound(to: fftw_complex.self),
          coefficients.baseAddress?.assumingMemoryBound(to: fftw_complex.self))
      }
    }
  }
}
