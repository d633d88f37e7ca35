internal import CHDF5

extension Dataset {
  /// Looks again how long the dataset is, in a file that grows.
  ///
  /// Rows that were there keep their numbers: who writes so that others read meanwhile appends only.
  public mutating func refresh() throws(HDF5Error) {
    let id = identifier
    try call("cannot be looked at again", at: path) { H5Drefresh(id) }
    try measure()
  }
}
