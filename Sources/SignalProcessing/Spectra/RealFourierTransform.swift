internal import CFFTW
internal import Synchronization

/// The discrete Fourier transform of real signals of one length, by FFTW in single precision.
///
/// M. Frigo, S. G. Johnson, The design and implementation of FFTW3, Proc. IEEE 93 (2005) 216–231,
/// doi:10.1109/JPROC.2004.840301. Plans are estimated and use no SIMD, so that the bits depend
/// neither on timing nor on the CPU.
public struct RealFourierTransform: Sendable {
  /// The number of samples.
  public let count: Int
  private let plans: Plans

  /// The number of coefficients: from frequency zero to half the rate, `count / 2 + 1`.
  public var coefficientCount: Int { count / 2 + 1 }

  /// Plans both directions for `count` samples.
  public init(count: Int) {
    precondition(count > 0 && count <= Int32.max, "a transform has at least one sample")
    self.count = count
    plans = Plans(count: count)
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

  /// The two plans, which nothing changes once they are made.
  private final class Plans: @unchecked Sendable {
    let forward: fftwf_plan?
    let inverse: fftwf_plan?

    /// FFTW plans on one thread at a time; it transforms on any number.
    private static let planner = Mutex<Void>(())

    init(count: Int) {
      (forward, inverse) = Self.planner.withLock { _ in
        let samples = fftwf_alloc_real(count)
        let coefficients = fftwf_alloc_complex(count / 2 + 1)
        defer {
          fftwf_free(samples)
          fftwf_free(coefficients)
        }
        let flags = FFTW_ESTIMATE | FFTW_NO_SIMD
        return (
          fftwf_plan_dft_r2c_1d(Int32(count), samples, coefficients, flags),
          fftwf_plan_dft_c2r_1d(Int32(count), coefficients, samples, flags)
        )
      }
      precondition(forward != nil && inverse != nil, "FFTW plans any length")
    }

    deinit {
      Self.planner.withLock { _ in
        fftwf_destroy_plan(forward)
        fftwf_destroy_plan(inverse)
      }
    }
  }
}
