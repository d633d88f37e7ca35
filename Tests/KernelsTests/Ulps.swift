import Glibc
import Kernels

/// How far a value is from the exact one, in units in the last place of the exact one.
func ulps(_ value: Double, _ exact: Float80) -> Double {
  if value.isNaN { return exact.isNaN ? 0 : .infinity }
  let nearest = Double(exact)
  if !nearest.isFinite || !value.isFinite { return value == nearest ? 0 : .infinity }
  return Double(
    abs(Float80(value) - exact) / Float80(nearest == 0 ? .leastNonzeroMagnitude : nearest.ulp))
}

/// How far a value is from the exact one, in units in the last place of the exact one.
func ulps(_ value: Float, _ exact: Double) -> Double {
  if value.isNaN { return exact.isNaN ? 0 : .infinity }
  let nearest = Float(exact)
  if !nearest.isFinite || !value.isFinite { return value == nearest ? 0 : .infinity }
  return abs(Double(value) - exact) / Double(nearest == 0 ? .leastNonzeroMagnitude : nearest.ulp)
}

/// Numbers that are the same in every run (Marsaglia's xorshift64).
struct Numbers {
  var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  mutating func bits() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(bits() >> 11) * 0x1p-53
  }

  /// Any finite number of either sign, all exponents alike.
  mutating func anySize() -> Double {
    let value = Double(bitPattern: bits())
    return value.isFinite ? value : 1
  }
}
