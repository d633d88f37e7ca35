internal import Glibc
internal import Kernels

/// Damage done to a file, the same for the same seed.
public struct Mutation {
  /// What kind of damage.
  public enum Kind: String, CaseIterable, Sendable {
    /// Some bytes are others.
    case bytes
    /// The end is missing, or all of it.
    case truncation
    /// Attributes and datasets say something else, in a file that is sound as such.
    case attributes
  }

  /// The kind of damage.
  public let kind: Kind
  private var random: Xoshiro

  /// The damage of a seed: a third of each kind.
  public init(seed: UInt64) {
    random = Xoshiro(seed: seed)
    let kinds = Kind.allCases
    kind = kinds[Int(random.next() % UInt64(kinds.count))]
  }

  /// Writes a damaged copy of a file.
  public mutating func write(_ sound: [UInt8], to path: String) throws {
    switch kind {
    case .bytes: try Mutation.write(changed(sound), to: path)
    case .truncation: try Mutation.write(cut(sound), to: path)
    case .attributes:
      try Mutation.write(sound, to: path)
      try AttributeMutation.apply(to: path, &random)
    }
  }

  private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(max(1, bound))) }

  /// Up to 32 changes, half of them among the first 4096 bytes, where what describes the rest begins.
  private mutating func changed(_ sound: [UInt8]) -> [UInt8] {
    var bytes = sound
    for _ in 0...below(32) {
      let place = below(below(2) == 0 ? min(4096, bytes.count) : bytes.count)
      switch below(5) {
      case 0: bytes[place] ^= 1 << UInt8(below(8))
      case 1: bytes[place] = UInt8(below(256))
      case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][below(5)]
      case 3:
        let value: UInt8 = below(2) == 0 ? 0 : 0xFF
        for index in place..<min(bytes.count, place + 1 + below(64)) { bytes[index] = value }
      default:
        let from = below(bytes.count)
        for offset in 0..<min(1 + below(64), bytes.count - max(from, place)) {
          bytes[place + offset] = sound[from + offset]
        }
      }
    }
    return bytes
  }

  private mutating func cut(_ sound: [UInt8]) -> [UInt8] {
    let length = below(4) == 0 ? sound.count - 1 - below(256) : below(sound.count)
    return Array(sound.prefix(max(0, length)))
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw FuzzFailure("\(path) cannot be written") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw FuzzFailure("\(path) cannot be written")
    }
  }
}

/// Why fuzzing cannot go on.
public struct FuzzFailure: Error, CustomStringConvertible {
  /// What went wrong.
  public let description: String

  init(_ description: String) { self.description = description }
}
