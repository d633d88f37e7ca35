/// FLAC streams written by hand, whose frames hold their samples as they are.
enum FLACBytes {
  /// A stream of these channels; `total` is what it states of its length, 0 for nothing.
  static func stream(_ channels: [[Int]], bits: Int, block: Int = 32, total: Int? = nil) -> [UInt8]
  {
    let count = channels[0].count
    var description = 96_000 << 44
    description |= (channels.count - 1) << 41 | (bits - 1) << 36
    description |= total ?? count
    var info: [UInt8] = number(block, 16) + number(block, 16)
    info += number(0, 48)
    info += number(description, 64)
    info += [UInt8](repeating: 0, count: 16)
    var stream = Array("fLaC".utf8) + [0x80, 0, 0, 34] + info
    for (index, start) in stride(from: 0, to: count, by: block).enumerated() {
      stream += frame(
        index, channels.map { Array($0[start..<min(start + block, count)]) }, bits: bits)
    }
    return stream
  }

  private static func frame(_ index: Int, _ channels: [[Int]], bits: Int) -> [UInt8] {
    var header: [UInt8] = [0xFF, 0xF8, 0x70, UInt8(channels.count - 1) << 4, UInt8(index)]
    header += number(channels[0].count - 1, 16)
    header.append(UInt8(checksum(header, bits: 8, polynomial: 0x07)))
    let frame = header + channels.flatMap { [0x02] + $0.flatMap { number($0, bits) } }
    return frame + number(checksum(frame, bits: 16, polynomial: 0x8005), 16)
  }

  /// A number of whole bytes, the high one first.
  private static func number(_ value: Int, _ bits: Int) -> [UInt8] {
    stride(from: bits - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func checksum(_ bytes: [UInt8], bits: Int, polynomial: Int) -> Int {
    var sum = 0
    for byte in bytes {
      sum ^= Int(byte) << (bits - 8)
      for _ in 0..<8 {
        sum = sum >> (bits - 1) & 1 == 1 ? sum << 1 ^ polynomial : sum << 1
        sum &= (1 << bits) - 1
      }
    }
    return sum
  }
}
