internal import CIsolation
internal import Glibc

/// The descriptors beside standard input and output by which a reading process finds what it shares
/// with the program that started it.
enum ProcessDescriptor: Int32, CaseIterable {
  /// The memory in which it notes where it is.
  case place = 3
  /// The pipe that is cut when the program ends.
  case line
  /// The memory in which it puts samples.
  case samples

  /// The first number that none of them has.
  static let end = (allCases.last?.rawValue ?? 2) + 1
}

extension IsolatedProcess {
  /// Starts a program with its standard input and output on a socket, and with what it shares.
  static func spawn(
    _ program: String, socket: Int32, shared: [(ProcessDescriptor, Int32)]
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Each is copied to a number above all that the process is to find, and free in this program, so
    // that none is overwritten before its turn, however many files are open here.
    var copies: [Int32] = []
    defer { for copy in copies { close(copy) } }
    for (descriptor, targets) in [(socket, [0, 1])] + shared.map({ ($1, [$0.rawValue]) }) {
      let copy = isolation_move_descriptor(descriptor, ProcessDescriptor.end)
      guard copy >= 0 else { return nil }
      copies.append(copy)
      for target in targets { posix_spawn_file_actions_adddup2(&actions, copy, target) }
    }
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A signal to stop is for the program: it must not meet the process before this ignores it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var stops = sigset_t()
    sigemptyset(&stops)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&stops, number) }
    posix_spawnattr_setsigmask(&attributes, &stops)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = [
      strdup(program), strdup(ReaderChild.verb), nil,
    ]
    var environment: [UnsafeMutablePointer<CChar>?] = passedOn.compactMap { name in
      getenv(name).map { strdup("\(name)=\(String(cString: $0))") }
    }
    // The runtime's own account of a crash would run another program, which is refused.
    environment += [strdup("SWIFT_BACKTRACE=enable=no"), nil]
    defer { for pointer in arguments + environment { free(pointer) } }
    var identifier = pid_t()
    let status = posix_spawn(
      &identifier, program, &actions, &attributes, &arguments, &environment)
    return status == 0 ? identifier : nil
  }

  /// The variables that the process may see: none that HDF5 would load code by.
  private static let passedOn = [
    "LD_LIBRARY_PATH", "GLIBC_TUNABLES", "HDF5_USE_FILE_LOCKING", "VIGIL_READER_SABOTAGE",
  ]
}
