internal import Glibc
internal import Synchronization

/// The zones of the system's tz database by their names, such as `Europe/London`.
///
/// A reading process cannot open them: the program that asks it hands on those it knows.
enum ZoneDatabase {
  private struct Entry {
    var bytes: [UInt8]
    var zone: Zone
  }

  private static let known = Mutex<[String: Entry]>([:])

  /// The zone of a name, or nil where the database has none, or the name is an abbreviation.
  static func zone(_ name: String) -> Zone? {
    if let offset = CivilTime.offset(name) { return Zone(offset: offset) }
    guard isName(name) else { return nil }
    if let entry = known.withLock({ $0[name] }) { return entry.zone }
    guard let bytes = contents(of: "/usr/share/zoneinfo/\(name)") else { return nil }
    return add(name, bytes)
  }

  /// Takes over what a file of the database holds.
  @discardableResult
  static func add(_ name: String, _ bytes: [UInt8]) -> Zone? {
    guard isName(name), let zone = Zone(tzif: bytes) else { return nil }
    known.withLock { $0[name] = Entry(bytes: bytes, zone: zone) }
    return zone
  }

  /// The files of all zones that were asked for, by name.
  static var files: [(name: String, bytes: [UInt8])] {
    known.withLock { known in known.map { ($0.key, $0.value.bytes) } }.sorted { $0.0 < $1.0 }
  }

  /// Whether a name is that of a place: `EST` and the like may mean several zones.
  static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
              || (0x61...0x7A).contains(byte) || byte == 0x5F || byte == 0x2B || byte == 0x2D
          }
      }
  }

  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 && count < bytes.count ? Array(bytes.prefix(count)) : nil
  }
}
