internal import CHDF5

/// Strings as files hold them: of fixed or of variable length, ASCII or UTF-8.
enum Text {
  /// The type and the bytes of strings stored with zeros behind them.
  struct Fixed: ~Copyable {
    let type: Handle
    let bytes: [UInt8]
  }

  /// The strings, each in as many bytes as the longest takes.
  static func fixed(_ strings: [String], at path: String) throws(HDF5Error) -> Fixed {
    let size = max(1, strings.lazy.map(\.utf8.count).max() ?? 1)
    let type = try Handle("cannot be created", at: path, closedBy: H5Tclose) {
      H5Tcopy(h5t_c_s1())
    }
    try call("cannot be created", at: path) { H5Tset_size(type.id, size) }
    try call("cannot be created", at: path) { H5Tset_cset(type.id, H5T_CSET_UTF8) }
    try call("cannot be created", at: path) { H5Tset_strpad(type.id, H5T_STR_NULLPAD) }
    var bytes = [UInt8](repeating: 0, count: size * strings.count)
    for (index, string) in strings.enumerated() {
      for (place, byte) in string.utf8.enumerated() { bytes[index * size + place] = byte }
    }
    return Fixed(type: type, bytes: bytes)
  }

  /// Reads `count` strings of the type `stored` by a call that fills the memory it is given.
  static func read(
    _ count: Int, of stored: hid_t, at path: String, _ fill: (UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    guard count > 0 else { return [] }
    let isVariable = try call("the type cannot be read", at: path) {
      H5Tis_variable_str(stored)
    }
    if isVariable > 0 { return try variable(count, of: stored, at: path, fill) }
    let size = H5Tget_size(stored)
    guard Limits.bytes(of: [count], elementSize: max(1, size), atMost: Limits.bytes) != nil else {
      throw HDF5Error(path, "holds more text than may be read at once")
    }
    let padding = H5Tget_strpad(stored)
    var bytes = [UInt8](repeating: 0, count: count * size)
    try call("cannot be read", at: path) {
      bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { fill($0) } ?? -1
      }
    }
    return (0..<count).map { index in
      var text = bytes[index * size..<(index + 1) * size]
      if padding == H5T_STR_SPACEPAD {
        while text.last == UInt8(ascii: " ") || text.last == 0 { text.removeLast() }
      } else {
        text = text.prefix { $0 != 0 }
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  private static func variable(
    _ count: Int, of stored: hid_t, at path: String, _ fill: (UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    guard
      Limits.bytes(of: [count], elementSize: 8, atMost: Limits.bytes / 8) != nil
    else { throw HDF5Error(path, "holds more text than may be read at once") }
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    try call("cannot be read", at: path) {
      pointers.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { fill($0) } ?? -1
      }
    }
    defer {
      for case let pointer? in pointers { H5free_memory(pointer) }
    }
    return pointers.map { $0.map { String(cString: $0) } ?? "" }
  }
}
