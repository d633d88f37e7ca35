/// The 32-bit Mersenne Twister with the choices of NumPy's `RandomState`.
///
/// M. Matsumoto, T. Nishimura, Mersenne Twister, 1998, doi:10.1145/272991.272995. Choices follow
/// NumPy's legacy `choice`, so that a seed gives the wiring that ncps gives.
public struct MersenneTwister: Sendable {
  private var words: [UInt32]
  private var place = 624

  /// The generator that `RandomState(seed)` is.
  public init(seed: UInt32) {
    words = [seed]
    for index in 1..<624 {
      let last = words[index - 1]
      words.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
    }
  }

  /// The next 32 random bits.
  public mutating func next() -> UInt32 {
    if place == 624 { refill() }
    var word = words[place]
    place += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9d2c_5680
    word ^= word << 15 & 0xefc6_0000
    return word ^ word >> 18
  }

  /// A number from zero through `last`, by drawing until one fits: NumPy's `randint`.
  public mutating func number(through last: Int) -> Int {
    if last == 0 { return 0 }
    let mask = UInt32.max >> UInt32(last).leadingZeroBitCount
    while true {
      let word = next() & mask
      if word <= UInt32(last) { return Int(word) }
    }
  }

  /// One of the members.
  mutating func choice<T>(_ members: [T]) -> T {
    members[number(through: members.count - 1)]
  }

  /// Some of the members, none twice: the first of a shuffled list.
  mutating func choice<T>(_ members: [T], count: Int) -> [T] {
    var shuffled = members
    for index in stride(from: members.count - 1, to: 0, by: -1) {
      shuffled.swapAt(index, number(through: index))
    }
    return Array(shuffled.prefix(count))
  }

  private mutating func refill() {
    for index in 0..<624 {
      let joined = words[index] & 0x8000_0000 | words[(index + 1) % 624] & 0x7fff_ffff
      let twist: UInt32 = joined & 1 == 0 ? 0 : 0x9908_b0df
      words[index] = words[(index + 397) % 624] ^ joined >> 1 ^ twist
    }
    place = 0
  }
}
