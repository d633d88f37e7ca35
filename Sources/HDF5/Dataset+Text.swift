internal import CHDF5

extension Dataset {
  /// Reads all strings of the dataset.
  public func readStrings() throws(HDF5Error) -> [String] {
    Whereabouts.note(path)
    guard elementType == .text else { throw HDF5Error(path, "must hold text") }
    let type = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Dget_type(identifier)
    }
    return try Text.read(count, of: type.id, at: path) {
      H5Dread(identifier, type.id, hid_t(H5S_ALL), hid_t(H5S_ALL), h5p_default(), $0)
    }
  }
}
