internal import CEDF
internal import HDF5
internal import Synchronization

/// A file that EDFlib has open.
///
/// The library opens and closes one file at a time, and knows files by their paths: one that it has
/// open already is opened under another spelling of its path.
final class EDFFile {
  /// An annotation, its times in units of 100 ns.
  struct Note {
    var onset: Int64
    var duration: Int64?
    var text: String
  }

  private let path: String
  private let signals: Int
  private var handle: Int32 = -1

  /// Opens a file whose header is sound and has so many signals.
  init(_ path: String, signals: Int) throws(HDF5Error) {
    self.path = path
    self.signals = signals
    _ = try open(EDFLIB_DO_NOT_READ_ANNOTATIONS)
  }

  deinit { EDFFile.turn.withLock { _ in _ = edfclose_file(handle) } }

  /// Opens the file, and gives the number of annotations that were read.
  private func open(_ annotations: Int32) throws(HDF5Error) -> Int {
    var count: Int32 = 0
    var notes: Int64 = 0
    let old = handle
    handle = EDFFile.turn.withLock { _ in
      if old >= 0 { edfclose_file(old) }
      let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
      var detour = ""
      while true {
        let opened = vigil_edf_open(
          path[..<name] + detour + path[name...], annotations, &count, &notes)
        guard opened == EDFLIB_FILE_ALREADY_OPENED, detour.count < 128 else { return opened }
        detour += "./"
      }
    }
    guard handle >= 0 else { throw EDFFile.refusal(handle) }
    guard count == Int32(signals) else {
      throw HDF5Error("", "the EDF library finds \(count) signals where the header has \(signals)")
    }
    return Int(notes)
  }

  /// Reads the digital values of a signal from a position on, as many as `numbers` has room for.
  func read(signal: Int, from position: Int, into numbers: inout [Int32], count: Int)
    throws(HDF5Error)
  {
    precondition(count <= numbers.count)
    guard edfseek(handle, Int32(signal), Int64(position), EDFSEEK_SET) == Int64(position),
      edfread_digital_samples(handle, Int32(signal), Int32(count), &numbers) == Int32(count)
    else {
      throw HDF5Error(
        "signal \(signal + 1)", "its samples cannot be read", remedy: "copy the file again")
    }
  }

  /// Reads all annotations, through the whole file.
  func notes() throws(HDF5Error) -> [Note] {
    let count = try open(EDFLIB_READ_ALL_ANNOTATIONS)
    var notes: [Note] = []
    var text = [CChar](repeating: 0, count: Int(EDFLIB_MAX_ANNOTATION_LEN) + 1)
    for number in 0..<count {
      var onset: Int64 = 0
      var duration: Int64 = 0
      guard vigil_edf_annotation(handle, Int32(number), &onset, &duration, &text) == 0 else {
        throw HDF5Error("annotation \(number + 1)", "cannot be read")
      }
      let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      notes.append(
        Note(
          onset: onset, duration: duration < 0 ? nil : duration,
          text: String(decoding: bytes, as: UTF8.self).printable))
    }
    return notes
  }

  private static let turn = Mutex(())

  private static func refusal(_ code: Int32) -> HDF5Error {
    switch code {
    case EDFLIB_MALLOC_ERROR: HDF5Error("", "needs more memory than there is")
    case EDFLIB_NO_SUCH_FILE_OR_DIRECTORY: HDF5Error("", "cannot be opened")
    case EDFLIB_FILE_IS_DISCONTINUOUS:
      HDF5Error("", "is discontinuous, which the EDF library does not read")
    case EDFLIB_FILE_CONTAINS_FORMAT_ERRORS:
      HDF5Error(
        "", "breaks the rules of EDF, so that the EDF library refuses it",
        remedy: "EDFbrowser's header editor says where, and mends it")
    default: HDF5Error("", "the EDF library cannot read it (error \(code))")
    }
  }
}
