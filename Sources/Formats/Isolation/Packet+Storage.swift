extension PacketBuilder {
  mutating func put(_ storage: [SampleStorage]) {
    for storage in storage {
      switch storage {
      case .float32: put(0, 0, 0)
      case .int16(let gain, let baseline, _): put(1, gain, baseline)
      case .scaledInt16(let scale, let offset, _): put(2, scale, offset)
      }
    }
  }

  private mutating func put(_ form: UInt8, _ first: Double, _ second: Double) {
    put(form)
    put(first)
    put(second)
  }
}

extension PacketReader {
  /// How so many channels are stored, with the least number for "not measured".
  mutating func takeStorage(of channels: Int) throws(Malformed) -> [SampleStorage] {
    var storage: [SampleStorage] = []
    for _ in 0..<channels {
      let form = try (take() as UInt8)
      let (first, second) = (try take() as Double, try take() as Double)
      guard form == 0 || (first.isFinite && first != 0 && second.isFinite) else {
        throw Malformed()
      }
      switch form {
      case 0: storage.append(.float32)
      case 1: storage.append(.int16(gain: first, baseline: second))
      case 2: storage.append(.scaledInt16(scale: first, offset: second))
      default: throw Malformed()
      }
    }
    guard left == 0 else { throw Malformed() }
    return storage
  }
}
