internal import Kernels

/// A stream of pseudo-random numbers, started from a seed and the purpose that the numbers serve.
///
/// Each purpose has a stream of its own, so that noise added to one channel changes no beat.
struct RandomStream {
  private var generator: Xoshiro
  private var spare: Double?

  init(seed: UInt64, _ purpose: String) {
    // FNV-1a of the purpose, stirred with the seed.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    generator = Xoshiro(seed: hash ^ (seed &* 0xD134_2543_DE82_EF95))
  }

  /// A number from 0 up to 1, of 53 random bits.
  mutating func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

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
