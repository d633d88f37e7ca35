/// How far the clocks of a place are from Greenwich, and when that changed.
///
/// Read from the files of the tz database (RFC 8536, TZif): glibc's `localtime` would need the
/// variable TZ, which belongs to the whole process, and files that a confined process cannot open.
struct Zone: Hashable, Sendable {
  /// The moments of change, in seconds since 1970.
  private var changes: [Int64] = []
  /// The offset in force from each change on, in seconds east of Greenwich.
  private var offsets: [Int] = []
  /// The offset before the first change.
  private var firstOffset: Int
  /// What holds after the last change.
  private var rule: ZoneRule?

  /// A zone that never changes.
  init(offset: Int) { firstOffset = offset }

  /// The zone that a TZif file tells, or nil where the bytes are none.
  init?(tzif bytes: [UInt8]) {
    var reader = TZifReader(bytes)
    guard let first = reader.header(), first.version >= 2 else { return nil }
    // The first block has 32-bit times and is there for old readers.
    reader.skip(first.length(timeSize: 4))
    guard let header = reader.header(), header.types > 0, header.times <= 4096 else { return nil }
    for _ in 0..<header.times { changes.append(reader.number(8)) }
    let places = (0..<header.times).map { _ in Int(reader.number(1) & 0xFF) }
    var types: [Int] = []
    for _ in 0..<header.types {
      types.append(Int(reader.number(4)))
      reader.skip(2)
    }
    reader.skip(header.characters + header.leaps * 12 + header.standards + header.universals)
    let footer = reader.line()
    guard reader.isSound, places.allSatisfy({ $0 < types.count }),
      types.allSatisfy({ abs($0) <= 172_800 }),
      zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    offsets = places.map { types[$0] }
    firstOffset = types[0]
    if !footer.isEmpty {
      guard let rule = ZoneRule(footer) else { return nil }
      self.rule = rule
    }
  }

  /// The offset in force at a moment.
  func offset(at seconds: Int64) -> Int {
    guard let last = changes.last else { return rule?.offset(at: seconds) ?? firstOffset }
    if seconds >= last, let rule { return rule.offset(at: seconds) }
    guard let next = changes.firstIndex(where: { $0 > seconds }) else {
      return offsets[offsets.count - 1]
    }
    return next == 0 ? firstOffset : offsets[next - 1]
  }

  /// The offsets a clock may have had when it showed a local time, that of the earlier moment first:
  /// one, two where the time was shown twice, or none where it was skipped.
  func offsets(showing local: Int64) -> [Int] {
    around(local).filter { offset(at: local - Int64($0)) == $0 }
  }

  /// The offsets in force around a local time, the larger first.
  func around(_ local: Int64) -> [Int] {
    let day: Int64 = 86_400
    return Set([local - day, local, local + day].map { offset(at: $0) }).sorted(by: >)
  }
}

/// The parts of a TZif file, one after the other.
private struct TZifReader {
  private let bytes: [UInt8]
  private var place = 0
  private(set) var isSound = true

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  struct Header {
    var version: Int
    var universals: Int
    var standards: Int
    var leaps: Int
    var times: Int
    var types: Int
    var characters: Int

    func length(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards
        + universals
    }
  }

  mutating func header() -> Header? {
    guard bytes.count - place >= 44, bytes[place..<place + 4].elementsEqual("TZif".utf8) else {
      return nil
    }
    let version = Int(bytes[place + 4]) - 0x30
    place += 20
    let counts = (0..<6).map { _ in Int(number(4)) }
    guard counts.allSatisfy({ (0...65_536).contains($0) }) else { return nil }
    return Header(
      version: version, universals: counts[0], standards: counts[1], leaps: counts[2],
      times: counts[3], types: counts[4], characters: counts[5])
  }

  /// A number of so many bytes, the highest first, with its sign.
  mutating func number(_ size: Int) -> Int64 {
    guard bytes.count - place >= size else {
      isSound = false
      return 0
    }
    var value: Int64 = bytes[place] >= 0x80 ? -1 : 0
    for byte in bytes[place..<place + size] { value = value << 8 | Int64(byte) }
    place += size
    return value
  }

  mutating func skip(_ count: Int) {
    guard bytes.count - place >= count else {
      isSound = false
      return
    }
    place += count
  }

  /// The text between two ends of line.
  mutating func line() -> String {
    skip(1)
    guard isSound else { return "" }
    return String(decoding: bytes[place...].prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
