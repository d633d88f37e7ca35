internal import HDF5
internal import Signals

/// The names of Vigil's own layout, and the way from a file to one of its recordings.
///
/// A file holds one recording at its root, or several of them in the group `recordings`, or many
/// small ones as tables: groups with one dataset for each column.
enum VigilLayout {
  /// The newest version of the layout that is read; only files that need it are written in it.
  ///
  /// Version 2 has whole numbers with scale and offset beside those with gain and baseline.
  static let version: Int64 = 2

  /// The oldest version that has all of these ways to store samples.
  static func version(with storage: [SampleStorage]) -> Int64 {
    storage.contains { if case .scaledInt16 = $0 { true } else { false } } ? 2 : 1
  }

  /// How a file holds its recordings.
  enum Form: String {
    case recording
    case recordings
    case tables
  }

  /// Whether a file says that it has this layout.
  static func claims(_ file: FileBox) throws(HDF5Error) -> Bool {
    try file.file.root.attribute("vigil_format") != nil
  }

  /// The version of the layout that a file says it has.
  static func version(of file: FileBox) throws(HDF5Error) -> Int64 {
    guard let stated = try file.file.root.attribute("vigil_format") else {
      throw HDF5Error(
        "/", "the layout of this file is not known", remedy: "describe it in a mapping")
    }
    guard let number = stated.integer, number >= 1 else {
      throw HDF5Error("/@vigil_format", "must be a whole number from 1")
    }
    guard number <= version else {
      throw HDF5Error(
        "/@vigil_format", "is \(number), and this program reads formats up to \(version)",
        remedy: "use a newer Vigil")
    }
    return number
  }

  /// The form of a file, after a look at the version of its layout.
  static func form(of file: FileBox) throws(HDF5Error) -> Form {
    _ = try version(of: file)
    let word = try file.file.root.attribute("layout")?.text ?? ""
    guard let form = Form(rawValue: word) else {
      throw HDF5Error("/@layout", "must be 'recording', 'recordings' or 'tables'")
    }
    return form
  }

  /// The names of the recordings in a file; one without a name where it holds just one.
  static func ids(in file: FileBox) throws(HDF5Error) -> [String?] {
    switch try form(of: file) {
    case .recording: return [nil]
    case .recordings:
      return try file.file.root.group("recordings").links().map(\.name.percentDecoded)
    case .tables:
      return try file.file.root.dataset("recordings/id").readStrings()
    }
  }

  /// The recording of this name in a file.
  static func source(of id: String?, in file: FileBox) throws(HDF5Error) -> any RecordingSource {
    switch try form(of: file) {
    case .recording:
      guard id == nil else {
        throw HDF5Error("/", "holds one recording without a name", remedy: "leave out '#' and on")
      }
      return try RecordingGroup.source(file.file.root)
    case .recordings:
      guard let id else { throw nameMissing }
      let path = "recordings/\(id.percentEncoded)"
      guard try file.file.root.contains(path) else {
        throw HDF5Error("/recordings", "holds no recording of this name")
      }
      return try RecordingGroup.source(try file.file.root.group(path))
    case .tables:
      guard let id else { throw nameMissing }
      return try file.tables().source(of: id)
    }
  }

  private static let nameMissing = HDF5Error(
    "/recordings", "holds several recordings",
    remedy: "name one as FILE#NAME")
}
