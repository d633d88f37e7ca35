internal import CIsolation
internal import Glibc

/// Memory in which samples come from a reading process to the program that asks for them.
///
/// The program makes it and makes it longer; it can never be made shorter, so what is mapped of it can
/// always be read. What it holds may change at any moment under the program, which therefore takes
/// nothing from it but values, each once.
struct SampleMemory: ~Copyable {
  /// The most bytes of samples that one part may have.
  static let longest = 1 << 30

  /// The descriptor by which the other side finds the memory.
  let descriptor: Int32
  private let isOwner: Bool
  private var mapped: UnsafeMutableRawPointer?
  /// The bytes that are mapped here, and as many as the other side may use.
  private(set) var capacity = 0

  /// Makes a memory without any room, or gives a negative descriptor where none is to be had.
  init() {
    descriptor = isolation_make_memory("vigil-samples", 0, 1)
    isOwner = true
  }

  /// The memory that this process was started with.
  init(_ descriptor: ProcessDescriptor) {
    self.descriptor = descriptor.rawValue
    isOwner = false
  }

  deinit {
    if let mapped { munmap(mapped, capacity) }
    if isOwner, descriptor >= 0 { close(descriptor) }
  }

  /// The memory as it is mapped here; without an owner's knowledge it can change at any time.
  var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: mapped, count: capacity)
  }

  /// Has room for so many bytes, and says whether that can be; the owner makes the memory longer,
  /// and the other side maps what the owner says is there.
  mutating func reserve(_ bytes: Int) -> Bool {
    guard bytes > capacity else { return true }
    guard bytes <= SampleMemory.longest else { return false }
    var room = bytes
    if isOwner {
      // Room to spare: parts of nearly the same length follow each other.
      room = (min(bytes + bytes / 8, SampleMemory.longest) + 0xFFFF) & ~0xFFFF
      guard ftruncate(descriptor, room) == 0 else { return false }
    }
    let rights = isOwner ? PROT_READ : PROT_READ | PROT_WRITE
    guard let memory = mmap(nil, room, rights, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
    else { return false }
    if let mapped { munmap(mapped, capacity) }
    mapped = memory
    capacity = room
    return true
  }
}
