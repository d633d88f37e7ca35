internal import CHDF5

/// The extents of datasets and attributes, and of the memory they are read into.
enum Dataspace {
  /// The length of each dimension; empty for a single value, one zero for no value at all.
  static func extent(of space: hid_t, at path: String) throws(HDF5Error) -> [Int] {
    switch H5Sget_simple_extent_type(space) {
    case H5S_SCALAR: return []
    case H5S_NULL: return [0]
    case H5S_SIMPLE: break
    default: throw .current(path, "the extent cannot be read")
    }
    let rank = try call("the extent cannot be read", at: path) {
      H5Sget_simple_extent_ndims(space)
    }
    var lengths = [hsize_t](repeating: 0, count: Int(rank))
    try call("the extent cannot be read", at: path) {
      H5Sget_simple_extent_dims(space, &lengths, nil)
    }
    var extent: [Int] = []
    for length in lengths {
      guard let length = Int(exactly: length) else {
        throw HDF5Error(path, "declares more elements than any memory holds")
      }
      extent.append(length)
    }
    return extent
  }

  /// A space of one dimension.
  static func line(of count: Int, at path: String) throws(HDF5Error) -> Handle {
    var length = hsize_t(count)
    return try Handle("memory cannot be described", at: path, closedBy: H5Sclose) {
      H5Screate_simple(1, &length, nil)
    }
  }

  /// A space of an extent, whose first dimension may grow.
  static func make(_ extent: [Int], extendible: Bool, at path: String) throws(HDF5Error) -> Handle {
    if extent.isEmpty {
      return try Handle("cannot be created", at: path, closedBy: H5Sclose) {
        H5Screate(H5S_SCALAR)
      }
    }
    var lengths: [hsize_t] = extent.map { hsize_t($0) }
    var limits = lengths
    if extendible { limits[0] = h5s_unlimited() }
    return try Handle("cannot be created", at: path, closedBy: H5Sclose) {
      H5Screate_simple(Int32(lengths.count), &lengths, &limits)
    }
  }
}
