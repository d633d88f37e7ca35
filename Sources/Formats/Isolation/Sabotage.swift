internal import CIsolation
internal import Glibc

/// What a hostile file might have the reading process do, for tests to see that it cannot.
///
/// It acts only where the environment asks for it, and always from within what the process has left
/// itself: nothing here loosens anything.
enum Sabotage {
  /// Does what `VIGIL_READER_SABOTAGE` names, if it names anything; throws an error that says what
  /// came of an attempt that the process survived.
  static func act() throws(FormatError) {
    guard let wish = getenv("VIGIL_READER_SABOTAGE").map({ String(cString: $0) }) else { return }
    switch wish {
    case "abort": abort()
    case "hang": while true { pause() }
    case "spin": while true {}
    case "silence": exit(0)
    case "mute": close(1)
    case "nonsense": try? Connection(input: 0, output: 1).send(0, [1, 2, 3])
    // More bytes of samples than are ever asked for, and more samples than there are bytes.
    case "greed": answer(1 << 40)
    case "hoax": answer(0, 0, 0, 1 << 40)
    case "scribble": scribble()
    case "memory": while map(1 << 26, PROT_READ | PROT_WRITE) != MAP_FAILED {}
    default: try attempt(wish)
    }
    if wish == "memory" { throw outcome("memory ran out") }
  }

  /// Sends an answer of these numbers ahead of the honest one.
  private static func answer(_ numbers: UInt64...) {
    var packet = PacketBuilder()
    for number in numbers { packet.put(number) }
    try? Connection(input: 0, output: 1).send(0, packet.bytes)
  }

  /// Has a thread write over the samples for as long as the process lives.
  private static func scribble() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        var memory = SampleMemory(.samples)
        _ = memory.reserve(1 << 12)
        while true { for index in memory.bytes.indices { memory.bytes[index] &+= 1 } }
      }, nil)
  }

  private static func attempt(_ wish: String) throws(FormatError) {
    if wish.hasPrefix("signal "), let number = Int32(wish.dropFirst(7)) { raise(number) }
    switch wish {
    case "open": try tell(open("/proc/self/exe", O_RDONLY))
    case "write": try tell(open("/tmp/vigil-sabotage", O_WRONLY | O_CREAT, 0o600))
    case "shorten": try tell(ftruncate(ProcessDescriptor.place.rawValue, 0))
    case "shorten samples": try tell(ftruncate(ProcessDescriptor.samples.rawValue, 0))
    case "lengthen samples": try tell(ftruncate(ProcessDescriptor.samples.rawValue, 1 << 20))
    case "uncut": try tell(close(ProcessDescriptor.line.rawValue))
    case "run": try tell(map(4096, PROT_EXEC) == MAP_FAILED ? -1 : 0)
    case "socket": try tell(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    case "kill": try tell(kill(getppid(), 0))
    case "exec":
      var words: [UnsafeMutablePointer<CChar>?] = [nil]
      try tell(execve("/bin/true", &words, &words))
    default: break
    }
  }

  private static func tell(_ answer: Int32) throws(FormatError) {
    throw outcome(answer < 0 ? String(cString: strerror(errno)) : "succeeded")
  }

  private static func map(_ bytes: Int, _ rights: Int32) -> UnsafeMutableRawPointer? {
    mmap(nil, bytes, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  }

  private static func outcome(_ words: String) -> FormatError {
    FormatError(path: "", message: "sabotage: \(words)")
  }
}
