internal import CHDF5

/// An array of a file: numbers, strings or records, read and written a part at a time.
public struct Dataset: ~Copyable, Object {
  private let handle: Handle
  private var space: Handle
  /// The decoded chunks of the file, if it is only read.
  let chunks: ChunkStore?
  /// The path of the dataset in its file.
  public let path: String
  /// What one element is.
  public let elementType: ElementType
  /// The length of each dimension; empty for a single value.
  public private(set) var extent: [Int]
  /// The library's identifier of the dataset.
  public var identifier: Int64 { handle.id }

  /// The length of the first dimension.
  public var rows: Int { extent.first ?? 1 }
  /// The number of elements in one row: the product of the other dimensions.
  public var rowWidth: Int { extent.dropFirst().reduce(1, *) }
  /// The number of elements.
  public var count: Int { extent.reduce(1, *) }

  // MARK: Opening

  /// Opens a dataset by its name, and refuses what reaches outside the file or beyond the limits.
  init(
    opening name: String, in group: hid_t, path: String, _ chunks: ChunkStore? = nil
  ) throws(HDF5Error) {
    try self.init(path: path, chunks) { access throws(HDF5Error) in
      try Handle("the dataset cannot be opened", at: path, closedBy: H5Dclose) {
        H5Dopen2(group, name, access)
      }
    }
  }

  /// Opens a dataset by a call that takes the properties of access, and refuses what reaches outside
  /// the file or beyond the limits.
  init(
    path: String, _ chunks: ChunkStore? = nil, _ open: (hid_t) throws(HDF5Error) -> Handle
  ) throws(HDF5Error) {
    let storage = try Dataset.storage(path, open)
    // A chunk that does not fit the cache would be inflated anew for every part of it.
    let large = storage.chunkBytes.flatMap { $0 > Storage.standardCacheBytes ? $0 : nil }
    let dataset = try Dataset.open(path, cacheBytes: large, open)
    let space = try Handle("the extent cannot be read", at: path, closedBy: H5Sclose) {
      H5Dget_space(dataset.id)
    }
    let extent = try Dataspace.extent(of: space.id, at: path)
    guard Limits.bytes(of: extent, elementSize: max(1, storage.elementSize), atMost: .max) != nil
    else {
      throw HDF5Error(path, "declares more elements than any memory holds")
    }
    self.path = path
    self.extent = extent
    elementType = storage.elementType
    self.space = space
    self.chunks = chunks
    handle = dataset
  }

  /// Looks at the storage, and closes the dataset again: only a first opening sets the cache.
  private static func storage(_ path: String, _ open: (hid_t) throws(HDF5Error) -> Handle)
    throws(HDF5Error) -> Storage
  {
    let dataset = try Dataset.open(path, open)
    return try Storage(of: dataset.id, at: path)
  }

  private static func open(
    _ path: String, cacheBytes: Int? = nil, _ open: (hid_t) throws(HDF5Error) -> Handle
  ) throws(HDF5Error) -> Handle {
    let access = try Handle("cannot be opened", at: path, closedBy: H5Pclose) {
      H5Pcreate(h5p_dataset_access())
    }
    if let cacheBytes {
      try call("cannot be opened", at: path) {
        H5Pset_chunk_cache(access.id, 521, cacheBytes, 1)
      }
    }
    return try open(access.id)
  }

  /// Takes over a dataset that was just created.
  init(
    created handle: consuming Handle, path: String, extent: [Int], elementType: ElementType
  ) throws(HDF5Error) {
    let id = handle.id
    let space = try Handle("the extent cannot be read", at: path, closedBy: H5Sclose) {
      H5Dget_space(id)
    }
    self.handle = handle
    self.space = space
    chunks = nil
    self.path = path
    self.extent = extent
    self.elementType = elementType
  }

  // MARK: Reading

  /// Reads some rows into memory that is there already, converted to `T`.
  ///
  /// Nothing is allocated here. `values` has room for just these rows, ``rowWidth`` elements each.
  public func read<T: Scalar>(rows: Range<Int>, into values: inout MutableSpan<T>)
    throws(HDF5Error)
  {
    precondition(values.count == rows.count * rowWidth, "room for these rows and no more")
    guard rows.lowerBound >= 0, rows.upperBound <= self.rows else {
      throw HDF5Error(path, "has \(self.rows) rows, and rows up to \(rows.upperBound) are wanted")
    }
    guard values.count > 0 else { return }
    Whereabouts.note(path)
    try checkNumeric()
    try select(rows: rows)
    let memory = try Dataspace.line(of: values.count, at: path)
    try call("cannot be read", at: path) {
      values.withUnsafeMutableBufferPointer {
        H5Dread(identifier, T.nativeType, memory.id, space.id, h5p_default(), $0.baseAddress)
      }
    }
  }

  /// Reads some rows into an array, from its element `place` on; the array must be long enough.
  public func read<T: Scalar>(
    rows: Range<Int>, into values: inout [T], at place: Int = 0
  ) throws(HDF5Error) {
    var all = values.mutableSpan
    var part = all._mutatingExtracting(place..<place + rows.count * rowWidth)
    try read(rows: rows, into: &part)
  }

