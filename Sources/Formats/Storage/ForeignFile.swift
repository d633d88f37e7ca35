internal import CIsolation
internal import Glibc
internal import HDF5

/// A file that is neither HDF5 nor EDF, known by its first bytes: what it is, and what reads it.
public struct ForeignFile: Hashable, Sendable {
  /// What the file is, in words.
  public let kind: String
  /// What a person can do with it.
  public let remedy: String

  /// Looks at the first bytes of a plain file; nothing where it is HDF5 or EDF, empty, or of no kind
  /// that is known.
  public init?(of path: String) {
    guard (try? Signature.check(path)) == nil, !EDFHeader.claims(path),
      let head = ForeignFile.head(of: path), !head.isEmpty,
      let (kind, remedy) = ForeignFile.kind(of: head, at: path)
    else { return nil }
    self.kind = kind
    self.remedy = remedy
  }

  private static func head(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return [UInt8](unsafeUninitializedCapacity: headLength) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, headLength, 0))
    }
  }

  private static func kind(of head: [UInt8], at path: String) -> (String, String)? {
    let convert = "'vigil convert \(path) OUT.h5' reads it"
    if let version = Signature.matlab(head) {
      return (
        "a MATLAB \(version) file, not HDF5", "save it again in MATLAB with save(…, '-v7.3')"
      )
    }
    if head.starts(with: [0x1F, 0x8B]) { return ("compressed by gzip", "unpack it with gunzip") }
    if head.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      return ("a ZIP archive", "unpack it with unzip")
    }
    if let text = text(head) { return kind(ofText: text, at: path, convert) }
    if let header = header(beside: path) {
      return ("part of a WFDB record", "'vigil convert \(header) OUT.h5' reads it")
    }
    return nil
  }

  private static func kind(ofText text: String, at path: String, _ convert: String) -> (
    String, String
  ) {
    let lines = text.split(whereSeparator: \.isNewline)
    let fields = lines.first { !$0.hasPrefix("#") }?.split(separator: " ") ?? []
    let name = path.split(separator: "/").last ?? ""
    if name.hasSuffix(".hea"), let record = fields.first?.split(separator: "/").first,
      name == "\(record).hea"
    {
      return ("the header of a WFDB record", convert)
    }
    if let header = header(beside: path) {
      return ("part of a WFDB record", "'vigil convert \(header) OUT.h5' reads it")
    }
    if text.hasPrefix("{") || text.hasPrefix("[") { return ("JSON, not a recording", others) }
    for (separator, kind) in separators where lines.count > 1 {
      let counts = lines.prefix(2).map { $0.count { $0 == separator } }
      if counts[0] > 0, counts[0] == counts[1] { return (kind, others) }
    }
    return ("text, not a recording", others)
  }

  private static let others = "see 'vigil help convert' for what it reads"
  private static let separators: [(Character, String)] = [
    ("\t", "a table of text, its columns separated by tabs"),
    ("|", "a table of text, its columns separated by '|'"),
    (";", "a table of text, its columns separated by ';'"),
    (",", "a table of text, its columns separated by ','"),
  ]

  /// The text that a file begins with, if it is text: UTF-8 without control characters.
  private static func text(_ head: [UInt8]) -> String? {
    let isText = head.allSatisfy { $0 >= 32 && $0 != 127 || (9...13).contains($0) }
    guard isText else { return nil }
    // The last character may be cut in two.
    for cut in 0..<min(4, head.count) {
      if let text = String(validating: head.dropLast(cut), as: UTF8.self) { return text }
    }
    return nil
  }

  /// The header of the WFDB record whose file this is, by its name.
  private static func header(beside path: String) -> String? {
    guard let dot = path.lastIndex(of: "."), !path.hasSuffix(".hea") else { return nil }
    let header = path[..<dot] + ".hea"
    return access(String(header), R_OK) == 0 ? String(header) : nil
  }

  private static let headLength = 4096
}
