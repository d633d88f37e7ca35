import Glibc

/// Something that a test needs and could not have.
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

/// Makes a folder.
func makeFolder(_ path: String) throws {
  guard mkdir(path, 0o700) == 0 else { throw Failure(path) }
}

/// Hands over a new empty folder, and removes it with all that came to be in it.
func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try scratch()
  defer { remove(folder) }
  return try body(folder)
}

/// The names in a folder, sorted; none where there is no folder.
func names(in folder: String) -> [String] {
  guard let entries = opendir(folder) else { return [] }
  defer { closedir(entries) }
  var names: [String] = []
  while let entry = readdir(entries) {
    let name = withUnsafePointer(to: entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// Removes a folder and all that is in it.
func remove(_ folder: String) {
  for name in names(in: folder) {
    let path = folder + "/" + name
    // A link is taken away, never followed.
    if unlink(path) != 0 { remove(path) }
  }
  rmdir(folder)
}

func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "w") else { throw Failure(path) }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure(path) }
}

func bytes(of path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw Failure(path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
  return bytes
}

func contents(of path: String) throws -> String {
  String(decoding: try bytes(of: path), as: UTF8.self)
}
