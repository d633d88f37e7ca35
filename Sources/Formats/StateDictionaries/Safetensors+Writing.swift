internal import Configuration
internal import HDF5

extension Safetensors {
  /// The bytes of a file that holds these tensors in 32 bits and remarks as texts.
  ///
  /// Tensors of 64 bits are rounded. Only attributes that are texts are kept, as the format wants.
  static func bytes(_ group: StoredGroup) -> [UInt8] {
    var members: [(String, JSON.Value)] = []
    let remarks = group.attributes.compactMap { attribute in
      attribute.value.text.map { (attribute.name, JSON.Value.string($0)) }
    }
    if !remarks.isEmpty { members.append((metadata, .members(remarks))) }
    var end = 0
    for tensor in group.tensors {
      let range = end..<end + 4 * tensor.values.count
      end = range.upperBound
      members.append(
        (
          tensor.name,
          .members([
            ("dtype", .string(Element.float32.rawValue)),
            ("shape", .values(tensor.shape.map { .number(Double($0)) })),
            (
              "data_offsets",
              .values([.number(Double(range.lowerBound)), .number(Double(range.upperBound))])
            ),
          ])
        ))
    }
    // Spaces behind the header let the numbers begin at a multiple of eight bytes.
    var header = Array(JSON.Value.members(members).line.utf8)
    while !header.count.isMultiple(of: 8) { header.append(UInt8(ascii: " ")) }
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
    bytes.reserveCapacity(bytes.count + end)
    for tensor in group.tensors {
      for value in tensor.values.floats {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }
}
