/// The sum that the filter `fletcher32` puts behind a chunk.
enum Fletcher32 {
  /// The bytes of the sum.
  static let size = 4

  /// Whether the last four bytes are the sum of those before them.
  ///
  /// As in the library, halves with their bytes exchanged are taken too: HDF5 1.6.2 wrote such.
  static func holds(_ bytes: UnsafeRawPointer, _ count: Int) -> Bool {
    guard count >= size else { return false }
    let stored = UInt32(
      littleEndian: bytes.loadUnaligned(fromByteOffset: count - size, as: UInt32.self))
    let sum = sum(bytes, count - size)
    let exchanged = (sum & 0x00FF_00FF) << 8 | (sum & 0xFF00_FF00) >> 8
    return stored == sum || stored == exchanged
  }

  /// Fletcher's sum over words of two bytes, the first of which counts more.
  static func sum(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt32 {
    var low: UInt32 = 0
    var high: UInt32 = 0
    var index = 0
    let words = count / 2
    while index < words {
      // So many words cannot overflow 32 bits.
      let end = min(words, index + 360)
      while index < end {
        low &+= UInt32(
          UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
        high &+= low
        index += 1
      }
      low = fold(low)
      high = fold(high)
    }
    if count % 2 == 1 {
      low &+= UInt32(bytes.load(fromByteOffset: count - 1, as: UInt8.self)) << 8
      high &+= low
      low = fold(low)
      high = fold(high)
    }
    return fold(high) << 16 | fold(low)
  }

  private static func fold(_ sum: UInt32) -> UInt32 { sum & 0xFFFF &+ sum >> 16 }
}
