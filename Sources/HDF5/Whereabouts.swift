internal import Synchronization

/// Where in a file this process is reading, kept in memory that another process can see.
///
/// The library can end the process that reads a hostile file; whoever watches it then still knows
/// which object it was at.
public enum Whereabouts {
  /// The bytes of memory that are used.
  public static let size = 1024

  private static let page = Atomic<UInt>(0)

  /// Keeps the place in ``size`` bytes of memory from now on, for as long as the process lives.
  public static func keep(in memory: UnsafeMutableRawPointer) {
    page.store(UInt(bitPattern: memory), ordering: .releasing)
  }

  /// Notes the path of the object that is about to be read.
  static func note(_ path: String) {
    let address = page.load(ordering: .acquiring)
    guard let memory = UnsafeMutableRawPointer(bitPattern: address) else { return }
    var count = 0
    for byte in path.utf8.prefix(size - 1) {
      memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
      count += 1
    }
    memory.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
  }
}
