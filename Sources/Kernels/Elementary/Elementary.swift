/// Elementary functions with the same bits on every CPU.
///
/// The C library picks its code by the CPU it finds, so its `exp` differs in the last bit from one
/// machine to the next. These use + − × ÷, square roots and integer operations alone, in a fixed
/// order; IEEE 754 then determines each bit. Error bounds are in units in the last place (ulp) of
/// the exact value and are held by tests against a wider type.
///
/// `Double` serves design and simulation, `Lanes` the networks; a `Float` gives what a lane gives.
public enum Elementary {}

extension Double {
  /// The power of two with this exponent, which must be that of a normal number.
  @inline(__always)
  static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(bitPattern: Int64(exponent + 1023)) << 52)
  }

  /// The nearest integer, ties to even, of a number smaller than 2⁵¹.
  @inline(__always)
  var nearestInteger: Double {
    let shift = 0x1.8p52
    return (self + shift) - shift
  }
}
