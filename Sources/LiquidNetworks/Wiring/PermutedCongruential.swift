/// The 64-bit permuted congruential generator with the choices of NumPy's `default_rng`.
///
/// M. O'Neill, PCG: a family of simple fast space-efficient statistically good algorithms for
/// random number generation, HMC-CS-2014-0905. Seeding is NumPy's `SeedSequence`; whole numbers are
/// drawn by D. Lemire's method (doi:10.1145/3230636) from halves of a word, the lower one first.
struct PermutedCongruential {
  private static let multiplier = UInt128(0x2360_ed05_1fc6_5da4) << 64 | 0x4385_df64_9fcc_f645
  private var state: UInt128
  private let increment: UInt128
  private var upperHalf: UInt32?

  /// The generator that `default_rng(seed)` is.
  init(seed: UInt64) {
    let words = Self.sequence(from: seed)
    func wide(_ first: Int) -> UInt128 {
      let high = UInt64(words[first]) | UInt64(words[first + 1]) << 32
      let low = UInt64(words[first + 2]) | UInt64(words[first + 3]) << 32
      return UInt128(high) << 64 | UInt128(low)
    }
    increment = wide(4) << 1 | 1
    state = (increment &+ wide(0)) &* Self.multiplier &+ increment
  }

  mutating func next() -> UInt32 {
    if let half = upperHalf {
      upperHalf = nil
      return half
    }
    state = state &* Self.multiplier &+ increment
    let folded = UInt64(truncatingIfNeeded: state >> 64 ^ state)
    let turn = UInt64(state >> 122)
    let word = folded >> turn | folded << ((64 &- turn) & 63)
    upperHalf = UInt32(word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  /// A number between zero and `last`.
  mutating func number(through last: Int) -> Int {
    if last == 0 { return 0 }
    let bound = UInt32(last) + 1
    var product = UInt64(next()) * UInt64(bound)
    if UInt32(truncatingIfNeeded: product) < bound {
      let threshold = (0 &- bound) % bound
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(next()) * UInt64(bound)
      }
    }
    return Int(product >> 32)
  }

  /// Minus one once, plus one twice in three draws.
  mutating func polarity() -> Int8 {
    number(through: 2) == 0 ? -1 : 1
  }

  /// Some of the numbers below `bound`, none twice, in NumPy's order.
  mutating func choice(below bound: Int, count: Int) -> [Int] {
    if bound > 10_000, count > bound / 50 {
      var all = Array(0..<bound)
      shuffle(&all, from: max(bound - count, 1))
      return Array(all.suffix(count))
    }
    // R. W. Floyd's sampling, then a shuffle.
    var isTaken = [Bool](repeating: false, count: bound)
    var chosen: [Int] = []
    for last in bound - count..<bound {
      let number = number(through: last)
      let kept = isTaken[number] ? last : number
      isTaken[kept] = true
      chosen.append(kept)
    }
    shuffle(&chosen, from: 1)
    return chosen
  }

  private mutating func shuffle(_ values: inout [Int], from first: Int) {
    for index in stride(from: values.count - 1, through: first, by: -1) {
      values.swapAt(index, number(through: index))
    }
  }

  /// NumPy's `SeedSequence(seed).generate_state(8)`.
  private static func sequence(from seed: UInt64) -> [UInt32] {
    var constant: UInt32 = 0x43b0_d7e5
    func hash(_ value: UInt32) -> UInt32 {
      let mixed = value ^ constant
      constant = constant &* 0x931e_8875
      let product = mixed &* constant
      return product ^ product >> 16
    }
    func mix(_ x: UInt32, _ y: UInt32) -> UInt32 {
      let mixed = 0xca01_f9dd &* x &- 0x4973_f715 &* y
      return mixed ^ mixed >> 16
    }
    let lower = UInt32(truncatingIfNeeded: seed)
    var pool = [hash(lower), hash(UInt32(seed >> 32)), hash(0), hash(0)]
    for source in 0..<4 {
      for target in 0..<4 where source != target {
        pool[target] = mix(pool[target], hash(pool[source]))
      }
    }
    constant = 0x8b51_f9dd
    return (0..<8).map { index in
      let mixed = pool[index % 4] ^ constant
      constant = constant &* 0x58f3_8ded
      let product = mixed &* constant
      return product ^ product >> 16
    }
  }
}
