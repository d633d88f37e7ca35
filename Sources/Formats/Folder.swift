internal import Glibc

/// A folder of the file system.
public struct Folder: Sendable {
  /// The path as it was given, without a slash at the end.
  public let path: String
  /// The names of its entries, hidden ones left out, in the order of their bytes.
  public let names: [String]

  /// Lists a folder, or gives nil where there is none at `path`.
  public init?(_ path: String) {
    guard let entries = opendir(path) else { return nil }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.names = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The path of an entry.
  public func path(of name: String) -> String { "\(path)/\(name)" }
}
