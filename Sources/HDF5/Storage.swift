internal import CHDF5

/// How a dataset is laid out in its file.
struct Storage {
  /// The cache that the library gives a dataset unless told otherwise.
  static let standardCacheBytes = 1 << 20

  /// How the values lie in the file.
  let layout: StorageDescription.Layout
  /// The length of each dimension of a chunk; empty where the dataset is not chunked.
  let chunkExtent: [Int]
  /// The bytes of one chunk, if the dataset is chunked.
  let chunkBytes: Int?
  /// What the bytes of a chunk go through on the way into the file, in that order.
  let filters: [Filter]
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
        remedy: "bring the data into one file with 'h5repack -l CONTI OLD NEW', beside those files")
    }
    let external = try call("cannot be opened", at: path) { H5Pget_external_count(creation.id) }
    guard external == 0 else {
      throw HDF5Error(
        path, "keeps its values in another file, which is refused",
        remedy: "bring the data into one file with 'h5repack -l CONTI OLD NEW'")
    }
    let type = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Dget_type(dataset)
    }
    elementSize = H5Tget_size(type.id)
    elementType = try ElementType(type.id, at: path)
    filters = try Storage.filters(creation.id, at: path)
    if layout == H5D_CHUNKED {
      self.layout = .chunked
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
          remedy: "rewrite it with smaller ones: 'h5repack -l \(path):CHUNK="
            + "\(Storage.smallerChunk(extent, elementSize: elementSize)) OLD NEW'")
      }
      chunkBytes = bytes
      chunkExtent = extent
    } else {
      self.layout = layout == H5D_COMPACT ? .compact : .contiguous
      chunkBytes = nil
      chunkExtent = []
    }
  }

  /// The lengths of a chunk of about 1 MiB within a larger one, as `h5repack` takes them.
  static func smallerChunk(_ extent: [Int], elementSize: Int) -> String {
    var room = max(1, (1 << 20) / max(1, elementSize))
    var lengths: [String] = []
    for length in extent.reversed() {
      let kept = max(1, min(length, room))
      room /= kept
      lengths.append(String(kept))
    }
    return lengths.reversed().joined(separator: "x")
  }

  /// The filters, of which the library itself must have each.
  private static func filters(_ creation: hid_t, at path: String) throws(HDF5Error) -> [Filter] {
    let count = try call("the filters cannot be read", at: path) { H5Pget_nfilters(creation) }
    var filters: [Filter] = []
    for index in 0..<UInt32(count) {
      var flags: UInt32 = 0
      var configuration: UInt32 = 0
      var parameters = [UInt32](repeating: 0, count: 16)
      var parameterCount = parameters.count
      let identifier = H5Pget_filter2(
        creation, index, &flags, &parameterCount, &parameters, 0, nil, &configuration)
      guard identifier >= 0 else { throw .current(path, "the filters cannot be read") }
      let filter = Filter(
        identifier: Int(identifier), parameters: Array(parameters.prefix(max(0, parameterCount))))
      guard H5Zfilter_avail(identifier) > 0 else {
        let name = filter.name.map { " (\($0))" } ?? ""
        throw HDF5Error(
          path, "is compressed by filter \(filter.identifier)\(name), which is not there",
          remedy: "rewrite it with 'h5repack -f GZIP=4 OLD NEW' where that filter is installed")
      }
      filters.append(filter)
    }
    return filters
  }
}
