extension PacketBuilder {
  mutating func put(_ kind: FileKind) {
    switch kind {
    case .model: put(UInt8(0))
    case .checkpoint: put(UInt8(1))
    case .stateDictionaries(let places):
      put(UInt8(2))
      put(UInt64(places.count))
      for place in places { put(place) }
    case .safetensors: put(UInt8(3))
    case .recordings: put(UInt8(4))
    }
  }
}

extension PacketReader {
  mutating func takeFileKind() throws(Malformed) -> FileKind {
    switch try (take() as UInt8) {
    case 0: return .model
    case 1: return .checkpoint
    case 2:
      var places: [String] = []
      for _ in 0..<(try takeCount(of: 4)) { places.append(try takeText()) }
      return .stateDictionaries(places)
    case 3: return .safetensors
    case 4: return .recordings
    default: throw Malformed()
    }
  }
}
