internal import Configuration
internal import HDF5

extension Safetensors {
  /// Reads all tensors of a file, in the order in which their numbers stand, and its remarks as
  /// attributes.
  static func group(_ bytes: [UInt8]) throws(SafetensorsError) -> StoredGroup {
    guard bytes.count >= 8, let length = headerLength(bytes[...]), length <= bytes.count - 8 else {
      throw SafetensorsError(place: "", message: "ends before its header does")
    }
    guard length <= longestHeader else {
      throw SafetensorsError(
        place: "", message: "has a header of \(length) bytes, and at most \(longestHeader) are read"
      )
    }
    let text = SourceText(path: "header", bytes: Array(bytes[8..<8 + length]))
    let header: JSON
    do { header = try JSON.parse(text) } catch {
      throw SafetensorsError(
        place: error.all.first?.location?.description ?? "header",
        message: error.all.first?.message ?? "is no JSON")
    }
    guard case .object(let members) = header.value else {
      throw SafetensorsError(place: "header", message: "must be an object")
    }
    var group = StoredGroup()
    var entries: [Entry] = []
    for member in members {
      if member.key == metadata {
        guard case .object(let remarks) = member.value.value else {
          throw SafetensorsError(place: "header", message: "'\(metadata)' must be an object")
        }
        for remark in remarks {
          guard case .string(let value) = remark.value.value else { continue }
          group.attributes.append(.init(remark.key, .text(value)))
        }
      } else {
        entries.append(try Entry(member))
      }
    }
    var end = 0
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for entry in entries {
      guard entry.range.lowerBound == end, entry.range.upperBound <= bytes.count - 8 - length else {
        throw entry.error("must stand right behind the tensor before it and within the file")
      }
      end = entry.range.upperBound
      let start = 8 + length
      group.tensors.append(
        StoredGroup.Tensor(
          entry.name, shape: entry.shape,
          entry.element.values(bytes[start + entry.range.lowerBound..<start + end])))
    }
    guard end == bytes.count - 8 - length else {
      throw SafetensorsError(place: "", message: "has bytes behind its last tensor")
    }
    return group
  }

  /// What the header says of a tensor.
  private struct Entry {
    let name: String
    let element: Element
    let shape: [Int]
    let range: Range<Int>

    init(_ member: JSON.Member) throws(SafetensorsError) {
      name = member.key
      func refuse(_ message: String) -> SafetensorsError {
        SafetensorsError(place: member.key, message: message)
      }
      func counts(_ key: String) throws(SafetensorsError) -> [Int] {
        guard case .array(let values)? = member.value[key]?.value else {
          throw refuse("must state '\(key)'")
        }
        var counts: [Int] = []
        for value in values {
          guard case .number(let number) = value.value, let count = Int(exactly: number), count >= 0
          else { throw refuse("'\(key)' must hold whole numbers from 0") }
          counts.append(count)
        }
        return counts
      }
      let known = Element.allCases.map(\.rawValue).joined(separator: ", ")
      guard case .string(let type)? = member.value["dtype"]?.value,
        let element = Element(rawValue: type)
      else { throw refuse("'dtype' must be one of \(known)") }
      self.element = element
      shape = try counts("shape")
      let offsets = try counts("data_offsets")
      guard offsets.count == 2, offsets[0] <= offsets[1] else {
        throw refuse("'data_offsets' must say where the numbers begin and end")
      }
      range = offsets[0]..<offsets[1]
      var size = element.size
      for length in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: length)
        guard !overflow else { throw refuse("'shape' states more than any file holds") }
        size = product
      }
      guard size == range.count else {
        throw refuse("takes \(range.count) bytes, and a tensor of its shape takes \(size)")
      }
    }

    func error(_ message: String) -> SafetensorsError {
      SafetensorsError(place: name, message: message)
    }
  }
}

extension Safetensors.Element {
  /// The numbers that bytes hold.
  fileprivate func values(_ bytes: ArraySlice<UInt8>) -> StoredGroup.Values {
    func words<Word: FixedWidthInteger>(_ type: Word.Type) -> [Word] {
      bytes.withUnsafeBytes { bytes in
        stride(from: 0, to: bytes.count, by: Word.bitWidth / 8).map {
          Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Word.self))
        }
      }
    }
    switch self {
    case .float64: return .doubles(words(UInt64.self).map { Double(bitPattern: $0) })
    case .float32: return .floats(words(UInt32.self).map { Float(bitPattern: $0) })
    case .float16: return .floats(words(UInt16.self).map { Float(half: $0) })
    case .brain16: return .floats(words(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) })
    }
  }
}

extension Float {
  /// The value of a number of IEEE 754 in sixteen bits, exactly.
  init(half bits: UInt16) {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023)
    switch exponent {
    case 0: self = sign * fraction * 0x1p-24
    case 31: self = fraction == 0 ? sign * .infinity : .nan
    default:
      self = sign * (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
    }
  }
}
