internal import HDF5

/// Files that hold recordings by themselves: HDF5, EDF and BDF.
public enum RecordingFile {
  /// Whether the first bytes of a file are those of HDF5, behind a user block too, of EDF or of BDF.
  public static func claims(_ path: String) -> Bool {
    EDFHeader.claims(path) || File.isHDF5(path)
  }
}
