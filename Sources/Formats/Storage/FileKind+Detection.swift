internal import Glibc
internal import HDF5

extension FileKind {
  /// The attribute by which a file says that it is a model, and which version of the format.
  static let modelMark = "vigil_model"
  /// The attribute by which a file says that it is a checkpoint.
  static let checkpointMark = "vigil_checkpoint"

  /// Looks into a file, in this process.
  init(of path: String) throws(FormatError) {
    if let bytes = Bytes(path), Safetensors.claims(bytes.head[...], of: bytes.size) {
      self = .safetensors
      return
    }
    if EDFHeader.claims(path) {
      self = .recordings
      return
    }
    self = try naming(path) { () throws(HDF5Error) in
      let file = try File(reading: path)
      if try file.root.attribute(FileKind.modelMark) != nil { return .model }
      if try file.root.attribute(FileKind.checkpointMark) != nil { return .checkpoint }
      if try file.root.attribute("vigil_format") != nil { return .recordings }
      var places: [String] = []
      var left = 10_000
      try FileKind.search(file.root, depth: 0, &left, &places)
      return places.isEmpty ? .recordings : .stateDictionaries(places)
    }
  }

  /// Finds the groups that hold tensors under the names of ncps, near the root.
  private static func search(
    _ group: borrowing Group, depth: Int, _ left: inout Int, _ places: inout [String]
  ) throws(HDF5Error) {
    let links = try group.links()
    if links.contains(where: { $0.name.hasPrefix("rnn_cell.") }) {
      places.append(group.path)
      return
    }
    guard depth < 4 else { return }
    for link in links {
      left -= 1
      guard left > 0 else { return }
      guard link.kind == .hard, try group.kind(at: link.name) == .group else { continue }
      try search(try group.group(link.name), depth: depth + 1, &left, &places)
    }
  }
}

/// A plain file's size and first bytes.
private struct Bytes {
  let size: Int
  let head: [UInt8]

  /// Looks at a file; nothing where it cannot be opened or is not plain, which others say better.
  init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    size = Int(status.st_size)
    head = [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, 16, 0))
    }
  }
}
