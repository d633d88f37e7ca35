internal import HDF5

/// A new HDF5 file that appears under its name only when it is whole.
final class AtomicFile {
  private let place: PendingFile
  private var file: File?

  /// Creates the file under its temporary name.
  init(creating path: String) throws(FormatError) {
    place = try PendingFile(path)
    do { file = try File(creating: place.temporary) } catch { throw FormatError(error, in: path) }
  }

  /// The path under which the file will appear.
  var path: String { place.path }

  /// A group of the file by its path.
  func group(_ path: String) throws(HDF5Error) -> Group {
    guard let group = try file?.root.group(path) else {
      throw HDF5Error(path, "the file is finished")
    }
    return group
  }

  /// Closes the file, makes sure that it is on the disk, and gives it its name.
  func commit() throws(FormatError) {
    try naming(path) { () throws(HDF5Error) in try file?.flush() }
    file = nil
    try place.commit()
  }
}
