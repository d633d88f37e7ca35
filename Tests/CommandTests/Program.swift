import Glibc
import Testing

/// What a run of the built program gave.
struct Outcome: Equatable {
  var status: Int32
  var output: String
  var errors: String
}

/// The root of the package, found from this file.
let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

/// The built program, which lies beside the tests.
let program: String = {
  let folder = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
  let beside = "/" + folder + "/vigil"
  return access(beside, X_OK) == 0 ? beside : root + "/.build/debug/vigil"
}()

/// A run of the program that has begun.
final class Running {
  /// What standard output is connected to.
  enum Listener {
    /// Somebody who reads to the end.
    case attentive
    /// Somebody who has gone before the first line.
    case gone
    /// A device on which there is no room.
    case full
  }

  private let process: pid_t
  private let folder: String

  /// Starts a program in a folder, in an environment of its own.
  init(
    _ arguments: [String], of program: String = program, input: String = "",
    environment: [String: String] = [:], in place: String = root, listener: Listener = .attentive
  ) throws {
    folder = try scratch()
    try write(input, to: folder + "/in")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, folder + "/in", O_RDONLY, 0)
    var pipe: [Int32] = [-1, -1]
    switch listener {
    case .attentive:
      posix_spawn_file_actions_addopen(&actions, 1, folder + "/out", O_WRONLY | O_CREAT, 0o600)
    case .gone:
      guard Glibc.pipe(&pipe) == 0 else { throw Failure("pipe") }
      close(pipe[0])
      posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
    case .full: posix_spawn_file_actions_addopen(&actions, 1, "/dev/full", O_WRONLY, 0)
    }
    defer { if listener == .gone { close(pipe[1]) } }
    posix_spawn_file_actions_addopen(&actions, 2, folder + "/err", O_WRONLY | O_CREAT, 0o600)
    // A group of its own, as a shell would make, and no signal kept from it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    let standard = ["NO_COLOR": "1", "PATH": "/usr/bin:/bin", "VIGIL_PROGRAM": program]
    let variables = standard.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
    var words = (["env", "-C", place, program] + arguments).map { strdup($0) } + [nil]
    var settings = variables.map { strdup($0) } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var identifier: pid_t = 0
    let error = posix_spawn(&identifier, "/usr/bin/env", &actions, &attributes, &words, &settings)
    guard error == 0 else { throw Failure("\(program): \(String(cString: strerror(error)))") }
    process = identifier
  }

  deinit { remove(folder) }

  /// Sends a signal to the program and all it has started, once standard output holds a text.
  func send(_ signal: Int32, after text: String) throws {
    try send(signal, after: "written '\(text)'") {
      (try? contents(of: folder + "/out"))?.contains(text) ?? false
    }
  }

  /// Sends a signal to the program and all it has started, once there is a file.
  func send(_ signal: Int32, onceThereIs file: String) throws {
    try send(signal, after: "made \(file)") { access(file, F_OK) == 0 }
  }

  private func send(_ signal: Int32, after what: String, _ isDone: () -> Bool) throws {
    for _ in 0..<1000 {
      if isDone() {
        kill(-process, signal)
        return
      }
      usleep(10_000)
    }
    kill(-process, SIGKILL)
    throw Failure("the program has not \(what) within 10 s")
  }

  /// Waits for the end.
  func outcome() throws -> Outcome {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let exited = status & 0x7F == 0
    let output = folder + "/out"
    return Outcome(
      status: exited ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
      output: access(output, F_OK) == 0 ? try contents(of: output) : "",
      errors: try contents(of: folder + "/err"))
  }
}

/// Runs the program in the root of the package and collects all it says.
func vigil(
  _ arguments: String..., input: String = "", environment: [String: String] = [:],
  in place: String = root
) throws -> Outcome {
  try vigil(arguments: arguments, input: input, environment: environment, in: place)
}

/// Runs the program in the root of the package and collects all it says.
func vigil(
  arguments: [String], input: String = "", environment: [String: String] = [:],
  in place: String = root
) throws -> Outcome {
  try Running(arguments, input: input, environment: environment, in: place).outcome()
}
