extension WFDBSignal.Format {
  /// Unpacks samples from bytes that begin with a whole group.
  ///
  /// `bytes` must reach to the end of the last group; `samples` are the counts as they are packed,
  /// of format 8 the differences. Complexity: linear in the number of samples.
  func unpack(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    switch self {
    case .null, .flac8, .flac16, .flac24: break
    case .differences:
      for index in 0..<samples.count {
        samples[index] = Int32(Int8(bitPattern: bytes[index]))
      }
    case .offsetByte:
      for index in 0..<samples.count { samples[index] = Int32(bytes[index]) - 0x80 }
    case .twoBytes:
      for index in 0..<samples.count {
        samples[index] = Int32(Int16(bitPattern: bytes.word(at: 2 * index)))
      }
    case .twoBytesHighFirst:
      for index in 0..<samples.count {
        samples[index] = Int32(Int16(bitPattern: bytes.word(at: 2 * index).byteSwapped))
      }
    case .offsetTwoBytes:
      for index in 0..<samples.count {
        samples[index] = Int32(bytes.word(at: 2 * index)) - 0x8000
      }
    case .threeBytes:
      for index in 0..<samples.count {
        let high = Int32(Int8(bitPattern: bytes[3 * index + 2]))
        samples[index] = high << 16 | Int32(bytes.word(at: 3 * index))
      }
    case .fourBytes:
      for index in 0..<samples.count {
        let high = Int32(Int16(bitPattern: bytes.word(at: 4 * index + 2)))
        samples[index] = high << 16 | Int32(bytes.word(at: 4 * index))
      }
    case .twelveBits: WFDBSignal.Format.unpackTwelveBits(bytes, into: &samples)
    case .tenBitsSplit: WFDBSignal.Format.unpackTenBitsSplit(bytes, into: &samples)
    case .tenBits: WFDBSignal.Format.unpackTenBits(bytes, into: &samples)
    }
  }

  private static func unpackTwelveBits(
    _ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>
  ) {
    for index in 0..<samples.count {
      let place = index / 2 * 3
      let middle = UInt16(bytes[place + 1])
      let packed =
        index % 2 == 0
        ? UInt16(bytes[place]) | (middle & 0x0F) << 8
        : UInt16(bytes[place + 2]) | (middle & 0xF0) << 4
      samples[index] = packed.signed(bits: 12)
    }
  }

  private static func unpackTenBitsSplit(
    _ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>
  ) {
    for index in 0..<samples.count {
      let place = index / 3 * 4
      let first = bytes.word(at: place)
      let second = bytes.word(at: place + 2)
      let packed =
        switch index % 3 {
        case 0: first >> 1
        case 1: second >> 1
        default: first >> 11 | (second & 0xF800) >> 6
        }
      samples[index] = packed.signed(bits: 10)
    }
  }

  private static func unpackTenBits(
    _ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>
  ) {
    for index in 0..<samples.count {
      let place = index / 3 * 4
      let second = bytes.word(at: place + 2)
      let packed =
        switch index % 3 {
        case 0: bytes.word(at: place)
        case 1: bytes.word(at: place) >> 10 | second << 6
        default: second >> 4
        }
      samples[index] = packed.signed(bits: 10)
    }
  }
}

extension Span<UInt8> {
  /// Two bytes, the low one first.
  fileprivate func word(at place: Int) -> UInt16 {
    UInt16(self[place]) | UInt16(self[place + 1]) << 8
  }
}

extension UInt16 {
  /// The low bits as a number with a sign.
  fileprivate func signed(bits: Int) -> Int32 {
    Int32(Int16(bitPattern: self << (16 - bits)) >> (16 - bits))
  }
}
