internal import Evaluation
import Foundation

/// Reads the MIT format of WFDB annotation files: pairs of bytes, ten bits of interval and six of
/// code.
func markings(ofMITFile url: URL) throws -> [Marking] {
  let bytes = [UInt8](try Data(contentsOf: url))
  var markings: [Marking] = []
  var position: Int64 = 0
  var index = 0
  let word = { (at: Int) in Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
  while index + 1 < bytes.count, word(index) != 0 {
    let code = word(index) >> 10
    let interval = word(index) & 0x3FF
    index += 2
    switch code {
    case 59:
      position += Int64(Int32(truncatingIfNeeded: word(index) << 16 | word(index + 2)))
      index += 4
    case 60, 62:
      continue
    case 61:
      markings[markings.count - 1].subtype = Int(Int8(truncatingIfNeeded: interval))
    case 63:
      index += interval + interval % 2
    default:
      position += Int64(interval)
      markings.append(Marking(position, symbols[code] ?? ""))
    }
  }
  return markings
}

private let symbols = [
  1: "N", 2: "L", 3: "R", 4: "a", 5: "V", 6: "F", 7: "J", 8: "A", 9: "S", 10: "E", 11: "j",
  12: "/", 13: "Q", 14: "~", 25: "B", 30: "?", 31: "!", 32: "[", 33: "]", 34: "e", 35: "n",
  38: "f", 41: "r",
]
