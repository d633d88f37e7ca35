internal import CHDF5

/// How a dataset is laid out in its file.
struct Storage {
  /// The cache that the library gives a dataset unless told otherwise.
  static let standardCacheBytes = 1 << 20

  /// The bytes of one chunk, if the dataset is chunked.
  let chunkBytes: Int?
  /// The bytes of one element in the file.
  let elementSize: Int
  /// What one element is.
  let elementType: ElementType

  /// Looks at the storage of an open dataset, and refuses what is not its own or not readable.
  init(of dataset: hid_t, at path: String) throws(HDF5Error) {
    let creation = try Handle("cannot be opened", at: path, closedBy: H5Pclose) {
      H5Dget_create_plist(dataset)
    }
    let layout = H5Pget_layout(creation.id)
    guard layout != H5D_VIRTUAL else {
      throw HDF5Error(
        path, "is a virtual dataset, whose values lie in other files, which is refused",
        remedy: "bring the data into one file with 'h5repack' of a newer HDF5")
    }
    let external = try call("cannot be opened", at: path) { H5Pget_external_count(creation.id) }
    guard external == 0 else {
      throw HDF5Error(
        path, "keeps its values in another file, which is refused",
        remedy: "bring the data into one file with 'h5repack -l CONTI'")
    }
    let type = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Dget_type(dataset)
    }
    elementSize = H5Tget_size(type.id)
    elementType = try ElementType(type.id, at: path)
    try Storage.checkFilters(creation.id, at: path)
    if layout == H5D_CHUNKED {
      var lengths = [hsize_t](repeating: 0, count: 32)
      let rank = try call("the chunks cannot be read", at: path) {
        H5Pget_chunk(creation.id, 32, &lengths)
      }
      let extent = lengths.prefix(Int(rank)).map { Int(clamping: $0) }
      guard
        let bytes = Limits.bytes(
          of: extent, elementSize: max(1, elementSize), atMost: Limits.chunkBytes)
      else {
        throw HDF5Error(
          path, "has chunks of more than \(Limits.chunkBytes) bytes",
          remedy: "rewrite it with smaller ones, such as 'h5repack -l CHUNK=65536'")
      }
      chunkBytes = bytes
    } else {
      chunkBytes = nil
    }
  }

  /// Throws unless the library itself has every filter that the values went through.
  private static func checkFilters(_ creation: hid_t, at path: String) throws(HDF5Error) {
    let count = try call("the filters cannot be read", at: path) { H5Pget_nfilters(creation) }
    for index in 0..<UInt32(count) {
      var flags: UInt32 = 0
      var configuration: UInt32 = 0
      var parameters = 0
      let filter = H5Pget_filter2(
        creation, index, &flags, &parameters, nil, 0, nil, &configuration)
      guard filter >= 0 else { throw .current(path, "the filters cannot be read") }
      guard H5Zfilter_avail(filter) > 0 else {
        let name = names.first { $0.0 == filter }.map { " (\($0.1))" } ?? ""
        throw HDF5Error(
          path, "is compressed by filter \(filter)\(name), which is not there",
          remedy: "rewrite it with 'h5repack -f GZIP=4' where that filter is installed")
      }
    }
  }

  private static let names: [(H5Z_filter_t, String)] = [
    (32_000, "LZF"), (32_001, "Blosc"), (32_004, "LZ4"), (32_008, "bitshuffle"),
    (32_013, "ZFP"), (32_015, "Zstandard"), (32_026, "Blosc 2"),
  ]
}
