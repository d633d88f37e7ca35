import Formats

/// WFDB files written by hand, byte by byte.
enum WFDBBytes {
  /// Numbers as format 16 packs them.
  static func format16(_ counts: [Int]) -> [UInt8] {
    counts.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  /// Numbers as format 212 packs them: two in three bytes, a last one alone in two.
  static func format212(_ counts: [Int]) -> [UInt8] {
    stride(from: 0, to: counts.count, by: 2).flatMap { index -> [UInt8] in
      let first = counts[index]
      guard index + 1 < counts.count else {
        return [UInt8(truncatingIfNeeded: first), UInt8(first >> 8 & 0x0F)]
      }
      let second = counts[index + 1]
      return [
        UInt8(truncatingIfNeeded: first), UInt8(first >> 8 & 0x0F | second >> 4 & 0xF0),
        UInt8(truncatingIfNeeded: second),
      ]
    }
  }

  /// The low sixteen bits of the sum.
  static func checksum(_ counts: some Sequence<Int>) -> Int16 {
    Int16(truncatingIfNeeded: counts.reduce(0, +))
  }

  /// A word of an annotation file.
  static func word(_ code: Int, _ value: Int) -> [UInt8] {
    let word = code << 10 | value & 0x3FF
    return [UInt8(word & 0xFF), UInt8(word >> 8)]
  }

  /// A text that goes with the annotation before it.
  static func text(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return word(63, bytes.count) + bytes + (bytes.count % 2 == 0 ? [] : [0])
  }

  /// A jump to a distance that ten bits do not hold: the high half first.
  static func skip(_ distance: Int) -> [UInt8] {
    let bits = UInt32(truncatingIfNeeded: distance)
    return word(59, 0) + format16([Int(bits >> 16), Int(bits & 0xFFFF)])
  }
}
