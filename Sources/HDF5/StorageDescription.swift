internal import CHDF5

/// How a dataset lies in its file: what reading it costs, and what would make that cheaper.
public struct StorageDescription: Hashable, Sendable {
  /// How the values lie in the file.
  public enum Layout: String, Hashable, Sendable {
    /// In the header of the dataset.
    case compact
    /// In one piece.
    case contiguous
    /// In pieces of the same extent, each found and filtered by itself.
    case chunked
  }

  /// How the values lie in the file.
  public var layout: Layout
  /// The length of each dimension of a chunk; empty where the dataset is not chunked.
  public var chunkExtent: [Int]
  /// The bytes of one chunk once it is decompressed; nil where the dataset is not chunked.
  public var chunkBytes: Int?
  /// What the bytes of a chunk go through on the way into the file, in that order.
  public var filters: [Filter]
  /// The bytes of all values, decompressed.
  public var bytes: Int
  /// The bytes that the values take in the file.
  public var storedBytes: Int

  /// A chunk above this many bytes makes reading any part of it expensive.
  public static let largeChunkBytes = 16 << 20

  /// What a person can do who wants to read less memory's worth at once: nil where nothing is wrong.
  ///
  /// A chunk is decompressed as a whole, and its compressed bytes lie beside it while it is: reading
  /// one value takes up to twice the chunk.
  public var advice: String? {
    guard let chunkBytes, chunkBytes > StorageDescription.largeChunkBytes else { return nil }
    let elementSize = chunkBytes / max(1, chunkExtent.reduce(1, *))
    let length = Storage.smallerChunk(chunkExtent, elementSize: elementSize)
    return "its chunks are of \(chunkBytes) bytes, and reading any part takes up to twice that; "
      + "'h5repack -l CHUNK=\(length) OLD NEW' makes them smaller"
  }
}

extension Dataset {
  /// How the dataset lies in its file.
  public func storageDescription() throws(HDF5Error) -> StorageDescription {
    let storage = try Storage(of: identifier, at: path)
    return StorageDescription(
      layout: storage.layout, chunkExtent: storage.chunkExtent, chunkBytes: storage.chunkBytes,
      filters: storage.filters,
      bytes: Limits.bytes(of: extent, elementSize: max(1, storage.elementSize), atMost: .max)
        ?? .max,
      storedBytes: Int(clamping: H5Dget_storage_size(identifier)))
  }
}
