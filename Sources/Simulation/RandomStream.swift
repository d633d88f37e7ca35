internal import Kernels

/// A stream of pseudo-random numbers: xoshiro256** (Blackman and Vigna 2021,
/// doi:10.1145/3460772), started from a seed and the purpose that the numbers serve.
///
/// Each purpose has a stream of its own, so that noise added to one channel changes no beat.
struct RandomStream {
  private var state: (UInt64, UInt64, UInt64, UInt64)
  private var spare: Double?

  init(seed: UInt64, _ purpose: String) {
    // FNV-1a of the purpose, stirred with the seed by SplitMix64.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var mixer = SplitMix64(state: hash ^ (seed &* 0xD134_2543_DE82_EF95))
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  mutating func next() -> UInt64 {
    let scrambled = state.1 &* 5
    let result = (scrambled << 7 | scrambled >> 57) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// A number from 0 up to 1, of 53 random bits.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number between two others.
  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// A number with the standard normal distribution, by Marsaglia's polar method
  /// (doi:10.1137/1006063).
  mutating func gaussian() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square < 1, square > 0 else { continue }
      let scale = (-2 * Elementary.log(square) / square).squareRoot()
      spare = y * scale
      return x * scale
    }
  }
}

/// The generator that starts the other (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