  /// Reads a block of any number of dimensions into memory that is there already.
  ///
  /// `offset` and `count` have one number for each dimension; the last one varies fastest.
  public func read<T: Scalar>(
    offset: [Int], count: [Int], into values: inout MutableSpan<T>
  ) throws(HDF5Error) {
    precondition(offset.count == extent.count && count.count == extent.count)
    precondition(values.count == count.reduce(1, *))
    for (dimension, length) in extent.enumerated() {
      guard offset[dimension] >= 0, count[dimension] <= length - offset[dimension] else {
        throw HDF5Error(path, "is smaller than what is wanted of it")
      }
    }
    guard values.count > 0 else { return }
    Whereabouts.note(path)
    try checkNumeric()
    if !extent.isEmpty {
      var start: [hsize_t] = offset.map { hsize_t($0) }
      var length: [hsize_t] = count.map { hsize_t($0) }
      try call("cannot be read", at: path) {
        H5Sselect_hyperslab(space.id, H5S_SELECT_SET, &start, nil, &length, nil)
      }
    }
    let memory = try Dataspace.line(of: values.count, at: path)
    try call("cannot be read", at: path) {
      values.withUnsafeMutableBufferPointer {
        H5Dread(identifier, T.nativeType, memory.id, space.id, h5p_default(), $0.baseAddress)
      }
    }
  }

  /// Reads a block of any number of dimensions into an array, which must be long enough.
  public func read<T: Scalar>(
    offset: [Int], count: [Int], into values: inout [T]
  ) throws(HDF5Error) {
    var all = values.mutableSpan
    var part = all._mutatingExtracting(0..<count.reduce(1, *))
    try read(offset: offset, count: count, into: &part)
  }

  /// Reads the whole of the dataset, if it is within a number of bytes.
  public func readAll<T: Scalar>(
    as type: T.Type = T.self, atMost limit: Int = Limits.bytes
  ) throws(HDF5Error) -> [T] {
    Whereabouts.note(path)
    try checkNumeric()
    guard
      Limits.bytes(of: extent, elementSize: MemoryLayout<T>.stride, atMost: limit) != nil
    else {
      throw HDF5Error(path, "holds more than the \(limit) bytes that may be read at once")
    }
    var values = [T](repeating: .zero, count: count)
    guard !values.isEmpty else { return values }
    try call("cannot be read", at: path) {
      values.withUnsafeMutableBufferPointer {
        H5Dread(
          identifier, T.nativeType, hid_t(H5S_ALL), hid_t(H5S_ALL), h5p_default(), $0.baseAddress)
      }
    }
    return values
  }

  private func checkNumeric() throws(HDF5Error) {
    guard elementType.isNumeric else { throw HDF5Error(path, "must hold numbers") }
  }

  // MARK: Writing

  /// Writes over some rows.
  public func write<T: Scalar>(_ values: Span<T>, toRows rows: Range<Int>) throws(HDF5Error) {
    precondition(values.count == rows.count * rowWidth, "just these rows")
    guard values.count > 0 else { return }
    try select(rows: rows)
    let memory = try Dataspace.line(of: values.count, at: path)
    try call("cannot be written", at: path) {
      values.withUnsafeBufferPointer {
        H5Dwrite(identifier, T.nativeType, memory.id, space.id, h5p_default(), $0.baseAddress)
      }
    }
  }

  /// Makes the dataset longer by some rows, and writes them.
  public mutating func append<T: Scalar>(_ values: Span<T>) throws(HDF5Error) {
    let width = rowWidth
    precondition(width > 0 && values.count % width == 0, "whole rows")
    guard values.count > 0 else { return }
    let old = rows
    extent[0] += values.count / width
    var lengths: [hsize_t] = extent.map { hsize_t($0) }
    try call("cannot be extended", at: path) { H5Dset_extent(identifier, &lengths) }
    let id = identifier
    space = try Handle("the extent cannot be read", at: path, closedBy: H5Sclose) {
      H5Dget_space(id)
    }
    try write(values, toRows: old..<rows)
  }

  /// Makes the dataset longer by the rows that an array holds, and writes them.
  public mutating func append<T: Scalar>(contentsOf values: [T]) throws(HDF5Error) {
    try append(values.span)
  }

  /// Makes the dataset longer by the rows that a piece of an array holds, and writes them.
  public mutating func append<T: Scalar>(contentsOf values: ArraySlice<T>) throws(HDF5Error) {
    try append(values.span)
  }

  /// Selects whole rows in the dataset's own space.
  func select(rows: Range<Int>) throws(HDF5Error) {
    if extent.isEmpty { return }
    var start = [32 of hsize_t](repeating: 0)
    var length = [32 of hsize_t](repeating: 0)
    start[0] = hsize_t(rows.lowerBound)
    length[0] = hsize_t(rows.count)
    for dimension in 1..<max(1, extent.count) { length[dimension] = hsize_t(extent[dimension]) }
    var starts = start.mutableSpan
    var lengths = length.mutableSpan
    try call("cannot be selected", at: path) {
      starts.withUnsafeMutableBufferPointer { starts in
        lengths.withUnsafeMutableBufferPointer { lengths in
          H5Sselect_hyperslab(
            space.id, H5S_SELECT_SET, starts.baseAddress, nil, lengths.baseAddress, nil)
        }
      }
    }
  }

  /// The identifier of the space in which rows are selected.
  var selection: hid_t { space.id }
}
