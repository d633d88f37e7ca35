internal import Signals

/// The words that annotations use, sent to the other side once and then named by their places.
struct PartBuilder {
  private var words = Vocabulary()
  private var sent = 0
  private var rows = PacketBuilder()

  /// Puts the slots of a part that a source filled: samples into a memory that has room for them,
  /// one channel after the other, and all else into a packet.
  mutating func put(
    _ part: Recording, slotsOf layout: Layout, into packet: inout PacketBuilder,
    samples memory: UnsafeMutableRawBufferPointer
  ) {
    rows.clear()
    for index in layout.layers.indices {
      let layer = part.layers[index]
      rows.put(UInt64(layer.annotations.count))
      for annotation in layer.annotations {
        rows.put(annotation.kind.code)
        rows.put(annotation.phase.rawValue)
        rows.put(annotation.time.nanoseconds)
        rows.put(words.place(of: annotation.label))
        rows.put(annotation.channel.map { words.place(of: $0) } ?? -1)
        rows.put(annotation.score ?? .nan)
      }
    }
    packet.put(UInt64(words.words.count - sent))
    for word in words.words[sent...] { packet.put(word) }
    sent = words.words.count
    var place = 0
    for index in layout.channels.indices {
      let channel = part.channels[index]
      packet.put(Int64(channel.first))
      packet.put(UInt64(channel.count))
      for time in channel.times { packet.put(time.nanoseconds) }
      channel.samples.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: memory[place..<place + bytes.count])
          .copyMemory(from: bytes)
        place += bytes.count
      }
    }
    packet.put(all: rows.bytes)
  }
}

/// The other side of ``PartBuilder``: fills the slots of parts, and trusts nothing of what comes.
struct PartReader {
  private let layout: Layout
  private var words: [String] = []
  /// The position at which each regular channel goes on.
  private var positions: [Int?]
  /// The time of the last sample of each irregular channel, and of the last annotation of each layer.
  private var last: [Time]
  private var lastAnnotation: [Time]

  init(_ layout: Layout) {
    self.layout = layout
    positions = layout.channels.map { _ in nil }
    last = layout.channels.map { _ in .distantPast }
    lastAnnotation = layout.layers.map { _ in .distantPast }
  }

  /// Takes note that regular channels go on somewhere else.
  mutating func skip() {
    for index in positions.indices { positions[index] = nil }
  }

  /// Fills the cleared slots of a part from what lies before a time of each channel.
  ///
  /// Samples lie in a memory that can change meanwhile; each is copied once.
  mutating func take(
    from packet: inout PacketReader, samples memory: UnsafeRawBufferPointer,
    into part: inout Recording, until: (Int) -> Time
  ) throws(PacketReader.Malformed) {
    for _ in 0..<(try packet.takeCount(of: 4)) { words.append(try packet.takeText()) }
    var rest = memory[...]
    for index in layout.channels.indices {
      try takeChannel(
        index, from: &packet, &rest, until: until(index), into: &part.channels[index])
    }
    for index in layout.layers.indices {
      for _ in 0..<(try packet.takeCount(of: 22)) {
        let annotation = try takeAnnotation(from: &packet)
        guard annotation.time >= lastAnnotation[index] else { throw PacketReader.Malformed() }
        lastAnnotation[index] = annotation.time
        part.layers[index].annotations.append(annotation)
      }
    }
    guard packet.left == 0 else { throw PacketReader.Malformed() }
  }

  private mutating func takeChannel(
    _ index: Int, from packet: inout PacketReader, _ memory: inout Slice<UnsafeRawBufferPointer>,
    until: Time, into channel: inout Channel
  ) throws(PacketReader.Malformed) {
    let width = layout.channels[index].width
    let first = Int(try packet.take() as Int64)
    let count = try packet.takeCount(of: 4 * width, in: memory.count)
    if let rate = layout.channels[index].rate {
      guard first == positions[index] ?? first, (-(1 << 54)..<(1 << 54)).contains(first) else {
        throw PacketReader.Malformed()
      }
      guard first + count == max(first, rate.position(notBefore: until)) else {
        throw PacketReader.Malformed()
      }
      positions[index] = first + count
      channel.first = first
    } else {
      for _ in 0..<count {
        let time = Time(nanoseconds: try packet.take())
        guard time > last[index] else { throw PacketReader.Malformed() }
        last[index] = time
        channel.times.append(time)
      }
    }
    let bytes = UnsafeRawBufferPointer(rebasing: memory.prefix(4 * count * width))
    channel.samples.append(contentsOf: bytes.assumingMemoryBound(to: Float.self))
    memory = memory.dropFirst(bytes.count)
  }

  private func takeAnnotation(from packet: inout PacketReader) throws(PacketReader.Malformed)
    -> Annotation
  {
    let kind = try Annotation.Kind(code: try packet.take())
    guard let phase = Annotation.Phase(rawValue: try packet.take()) else {
      throw PacketReader.Malformed()
    }
    let time = Time(nanoseconds: try packet.take())
    let label = Int(try packet.take() as Int32)
    let channel = Int(try packet.take() as Int32)
    let score = try (packet.take() as Float)
    guard words.indices.contains(label), channel == -1 || words.indices.contains(channel) else {
      throw PacketReader.Malformed()
    }
    return Annotation(
      kind, phase, at: time, label: words[label], channel: channel == -1 ? nil : words[channel],
      score: score.isNaN ? nil : score)
  }
}
