public import Signals

/// Where recordings are written, part by part.
///
/// Nothing appears under the name of the output before ``finish()``.
public protocol RecordingOutput: AnyObject {
  /// Begins a recording, with an id where several are written; the one before is complete.
  ///
  /// `storage` has an entry for each channel; outputs of text have no use for it.
  func begin(
    _ header: Header, id: String?, storage: [SampleStorage], descriptors: [Descriptor]
  ) throws(FormatError)
  /// Adds a part, whose first channels and layers must be those of the header's layout.
  func append(_ part: Recording) throws(FormatError)
  /// Adds a layer that no stage may see.
  func add(_ reference: ReferenceLayer) throws(FormatError)
  /// Completes the output.
  func finish() throws(FormatError)
}

extension RecordingWriter: RecordingOutput {}
extension WFDBWriter: RecordingOutput {}

/// What a recording is copied from: a file of any layout, or a table.
public protocol RecordingInput: AnyObject {
  /// What is known of the recording before its samples.
  var header: Header { get }
  /// How the source stores the samples of each channel, as far as whole numbers of 16 bits go.
  func storage() throws(FormatError) -> [SampleStorage]
  /// Reads what lies from the end of the part before up to `until` into a part.
  func read(until: Time, into part: inout Recording) throws(FormatError)
  /// The layers that no stage may see.
  func references() throws(FormatError) -> [ReferenceLayer]
  /// What is stated once about the recording.
  func descriptors() throws(FormatError) -> [Descriptor]
}

extension IsolatedReader: RecordingInput {}
extension RecordingReader: RecordingInput {}

/// Copies whole recordings, a part at a time: memory follows the part.
public enum RecordingCopy {
  /// Copies a recording to an output.
  ///
  /// Samples that the source stores as whole numbers of 16 bits are stored as the same numbers where
  /// every one of them gives back the very value that was read; to find out, the recording is read
  /// twice.
  ///
  /// - Parameters:
  ///   - output: Where the recording is written.
  ///   - id: The name in the output, where that holds several recordings.
  ///   - keepsSubject: Whether the pseudonym of the subject is written.
  ///   - open: Opens the recording at its start.
  /// - Throws: What cannot be read or written.
  public static func copy(
    to output: any RecordingOutput, id: String?, keepingSubject keepsSubject: Bool,
    open: () throws -> any RecordingInput
  ) throws {
    var input = try open()
    var storage = input.header.layout.channels.map { _ in SampleStorage.float32 }
    if output is RecordingWriter || output is WFDBWriter {
      storage = try input.storage()
      if storage.contains(where: { $0 != .float32 }) {
        storage = try exact(storage, input)
        input = try open()
      }
    }
    var header = input.header
    if !keepsSubject { header.subject = nil }
    try output.begin(header, id: id, storage: storage, descriptors: try input.descriptors())
    try forEachPart(of: input) { part in try output.append(part) }
    for layer in try input.references() { try output.add(layer) }
  }

  /// Reads a recording to its end, to know whether that can be done.
  public static func check(_ input: any RecordingInput) throws {
    try forEachPart(of: input) { _ in }
    _ = try input.references()
    _ = try input.descriptors()
  }

  /// The ways to store channels that keep every sample, the wished ones where they do.
  private static func exact(_ wished: [SampleStorage], _ input: any RecordingInput) throws
    -> [SampleStorage]
  {
    var channels = wished.map { ExactStorage($0) }
    try forEachPart(of: input) { part in
      for index in channels.indices { channels[index].look(at: part.channels[index].samples) }
    }
    return channels.map(\.storage)
  }

  /// Reads a recording to its end.
  private static func forEachPart(
    of input: any RecordingInput, _ body: (borrowing Recording) throws -> Void
  ) throws {
    let header = input.header
    var part = Recording(header.layout)
    let step = partLength(of: header.layout)
    var until = Time.zero
    while until < header.duration {
      until = min(until + step, header.duration)
      try input.read(until: until, into: &part)
      try body(part)
    }
  }

  /// A length at which a part of regular channels has about 2¹⁸ values; a day where there are none.
  private static func partLength(of layout: Layout) -> Time {
    let perSecond = layout.channels.reduce(0.0) { $0 + ($1.rate?.hertz ?? 0) * Double($1.width) }
    guard perSecond > 0 else { return Time(seconds: 86_400) }
    return Time(seconds: min(max(262_144 / perSecond, 1), 3600))
  }
}
