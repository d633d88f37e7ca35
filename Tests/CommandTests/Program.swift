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
private var program: String {
  let folder = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
  let beside = "/" + folder + "/vigil"
  return access(beside, X_OK) == 0 ? beside : root + "/.build/debug/vigil"
}

/// Runs the program in the root of the package and collects all it says.
func vigil(
  _ arguments: String..., input: String = "", environment: [String: String] = [:]
) throws -> Outcome {
  try vigil(arguments: arguments, input: input, environment: environment)
}

/// Runs the program in the root of the package and collects all it says.
func vigil(
  arguments: [String], input: String = "", environment: [String: String] = [:]
) throws -> Outcome {
  let folder = try scratch()
  defer { remove(folder) }
  let files = ["in", "out", "err"].map { folder + "/" + $0 }
  try write(input, to: files[0])
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT, 0o600)
  posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT, 0o600)
  var variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
  variables += ["NO_COLOR=1", "PATH=/usr/bin:/bin", "VIGIL_PROGRAM=\(program)"]
  var words = (["env", "-C", root, program] + arguments).map { strdup($0) } + [nil]
  var settings = variables.map { strdup($0) } + [nil]
  defer { for pointer in words + settings { free(pointer) } }
  var child: pid_t = 0
  let error = posix_spawn(&child, "/usr/bin/env", &actions, nil, &words, &settings)
  guard error == 0 else { throw Failure("\(program): \(String(cString: strerror(error)))") }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 && errno == EINTR {}
  let exited = status & 0x7F == 0
  return Outcome(
    status: exited ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
    output: try contents(of: files[1]), errors: try contents(of: files[2]))
}

struct Failure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// A new empty folder.
func scratch() throws -> String {
  var template = Array("/tmp/vigil-test-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw Failure("mkdtemp") }
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Removes a folder and the files in it.
func remove(_ folder: String) {
  guard let entries = opendir(folder) else { return }
  while let entry = readdir(entries) {
    let name = withUnsafePointer(to: entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { unlink(folder + "/" + name) }
  }
  closedir(entries)
  rmdir(folder)
}

func write(_ text: String, to path: String) throws {
  guard let file = fopen(path, "w") else { throw Failure(path) }
  fputs(text, file)
  fclose(file)
}

func contents(of path: String) throws -> String {
  guard let file = fopen(path, "r") else { throw Failure(path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
  return String(decoding: bytes, as: UTF8.self)
}
