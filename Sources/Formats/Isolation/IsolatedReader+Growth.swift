public import Signals

extension IsolatedReader {
  /// Looks how far the recording has come in a file that is being written.
  ///
  /// As ``RecordingReader/grow()``. What follows is read by ``read(until:layers:into:)``.
  public func grow() throws(FormatError) -> Growth {
    let count = header.layout.channels.count
    return try process.ask(.grow, [], about: address.description) {
      packet throws(PacketReader.Malformed) in try packet.takeGrowth(of: count)
    }
  }

  /// Reads what lies from the end of the part before up to a time of each channel, and up to one of
  /// all layers, into a part; each is complete through that time then.
  ///
  /// The times must not lie before those of the part before.
  public func read(
    until times: [Time], layers: Time, into part: inout Recording
  ) throws(FormatError) {
    guard isSound else {
      throw FormatError(path: address.description, message: "an earlier part could not be read")
    }
    isSound = false
    part.clear(slotsOf: header.layout)
    request.clear()
    request.put(layers.nanoseconds)
    for time in times { request.put(time.nanoseconds) }
    let span = max(position, times.max() ?? position) - max(position, .zero)
    try takePart(.readGrown, bytesPerSecond * span.seconds, into: &part) { times[$0] }
    part.setThrough(times, layers: layers, slotsOf: header.layout)
    position = max(position, times.max() ?? position)
    isSound = true
  }

  /// The time up to which the furthest channel was read.
  public var through: Time { max(.zero, position) }
}

extension PacketBuilder {
  mutating func put(_ growth: Growth) {
    put(UInt8(growth.isClosed ? 1 : 0))
    put(Int64(growth.late))
    for end in growth.ends { put(end.nanoseconds) }
  }
}

extension PacketReader {
  /// How far so many channels have come.
  mutating func takeGrowth(of count: Int) throws(Malformed) -> Growth {
    let isClosed = try (take() as UInt8) == 1
    let late = Int(try take() as Int64)
    var ends: [Time] = []
    for _ in 0..<count { ends.append(Time(nanoseconds: try take())) }
    guard late >= 0, left == 0 else { throw Malformed() }
    return Growth(isClosed: isClosed, ends: ends, late: late)
  }
}
