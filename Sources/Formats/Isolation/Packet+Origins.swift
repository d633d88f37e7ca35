internal import Signals

extension PacketBuilder {
  mutating func put(_ origins: [[Origin]]) {
    put(UInt64(origins.count))
    for channel in origins {
      put(UInt64(channel.count))
      for origin in channel {
        put(origin.what)
        put(origin.place)
        put(origin.text)
      }
    }
  }
}

extension PacketReader {
  /// The origins of as many channels as the header has.
  mutating func takeOrigins(of layout: Layout) throws(Malformed) -> [[Origin]] {
    guard try takeCount(of: 8) == layout.channels.count else { throw Malformed() }
    var origins: [[Origin]] = []
    for _ in layout.channels {
      var channel: [Origin] = []
      for _ in 0..<(try takeCount(of: 12)) {
        channel.append(
          Origin(try takeText(), place: try takeText(), text: try takeText()))
      }
      origins.append(channel)
    }
    return origins
  }
}
