internal import CDeflate
internal import Configuration
internal import Glibc

/// The text of a table, which may be compressed.
enum TableText {
  /// Reads a file; one whose first bytes are those of gzip is decompressed, all its members.
  ///
  /// Throws why it cannot be read, or that it is, or becomes, larger than 1 GiB.
  static func read(_ path: String) throws(Diagnostics) -> SourceText {
    let bytes = try file(path)
    let isCompressed = bytes.starts(with: [0x1F, 0x8B])
    let text = isCompressed ? try decompressed(bytes, path) : bytes
    let head = text.prefix(CSVLines.longestLine + 1)
    guard head.count <= CSVLines.longestLine || head.contains(UInt8(ascii: "\n")) else {
      throw Diagnostics(error: "\(path):1:1: a line must not be longer than 1 MiB")
    }
    return SourceText(path: path, bytes: text)
  }

  private static func file(_ path: String) throws(Diagnostics) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Diagnostics(error: "\(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostics(error: "\(path): is not a plain file")
    }
    guard status.st_size <= largest else { throw tooLarge(path) }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if read < 0, errno == EINTR { continue }
        guard read > 0 else { return }
        count += read
      }
    }
    guard bytes.count == size else { throw Diagnostics(error: "\(path): cannot be read whole") }
    return bytes
  }

  private static func decompressed(_ bytes: [UInt8], _ path: String) throws(Diagnostics) -> [UInt8]
  {
    guard let decompressor = libdeflate_alloc_decompressor() else {
      throw Diagnostics(error: "\(path): needs more memory than there is")
    }
    defer { libdeflate_free_decompressor(decompressor) }
    var text: [UInt8] = []
    var place = 0
    while place < bytes.count {
      // A member grows its room until it fits: what it says of its own length is not to be trusted.
      var room = min(max(4 * (bytes.count - place), 1 << 16), largest + 1)
      while true {
        var taken = 0
        var result = LIBDEFLATE_BAD_DATA
        let member = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
          result = bytes.withUnsafeBufferPointer { input in
            libdeflate_gzip_decompress_ex(
              decompressor, input.baseAddress.map { $0 + place }, bytes.count - place,
              buffer.baseAddress, room, &taken, &count)
          }
          if result != LIBDEFLATE_SUCCESS { count = 0 }
        }
        if result == LIBDEFLATE_INSUFFICIENT_SPACE, room <= largest {
          room = min(room * 4, largest + 1)
          continue
        }
        guard result != LIBDEFLATE_INSUFFICIENT_SPACE, text.count + member.count <= largest else {
          throw tooLarge(path)
        }
        guard result == LIBDEFLATE_SUCCESS, taken > 0 else {
          throw Diagnostics(
            error: "\(path): is damaged or cut short; copy it again from its source")
        }
        text += member
        place += taken
        break
      }
    }
    return text
  }

  private static func tooLarge(_ path: String) -> Diagnostics {
    Diagnostics(error: "\(path): a table must not be larger than 1 GiB; split it")
  }

  private static let largest = 1 << 30
}
