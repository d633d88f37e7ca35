import Glibc

/// A folder in a temporary one, removed with what was written to it.
final class TemporarySubfolder {
  private let path: String
  private var files: [String] = []

  init(_ path: String) {
    self.path = path
    mkdir(path, 0o700)
  }

  deinit {
    for file in files { unlink(file) }
    rmdir(path)
  }

  func write(_ name: String, _ text: String) {
    let file = "\(path)/\(name)"
    guard let stream = fopen(file, "w") else { return }
    fputs(text, stream)
    fclose(stream)
    files.append(file)
  }
}
