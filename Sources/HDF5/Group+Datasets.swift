internal import CHDF5

/// How a new dataset is cut and compressed.
public struct Chunking: Hashable, Sendable {
  /// The rows of one chunk.
  public var rows: Int
  /// How hard gzip tries, from 0, not at all, to 9.
  public var compression: Int

  /// Chunks of this many rows, compressed this hard after a shuffle of their bytes.
  public init(rows: Int, compression: Int = 4) {
    self.rows = rows
    self.compression = compression
  }
}

extension Group {
  /// Makes a dataset of numbers that has no rows yet and can grow.
  public func makeDataset<T: Scalar>(
    _ name: String, of type: T.Type, rowExtent: [Int] = [], chunking: Chunking
  ) throws(HDF5Error) -> Dataset {
    try makeDataset(
      name, type: type.storedType, elementType: type.elementType, extent: [0] + rowExtent,
      chunking: chunking)
  }

  /// Makes a dataset of these numbers, in chunks where told so.
  public func makeDataset<T: Scalar>(
    _ name: String, _ values: Span<T>, extent: [Int]? = nil, chunking: Chunking? = nil
  ) throws(HDF5Error) {
    let extent = extent ?? [values.count]
    precondition(extent.reduce(1, *) == values.count, "an extent of as many values")
    let dataset = try makeDataset(
      name, type: T.storedType, elementType: T.elementType, extent: extent, chunking: chunking)
    guard values.count > 0 else { return }
    try call("cannot be written", at: path(of: name)) {
      values.withUnsafeBufferPointer {
        H5Dwrite(
          dataset.identifier, T.nativeType, hid_t(H5S_ALL), hid_t(H5S_ALL), h5p_default(),
          $0.baseAddress)
      }
    }
  }

  /// Makes a dataset of the numbers of an array, in chunks where told so.
  public func makeDataset<T: Scalar>(
    _ name: String, _ values: [T], extent: [Int]? = nil, chunking: Chunking? = nil
  ) throws(HDF5Error) {
    try makeDataset(name, values.span, extent: extent, chunking: chunking)
  }

  /// Makes a dataset of these strings, each in as many bytes as the longest takes.
  public func makeDataset(
    _ name: String, _ strings: [String], chunking: Chunking? = nil
  ) throws(HDF5Error) {
    let fixed = try Text.fixed(strings, at: path(of: name))
    let dataset = try makeDataset(
      name, type: fixed.type.id, elementType: .text, extent: [strings.count], chunking: chunking)
    guard !strings.isEmpty else { return }
    try call("cannot be written", at: path(of: name)) {
      H5Dwrite(
        dataset.identifier, fixed.type.id, hid_t(H5S_ALL), hid_t(H5S_ALL), h5p_default(),
        fixed.bytes)
    }
  }

  private func makeDataset(
    _ name: String, type: hid_t, elementType: ElementType, extent: [Int], chunking: Chunking?
  ) throws(HDF5Error) -> Dataset {
    let place = path(of: name)
    let space = try Dataspace.make(extent, extendible: chunking != nil, at: place)
    let creation = try Handle("cannot be created", at: place, closedBy: H5Pclose) {
      H5Pcreate(h5p_dataset_create())
    }
    try call("cannot be created", at: place) { H5Pset_obj_track_times(creation.id, false) }
    if let chunking {
      var lengths: [hsize_t] = extent.map { hsize_t(max(1, $0)) }
      lengths[0] = hsize_t(max(1, chunking.rows))
      try call("cannot be created", at: place) {
        H5Pset_chunk(creation.id, Int32(lengths.count), &lengths)
      }
      if chunking.compression > 0 {
        try call("cannot be created", at: place) { H5Pset_shuffle(creation.id) }
        try call("cannot be created", at: place) {
          H5Pset_deflate(creation.id, UInt32(min(9, chunking.compression)))
        }
      }
    }
    let handle = try Handle("cannot be created", at: place, closedBy: H5Dclose) {
      H5Dcreate2(identifier, name, type, space.id, h5p_default(), creation.id, h5p_default())
    }
    return try Dataset(created: handle, path: place, extent: extent, elementType: elementType)
  }
}
