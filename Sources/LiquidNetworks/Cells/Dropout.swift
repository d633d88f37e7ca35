public import Kernels

/// Which values a training step leaves out, decided by a hash of the sequence, the step and the place.
///
/// The same sequence of the same epoch loses the same values, whatever batch, lane or thread it is
/// in; forward and backward ask again instead of keeping masks.
public struct Dropout: Sendable, Equatable {
  /// What each lane's sequence starts from: a hash of the seed, the epoch and the sequence.
  public var keys: SIMD16<UInt32>
  /// The number of the step.
  public var step: UInt32

  /// The choices of these sequences at a step.
  public init(keys: SIMD16<UInt32>, step: UInt32) {
    self.keys = keys
    self.step = step
  }

  /// Says what to multiply the value of each lane by: zero where it is left out.
  ///
  /// - Parameters:
  ///   - place: The number of the value within the step; different uses need different places.
  ///   - rate: The share of values that is left out, below one.
  /// - Returns: Zero, or 1 / (1 − rate) where the value is kept.
  @inline(__always)
  public func factor(at place: Int, rate: Float) -> Lanes {
    Lanes(repeating: 1 / (1 - rate)).replacing(with: 0, where: leavesOut(at: place, rate: rate))
  }

  /// Says of each lane whether its value is left out.
  ///
  /// - Parameters:
  ///   - place: The number of the value within the step; different uses need different places.
  ///   - rate: The share of values that is left out.
  /// - Returns: Where it is.
  @inline(__always)
  public func leavesOut(at place: Int, rate: Float) -> SIMDMask<SIMD16<Int32>> {
    let mixed = UInt32(truncatingIfNeeded: place) &* 0x9e37_79b9 ^ step &* 0x85eb_ca6b
    // The finaliser of MurmurHash3 (A. Appleby, public domain).
    var hash = keys ^ SIMD16<UInt32>(repeating: mixed)
    hash ^= hash &>> 16
    hash &*= 0x85eb_ca6b
    hash ^= hash &>> 13
    hash &*= 0xc2b2_ae35
    hash ^= hash &>> 16
    // The highest bits as a number below 2²⁴, which a signed lane holds too.
    let draw = unsafeBitCast(hash &>> 8, to: SIMD16<Int32>.self)
    return draw .< SIMD16<Int32>(repeating: Int32(rate * 0x1p24))
  }
}
