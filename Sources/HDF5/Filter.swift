/// A step that the bytes of a chunk go through on their way into the file.
public struct Filter: Hashable, Sendable {
  /// The number by which files name it.
  public var identifier: Int
  /// The numbers that tell it how to work.
  public var parameters: [UInt32]

  /// Compression by DEFLATE in zlib's framing.
  public static let gzip = 1
  /// Bytes of the same place of all elements brought together.
  public static let shuffle = 2
  /// A sum at the end of the chunk that tells damage.
  public static let fletcher32 = 3

  /// What the filter is called, if it is known.
  public var name: String? { Filter.names.first { $0.0 == identifier }?.1 }

  private static let names: [(Int, String)] = [
    (gzip, "gzip"), (shuffle, "shuffle"), (fletcher32, "Fletcher-32"), (4, "SZIP"), (5, "N-bit"),
    (6, "scale and offset"), (32_000, "LZF"), (32_001, "Blosc"), (32_004, "LZ4"),
    (32_008, "bitshuffle"), (32_013, "ZFP"), (32_015, "Zstandard"), (32_026, "Blosc 2"),
  ]
}
