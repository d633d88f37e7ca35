/// Bytes that are built to be sent to another process: numbers as they lie in memory, texts with
/// their lengths before them.
struct PacketBuilder {
  private(set) var bytes: [UInt8] = []

  /// Forgets what was built and keeps the room it took.
  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func put(_ value: UInt8) { store(value) }
  mutating func put(_ value: UInt32) { store(value) }
  mutating func put(_ value: Int32) { store(value) }
  mutating func put(_ value: UInt64) { store(value) }
  mutating func put(_ value: Int64) { store(value) }
  mutating func put(_ value: Float) { store(value) }
  mutating func put(_ value: Double) { store(value) }
  mutating func put(all values: [UInt8]) { bytes.append(contentsOf: values) }
  mutating func put(all values: [Int64]) { store(all: values) }
  mutating func put(all values: [Float]) { store(all: values) }
  mutating func put(all values: [Double]) { store(all: values) }

  // Plain functions for callers in other files: a generic one is not made for its type there unless
  // the whole module is compiled at once, and then allocates.
  private mutating func store<T: BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  private mutating func store<T: BitwiseCopyable>(all values: [T]) {
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ text: String) {
    put(UInt32(clamping: text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func put(_ text: String?) {
    put(UInt8(text == nil ? 0 : 1))
    if let text { put(text) }
  }
}

/// Bytes that another process sent, taken apart with every length checked: what is sent by a process
/// that a hostile file may have taken over deserves no trust.
struct PacketReader {
  /// What came was not what the other side is there to send.
  struct Malformed: Error {}

  private(set) var position = 0
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The bytes that are left.
  var left: Int { bytes.count - position }

  mutating func take() throws(Malformed) -> UInt8 { try load() }
  mutating func take() throws(Malformed) -> Int32 { try load() }
  mutating func take() throws(Malformed) -> Int64 { try load() }
  mutating func take() throws(Malformed) -> Float { try load() }
  mutating func take() throws(Malformed) -> Double { try load() }

  // As in the builder: plain functions outside, generic ones within.
  private mutating func load<T: BitwiseCopyable>() throws(Malformed) -> T {
    let size = MemoryLayout<T>.size
    guard left >= size else { throw Malformed() }
    defer { position += size }
    return bytes.loadUnaligned(fromByteOffset: position, as: T.self)
  }

  /// A count of things that take so many bytes each, of which as many must have come.
  mutating func takeCount(of size: Int) throws(Malformed) -> Int {
    let count: UInt64 = try load()
    guard count <= UInt64(left / size) else { throw Malformed() }
    return Int(count)
  }

  /// A count of things that take so many bytes each, which lie in so many bytes elsewhere.
  mutating func takeCount(of size: Int, in bytes: Int) throws(Malformed) -> Int {
    let count: UInt64 = try load()
    guard count <= UInt64(bytes / size) else { throw Malformed() }
    return Int(count)
  }

  /// Adds `count` numbers to an array.
  mutating func take(_ count: Int, into values: inout [Float]) throws(Malformed) {
    try load(count, into: &values, filler: 0)
  }

  /// Adds `count` numbers to an array.
  mutating func take(_ count: Int, into values: inout [Double]) throws(Malformed) {
    try load(count, into: &values, filler: 0)
  }

  /// Adds `count` numbers to an array.
  mutating func take(_ count: Int, into values: inout [Int64]) throws(Malformed) {
    try load(count, into: &values, filler: 0)
  }

  private mutating func load<T: BitwiseCopyable>(
    _ count: Int, into values: inout [T], filler: T
  ) throws(Malformed) {
    let size = count * MemoryLayout<T>.stride
    guard count >= 0, left >= size else { throw Malformed() }
    let start = values.count
    values.append(contentsOf: repeatElement(filler, count: count))
    let piece = UnsafeRawBufferPointer(rebasing: bytes[position..<position + size])
    values.withUnsafeMutableBytes { target in
      UnsafeMutableRawBufferPointer(rebasing: target[(start * MemoryLayout<T>.stride)...])
        .copyMemory(from: piece)
    }
    position += size
  }

  mutating func takeText() throws(Malformed) -> String {
    let count = Int(try load() as UInt32)
    guard left >= count else { throw Malformed() }
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func takeOptionalText() throws(Malformed) -> String? {
    switch try load() as UInt8 {
    case 0: nil
    case 1: try takeText()
    default: throw Malformed()
    }
  }
}
