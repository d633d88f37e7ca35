/// Digests that tell one input from another.
public enum Digest {
  /// The SHA-256 digest (FIPS 180-4) of a text's UTF-8 bytes, as `sha256:` and 64 hexadecimal digits.
  public static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  /// The SHA-256 digest (FIPS 180-4) of bytes, as `sha256:` and 64 hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var stream = Stream()
    stream.add(bytes[...])
    return stream.sha256
  }

  /// A digest of bytes that come bit by bit.
  public struct Stream: Sendable {
    private var state = Digest.initial
    private var schedule = [UInt32](repeating: 0, count: 64)
    private var pending: [UInt8] = []
    private var count: UInt64 = 0

    /// A digest of nothing yet.
    public init() {}

    /// Takes in the next bytes.
    public mutating func add(_ bytes: ArraySlice<UInt8>) {
      count += UInt64(bytes.count)
      pending += bytes
      var start = 0
      while pending.count - start >= 64 {
        for i in 0..<16 {
          schedule[i] = (0..<4).reduce(0) { $0 << 8 | UInt32(pending[start + 4 * i + $1]) }
        }
        Digest.compress(&state, &schedule)
        start += 64
      }
      pending.removeFirst(start)
    }

    /// The digest of all bytes so far, as `sha256:` and 64 hexadecimal digits.
    public var sha256: String {
      var last = self
      let bits = count * 8
      var padding: [UInt8] = [0x80]
      while (Int(count % 64) + padding.count) % 64 != 56 { padding.append(0) }
      padding += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
      last.add(padding[...])
      return "sha256:" + last.state.map(Digest.hexadecimal).joined()
    }
  }

  private static func compress(_ state: inout [UInt32], _ w: inout [UInt32]) {
    func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
    for i in 16..<64 {
      let s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3
      let s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10
      w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
    }
    var v = state
    for i in 0..<64 {
      let s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
      let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
      let t1 = v[7] &+ s1 &+ choice &+ constants[i] &+ w[i]
      let s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
      let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
      v = [t1 &+ s0 &+ majority, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
    }
    for i in 0..<8 { state[i] = state[i] &+ v[i] }
  }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static let initial = fractions(of: 2)
  private static let constants = fractions(of: 3)

  /// The first 32 bits of the fractional parts of the square or cube roots of the first primes.
  private static func fractions(of degree: Int) -> [UInt32] {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < (degree == 2 ? 8 : 64) {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      // The largest r with r^degree <= prime · 2^(32·degree), by bisection on exact integers.
      var low: UInt64 = 0
      var high: UInt64 = 1 << 37
      while high - low > 1 {
        let middle = (low + high) / 2
        if power(middle, degree) <= UInt128(prime) << UInt128(32 * degree) {
          low = middle
        } else {
          high = middle
        }
      }
      return UInt32(truncatingIfNeeded: low)
    }
  }

  private static func power(_ base: UInt64, _ degree: Int) -> UInt128 {
    (0..<degree).reduce(UInt128(1)) { product, _ in product * UInt128(base) }
  }
}
