internal import CFFTW
internal import Synchronization

/// FFTW's plans for the two directions of a transform of one kind and length.
///
/// Nothing changes plans once they are made, so all transforms of a kind and length share them. Plans
/// are estimated and use no SIMD: the bits depend neither on timing nor on the CPU.
final class TransformPlans: @unchecked Sendable {
  /// What a transform takes, and in which precision.
  enum Kind {
    case real
    case doubleReal
    case doubleComplex
  }

  let forward: OpaquePointer
  let inverse: OpaquePointer
  private let kind: Kind
  private let count: Int

  /// The plans used last, the latest at the end.
  private static let recent = Mutex<[TransformPlans]>([])
  private static let remembered = 32
  /// FFTW plans on one thread at a time; it transforms on any number.
  private static let planner = Mutex<Void>(())

  /// The plans of a kind for `count` samples, made where there are none.
  static func of(_ kind: Kind, count: Int) -> TransformPlans {
    precondition(count > 0 && count <= Int32.max, "a transform has at least one sample")
    return recent.withLock { recent in
      let place = recent.firstIndex { $0.kind == kind && $0.count == count }
      let plans = place.map { recent.remove(at: $0) } ?? TransformPlans(kind, count: count)
      recent.append(plans)
      if recent.count > remembered { recent.removeFirst() }
      return plans
    }
  }

  private init(_ kind: Kind, count: Int) {
    self.kind = kind
    self.count = count
    let plans = Self.planner.withLock { _ in
      switch kind {
      case .real: Self.real(Int32(count))
      case .doubleReal: Self.doubleReal(Int32(count))
      case .doubleComplex: Self.doubleComplex(Int32(count))
      }
    }
    guard let forward = plans.0, let inverse = plans.1 else {
      preconditionFailure("FFTW plans any length")
    }
    self.forward = forward
    self.inverse = inverse
  }

  private static let flags = FFTW_ESTIMATE | FFTW_NO_SIMD

  private static func real(_ count: Int32) -> (OpaquePointer?, OpaquePointer?) {
    let samples = fftwf_alloc_real(Int(count))
    let coefficients = fftwf_alloc_complex(Int(count) / 2 + 1)
    defer {
      fftwf_free(samples)
      fftwf_free(coefficients)
    }
    return (
      fftwf_plan_dft_r2c_1d(count, samples, coefficients, flags),
      fftwf_plan_dft_c2r_1d(count, coefficients, samples, flags)
    )
  }

  private static func doubleReal(_ count: Int32) -> (OpaquePointer?, OpaquePointer?) {
    let samples = fftw_alloc_real(Int(count))
    let coefficients = fftw_alloc_complex(Int(count) / 2 + 1)
    defer {
      fftw_free(samples)
      fftw_free(coefficients)
    }
    return (
      fftw_plan_dft_r2c_1d(count, samples, coefficients, flags),
      fftw_plan_dft_c2r_1d(count, coefficients, samples, flags)
    )
  }

  private static func doubleComplex(_ count: Int32) -> (OpaquePointer?, OpaquePointer?) {
    let from = fftw_alloc_complex(Int(count))
    let to = fftw_alloc_complex(Int(count))
    defer {
      fftw_free(from)
      fftw_free(to)
    }
    return (
      fftw_plan_dft_1d(count, from, to, FFTW_FORWARD, flags),
      fftw_plan_dft_1d(count, from, to, FFTW_BACKWARD, flags)
    )
  }

  deinit {
    Self.planner.withLock { _ in
      if kind == .real {
        fftwf_destroy_plan(forward)
        fftwf_destroy_plan(inverse)
      } else {
        fftw_destroy_plan(forward)
        fftw_destroy_plan(inverse)
      }
    }
  }
}
