internal import CFFTW

/// The discrete Fourier transform of real signals of one length, by FFTW in single precision.
///
/// M. Frigo, S. G. Johnson, The design and implementation of FFTW3, Proc. IEEE 93 (2005) 216–231,
/// doi:10.1109/JPROC.2004.840301. Plans are estimated and use no SIMD, so that the bits depend
/// neither on timing nor on the CPU; they are shared by all transforms of a length.
public struct RealFourierTransform: Sendable {
  /// The number of samples.
  public let count: Int
  private let plans: TransformPlans

  /// The number of coefficients: from frequency zero to half the rate, `count / 2 + 1`.
  public var coefficientCount: Int { count / 2 + 1 }

  /// Plans both directions for `count` samples.
  public init(count: Int) {
    self.count = count
    plans = .of(.real, count: count)
  }

  /// Writes the coefficients of `samples`: sums over `samples[n] · exp(−2πi · k · n / count)`.
  public func forward(
    _ samples: Span<Float>, into coefficients: inout MutableSpan<SIMD2<Float>>
  ) {
    precondition(samples.count == count && coefficients.count == coefficientCount)
    samples.withUnsafeBufferPointer { samples in
      coefficients.withUnsafeMutableBytes { coefficients in
        // FFTW takes a mutable pointer, and leaves the samples as they are.
        fftwf_execute_dft_r2c(
          plans.forward, UnsafeMutablePointer(mutating: samples.baseAddress),
          coefficients.baseAddress?.assumingMemoryBound(to: fftwf_complex.self))
      }
    }
  }

  /// Writes `count` times the samples that have `coefficients`, which are destroyed.
  public func inverse(
    _ coefficients: inout MutableSpan<SIMD2<Float>>, into samples: inout MutableSpan<Float>
  ) {
    precondition(samples.count == count && coefficients.count == coefficientCount)
    coefficients.withUnsafeMutableBytes { coefficients in
      samples.withUnsafeMutableBufferPointer { samples in
        fftwf_execute_dft_c2r(
          plans.inverse, coefficients.baseAddress?.assumingMemoryBound(to: fftwf_complex.self),
          samples.baseAddress)
      }
    }
  }

  /// Returns the smallest length not below `count` that has no prime factor but 2, 3, 5 and 7: of
  /// such lengths transforms are fast, where one with a large prime factor may take 20 times longer.
  public static func goodSize(notBelow count: Int) -> Int {
    precondition(count <= 1 << 40, "no transform is so long")
    var size = max(1, count)
    while true {
      var rest = size
      for prime in [2, 3, 5, 7] { while rest % prime == 0 { rest /= prime } }
      if rest == 1 { return size }
      size += 1
    }
  }
}
