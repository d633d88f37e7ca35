extension PacketBuilder {
  /// The files of zones that a mapping may name: a confined process cannot open them.
  mutating func put(_ zones: [(name: String, bytes: [UInt8])]) {
    put(UInt64(zones.count))
    for zone in zones {
      put(zone.name)
      put(UInt64(zone.bytes.count))
      put(all: zone.bytes)
    }
  }
}

extension PacketReader {
  mutating func takeZones() throws(Malformed) -> [(name: String, bytes: [UInt8])] {
    var zones: [(name: String, bytes: [UInt8])] = []
    for _ in 0..<(try takeCount(of: 12)) {
      let name = try takeText()
      var bytes: [UInt8] = []
      for _ in 0..<(try takeCount(of: 1)) { bytes.append(try take()) }
      zones.append((name, bytes))
    }
    return zones
  }
}
