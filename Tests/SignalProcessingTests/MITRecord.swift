import Evaluation
import Foundation

/// The two signals of a record of the MIT-BIH Arrhythmia Database, and its reference beats.
struct MITRecord {
  /// Records of the half of DS1 on which thresholds were chosen.
  static let odd = [101, 109, 115, 119, 201, 203, 205, 207, 209, 215, 223]
  /// Records of the half that was held out.
  static let even = [106, 108, 112, 114, 116, 118, 122, 124, 208, 220, 230]

  static let isAvailable = SharedData.has("mitdb-ds1")

  /// The folder with the records, unpacked when first asked for.
  private static let folder: Result<URL, any Error> = Result {
    try SharedData.folder(with: "mitdb-ds1").appending(path: "mitdb")
  }

  /// The first signal in mV, at 360 Hz.
  let samples: [Float]
  /// The second one.
  let second: [Float]
  let reference: BeatSeries
  /// The reference annotations as they are written, with positions in samples.
  let markings: [Marking]

  init(_ number: Int) throws {
    let file = try Self.folder.get().appending(path: "\(number)")
    let data = [UInt8](try Data(contentsOf: file.appendingPathExtension("dat")))
    samples = Self.samples(format212: data) { first, shared, _ in first | (shared & 0x0F) << 8 }
    second = Self.samples(format212: data) { _, shared, last in last | (shared & 0xF0) << 4 }
    markings = Self.markings([UInt8](try Data(contentsOf: file.appendingPathExtension("atr"))))
    reference = BeatSeries(markings, window: 54)
  }

  /// One of two signals, twelve bits each of three bytes: zero is at 1024, and a mV is 200.
  private static func samples(
    format212 bytes: [UInt8], _ bits: (UInt16, UInt16, UInt16) -> UInt16
  ) -> [Float] {
    stride(from: 0, to: bytes.count - 2, by: 3).map { index in
      let value = bits(
        UInt16(bytes[index]), UInt16(bytes[index + 1]), UInt16(bytes[index + 2]))
      return Float(Int16(bitPattern: value << 4) >> 4 - 1024) / 200
    }
  }

  /// Pairs of bytes, ten bits of interval and six of code.
  private static func markings(_ bytes: [UInt8]) -> [Marking] {
    var markings: [Marking] = []
    var position: Int64 = 0
    var index = 0
    func word(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
    while index + 1 < bytes.count, word(index) != 0 {
      let code = word(index) >> 10
      let interval = word(index) & 0x3FF
      index += 2
      switch code {
      case 59:
        position += Int64(word(index) << 16 | word(index + 2))
        index += 4
      case 60, 62: continue
      case 61: markings[markings.count - 1].subtype = Int(Int8(truncatingIfNeeded: interval))
      case 63: index += interval + interval % 2
      default:
        position += Int64(interval)
        markings.append(Marking(position, symbols[code] ?? ""))
      }
    }
    return markings
  }

  private static let symbols = [
    1: "N", 2: "L", 3: "R", 4: "a", 5: "V", 6: "F", 7: "J", 8: "A", 9: "S", 10: "E", 11: "j",
    12: "/", 13: "Q", 14: "~", 25: "B", 30: "?", 31: "!", 32: "[", 33: "]", 34: "e", 35: "n",
    38: "f", 41: "r",
  ]
}
