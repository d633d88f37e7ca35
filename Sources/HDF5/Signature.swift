internal import Glibc

/// What the first bytes of a file say it is.
public enum Signature {
  private static let hdf5: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Throws unless `path` is a plain file that begins like HDF5.
  ///
  /// The signature stands at byte 0, 512, 1024 and so on, doubling: files of MATLAB 7.3 begin with a
  /// block of their own.
  public static func check(_ path: String) throws(HDF5Error) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw HDF5Error("", "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw HDF5Error("", "is not a plain file", remedy: "name an HDF5 file")
    }
    guard status.st_size > 0 else {
      throw HDF5Error("", "the file is empty", remedy: "copy it again from its source")
    }
    var place = 0
    while place + hdf5.count <= status.st_size {
      if bytes(hdf5.count, at: place, of: descriptor) == hdf5 { return }
      place = place == 0 ? 512 : place * 2
    }
    throw foreign(bytes(128, at: 0, of: descriptor))
  }

  private static func bytes(_ count: Int, at place: Int, of descriptor: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, pread(descriptor, buffer.baseAddress, count, off_t(place)))
    }
  }

  private static func foreign(_ head: [UInt8]) -> HDF5Error {
    let resave = "save it again in MATLAB with save(…, '-v7.3')"
    if let version = matlab(head) {
      return HDF5Error("", "this is a MATLAB \(version) file, not HDF5", remedy: resave)
    }
    return HDF5Error("", "this is not an HDF5 file", remedy: "see 'vigil help convert' for others")
  }

  /// The version of MATLAB's format that a file has by its first 128 bytes, if it is one before the
  /// version 7.3 that is HDF5.
  public static func matlab(_ head: [UInt8]) -> Int? {
    if head.starts(with: Array("MATLAB 5.0 MAT-file".utf8)) { return 5 }
    return isMATLAB4(head) ? 4 : nil
  }

  /// Whether the first five words are those of a MATLAB 4 matrix: type, rows, columns, whether it
  /// is complex, and the length of its name; the thousands of the type tell the order of bytes.
  private static func isMATLAB4(_ head: [UInt8]) -> Bool {
    guard head.count >= 20 else { return false }
    return [false, true].contains { isBig in
      func word(_ index: Int) -> UInt32 {
        (0..<4).reduce(0) { word, byte in
          word << 8 | UInt32(head[4 * index + (isBig ? byte : 3 - byte)])
        }
      }
      let type = isBig ? word(0) &- 1000 : word(0)
      return type < 60 && type % 10 <= 2 && (1...(1 << 30)).contains(word(1))
        && (1...(1 << 30)).contains(word(2)) && word(3) <= 1 && (1...64).contains(word(4))
    }
  }
}

extension File {
  /// Whether there is a plain file that begins like HDF5, behind a user block too.
  public static func isHDF5(_ path: String) -> Bool { (try? Signature.check(path)) != nil }
}
