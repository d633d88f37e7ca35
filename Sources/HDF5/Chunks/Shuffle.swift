/// The filter `shuffle` turned back: numbers whose bytes lie in planes, all first bytes before all
/// second ones, put together again.
enum Shuffle {
  /// Puts some numbers of two bytes together.
  static func gather(
    _ planes: UnsafeRawPointer, of count: Int, from start: Int, _ length: Int,
    into numbers: UnsafeMutablePointer<UInt16>
  ) {
    typealias Bytes = SIMD16<UInt8>
    typealias Numbers = SIMD16<UInt16>
    let first = planes + start
    let second = first + count
    var index = 0
    while index + 16 <= length {
      let low = Numbers(
        truncatingIfNeeded: first.loadUnaligned(fromByteOffset: index, as: Bytes.self))
      let high = Numbers(
        truncatingIfNeeded: second.loadUnaligned(fromByteOffset: index, as: Bytes.self))
      store(low | high &<< 8, numbers + index)
      index += 16
    }
    while index < length {
      numbers[index] = UInt16(byte(first, index)) | UInt16(byte(second, index)) << 8
      index += 1
    }
  }

  /// Puts some numbers of four bytes together.
  static func gather(
    _ planes: UnsafeRawPointer, of count: Int, from start: Int, _ length: Int,
    into numbers: UnsafeMutablePointer<UInt32>
  ) {
    typealias Bytes = SIMD16<UInt8>
    typealias Numbers = SIMD16<UInt32>
    let first = planes + start
    var index = 0
    while index + 16 <= length {
      var sum = Numbers.zero
      for plane in 0..<4 {
        let bytes = (first + plane * count).loadUnaligned(fromByteOffset: index, as: Bytes.self)
        sum |= Numbers(truncatingIfNeeded: bytes) &<< Numbers(repeating: UInt32(8 * plane))
      }
      store(sum, numbers + index)
      index += 16
    }
    while index < length {
      var sum: UInt32 = 0
      for plane in 0..<4 { sum |= UInt32(byte(first + plane * count, index)) << (8 * plane) }
      numbers[index] = sum
      index += 1
    }
  }

  /// Puts some numbers of eight bytes together.
  static func gather(
    _ planes: UnsafeRawPointer, of count: Int, from start: Int, _ length: Int,
    into numbers: UnsafeMutablePointer<UInt64>
  ) {
    typealias Bytes = SIMD8<UInt8>
    typealias Numbers = SIMD8<UInt64>
    let first = planes + start
    var index = 0
    while index + 8 <= length {
      var sum = Numbers.zero
      for plane in 0..<8 {
        let bytes = (first + plane * count).loadUnaligned(fromByteOffset: index, as: Bytes.self)
        sum |= Numbers(truncatingIfNeeded: bytes) &<< Numbers(repeating: UInt64(8 * plane))
      }
      store(sum, numbers + index)
      index += 8
    }
    while index < length {
      var sum: UInt64 = 0
      for plane in 0..<8 { sum |= UInt64(byte(first + plane * count, index)) << (8 * plane) }
      numbers[index] = sum
      index += 1
    }
  }

  /// Turns the filter back over bytes of any number; those of an incomplete number stay behind.
  static func undo(
    _ bytes: UnsafeRawPointer, _ count: Int, size: Int, into target: UnsafeMutableRawPointer
  ) {
    let whole = count / size
    for plane in 0..<size {
      for index in 0..<whole {
        target.storeBytes(
          of: byte(bytes, plane * whole + index), toByteOffset: index * size + plane,
          as: UInt8.self)
      }
    }
    let rest = whole * size
    (target + rest).copyMemory(from: bytes + rest, byteCount: count - rest)
  }

  @inline(__always)
  private static func byte(_ bytes: UnsafeRawPointer, _ index: Int) -> UInt8 {
    bytes.load(fromByteOffset: index, as: UInt8.self)
  }

  @inline(__always)
  private static func store<Vector: SIMD>(
    _ vector: Vector, _ place: UnsafeMutablePointer<Vector.Scalar>
  ) {
    UnsafeMutableRawPointer(place).storeBytes(of: vector, as: Vector.self)
  }
}
