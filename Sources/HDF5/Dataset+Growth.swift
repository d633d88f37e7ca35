internal import CHDF5

extension Dataset {
  /// Whether the file was opened as one that grows, so that datasets may differ in how far they are.
  public var isGrowing: Bool {
    let file = H5Iget_file_id(identifier)
    guard file >= 0 else { return false }
    defer { H5Fclose(file) }
    var intent: UInt32 = 0
    return H5Fget_intent(file, &intent) >= 0 && intent & h5f_acc_swmr_read() != 0
  }
}
