import Configuration
import Formats

/// How `vigil convert` writes the recordings of a file anew.
struct FileConversion {
  let opening: Opening
  let target: ConversionTarget
  let isWide: Bool
  let keepsSubject: Bool

  /// Writes the recording at an address, or all recordings of a file that holds several.
  ///
  /// One of several that cannot be read is reported and left out; where none can be, nothing is
  /// written. Throws what keeps the output from being written.
  func convert(_ input: String, to output: String) throws -> ExitStatus {
    let names = opening.recordings(of: input)
    let areNamed = names != [input]
    let writer = try target.begin(output, wide: isWide, ids: areNamed)
    var failures = 0
    for name in names {
      do {
        // One that was begun and cannot be completed would leave half of itself.
        if areNamed { try RecordingCopy.check(try opening.reader(of: name)) }
        try RecordingCopy.copy(
          to: writer, id: areNamed ? RecordingAddress(name).id : nil,
          keepingSubject: keepsSubject || target == .hdf5
        ) { try opening.reader(of: name) }
      } catch let error as FormatError where RecordingAddress(error.path).file != output {
        guard error.path != "standard output" else { throw error }
        Message.error(error.description)
        failures += 1
      }
    }
    guard failures < names.count else { return .incomplete }
    try target.finish(writer)
    return failures == 0 ? .done : .incomplete
  }
}
