internal import HDF5
public import Signals

/// Reads a recording a part at a time, in this process.
///
/// Damaged and hostile files can end the process that reads them: programs read files of others
/// through ``IsolatedReader``, which has the same methods and survives.
public final class RecordingReader {
  /// Where the recording is.
  public let address: RecordingAddress
  /// What is known of the recording before its samples.
  public let header: Header
  /// The layout of the file: Vigil's own, or the name of the mapping that read it.
  public let layoutName: String
  private let mapping: Mapping?
  /// What is open, without a file where that is none of HDF5; nothing after a growing file could not
  /// be opened again.
  private var opened: (file: FileBox?, source: any RecordingSource)?
  private var position = Time.distantPast

  /// Opens the recording at an address such as `file.h5` or `file.h5#id`.
  public convenience init(_ address: String, mapping: Mapping? = nil) throws(FormatError) {
    try self.init(RecordingAddress(address), mapping: mapping)
  }

  /// Opens the recording at an address.
  ///
  /// A mapping says how to read a file of another layout; without it the presets are tried.
  public convenience init(_ address: RecordingAddress, mapping: Mapping? = nil) throws(FormatError)
  {
    if EDFHeader.claims(address.file) {
      try self.init(edf: address)
      return
    }
    let file = try naming(address.description) { () throws(HDF5Error) in
      try FileBox(reading: address.file)
    }
    try self.init(address, in: file, mapping: mapping)
  }

  /// Opens the recording in an EDF or BDF file.
  init(edf address: RecordingAddress) throws(FormatError) {
    guard address.id == nil else {
      throw FormatError(
        path: address.description, message: "an EDF file holds one recording without a name",
        remedy: "leave out '#' and on")
    }
    let source = try naming(address.file) { () throws(HDF5Error) in try EDFSource(address.file) }
    self.address = address
    mapping = nil
    layoutName = "EDF"
    header = source.header
    opened = (nil, source)
  }

  /// Opens the recording at an address in a file that is open already.
  init(_ address: RecordingAddress, in file: FileBox, mapping: Mapping?) throws(FormatError) {
    let (layoutName, source) = try naming(address.description) { () throws(HDF5Error) in
      try KnownLayouts.source(of: address.id, in: file, mapping: mapping)
    }
    self.address = address
    self.mapping = mapping
    self.layoutName = layoutName
    header = source.header
    opened = (file, source)
  }

  /// Reads what lies from the end of the part before up to `until` into a part.
  ///
  /// The first channels and layers of `part` must be those of the header's layout; they are cleared
  /// first, and what follows them is left alone. A regular channel has a value for every position,
  /// not-a-number in gaps. All are complete through `until`, or through the duration where that is
  /// less; the part that reaches the duration holds all that is left.
  public func read(until: Time, into part: inout Recording) throws(FormatError) {
    let isLast = until >= header.duration
    part.clear(slotsOf: header.layout)
    position = max(position, min(until, header.duration))
    try naming(address.description) { () throws(HDF5Error) in
      try current().source.read(until: position, isLast: isLast, into: &part)
    }
    part.setThrough(position, slotsOf: header.layout)
  }

  /// Leaves out what lies between the end of the part before and a time, without reading samples.
  ///
  /// An interval that begins there and has not ended yet is left out too.
  public func skip(to time: Time) throws(FormatError) {
    position = max(position, min(time, header.duration))
    try naming(address.description) { () throws(HDF5Error) in
      try current().source.skip(to: position)
    }
  }

  /// Whether the writer of the file had not closed it when it was opened.
  public var isUnclosed: Bool {
    guard let opened else { return true }
    return opened.file.map { $0.file.state != .closed } ?? false
  }

  /// Looks how far the recording has come in a file that is being written.
  ///
  /// What follows is read by ``read(until:layers:into:)``.
  public func grow() throws(FormatError) -> Growth {
    try naming(address.description) { () throws(HDF5Error) in
      var late = 0
      if let stamp = try current().file?.stamp,
        FileStamp(of: address.file)?.isNothingNew(since: stamp) != true
      {
        let places = try current().source.places
        // While anything of a file is open, the library does not look at it anew.
        opened = nil
        late = try reopen(at: places)
      }
      return Growth(isClosed: !isUnclosed, ends: try current().source.available, late: late)
    }
  }

  /// Opens the file again and goes on at these places; gives what lies before them and is new.
  private func reopen(at places: Places) throws(HDF5Error) -> Int {
    let file = try FileBox(reading: address.file)
    let (_, source) = try KnownLayouts.source(of: address.id, in: file, mapping: mapping)
    guard source.header.layout == header.layout else {
      throw HDF5Error("", "its channels changed while it was followed", remedy: "follow it anew")
    }
    opened = (file, source)
    return try source.goOn(at: places)
  }

  private func current() throws(HDF5Error) -> (file: FileBox?, source: any RecordingSource) {
    guard let opened else { throw HDF5Error("", "it could not be opened again") }
    return opened
  }

  /// Reads what lies from the end of the part before up to a time of each channel, and up to one of
  /// all layers, into a part; each is complete through that time then.
  ///
  /// The times must not lie before those of the part before.
  public func read(until: [Time], layers: Time, into part: inout Recording) throws(FormatError) {
    part.clear(slotsOf: header.layout)
    try naming(address.description) { () throws(HDF5Error) in
      try current().source.read(until: until, layers: layers, into: &part)
    }
    part.setThrough(until, layers: layers, slotsOf: header.layout)
  }

  /// The layers that no stage may see: targets of training, and what results are held against.
  public func references() throws(FormatError) -> [ReferenceLayer] {
    try naming(address.description) { () throws(HDF5Error) in try current().source.references() }
  }

  /// Where what is known of each channel of the header stands in the file or the mapping: samples,
  /// unit, rate, gain and so on, in the order in which they were looked up.
  ///
  /// A file of Vigil's own layout has them all in one place, so that none are listed.
  public func origins() throws(FormatError) -> [[Origin]] {
    try naming(address.description) { () throws(HDF5Error) in try current().source.origins() }
  }

  /// What is stated once about the recording, outcomes included.
  public func descriptors() throws(FormatError) -> [Descriptor] {
    try naming(address.description) { () throws(HDF5Error) in try current().source.descriptors() }
  }

  /// What the times of each channel are like, in the order of the header's channels.
  ///
  /// All times are read, in memory that does not grow with them.
  public func findings() throws(FormatError) -> [TimeFindings] {
    try naming(address.description) { () throws(HDF5Error) in try current().source.findings() }
  }

  /// What the tables of labels that a mapping found are like, in the order of the mapping's rules.
  public func labelFindings() throws(FormatError) -> [LabelFindings] {
    try naming(address.description) { () throws(HDF5Error) in try current().source.labelFindings }
  }

  /// How the source stores the samples of each channel, as far as whole numbers of 16 bits go.
  public func storage() throws(FormatError) -> [SampleStorage] {
    let storage = try naming(address.description) { () throws(HDF5Error) in
      try current().source.storage
    }
    return storage.isEmpty ? header.layout.channels.map { _ in .float32 } : storage
  }

  /// The addresses of all recordings in a file, in the order of the file.
  ///
  /// A mapping says how to read a file of another layout; without it the presets are tried.
  public static func recordings(in path: String, mapping: Mapping? = nil) throws(FormatError)
    -> [RecordingAddress]
  {
    guard !EDFHeader.claims(path) else { return [RecordingAddress(file: path)] }
    let file = try naming(path) { () throws(HDF5Error) in try FileBox(reading: path) }
    return try recordings(in: file, mapping: mapping)
  }

  static func recordings(in file: FileBox, mapping: Mapping?) throws(FormatError)
    -> [RecordingAddress]
  {
    try naming(file.path) { () throws(HDF5Error) in
      try KnownLayouts.names(in: file, mapping: mapping).map {
        RecordingAddress(file: file.path, id: $0)
      }
    }
  }
}

/// A file that several sources keep open, and what they all need of it.
final class FileBox {
  let path: String
  let file: File
  /// What told the state of the file just before it was opened.
  let stamp: FileStamp?
  private var known: RecordingTables?

  init(reading path: String) throws(HDF5Error) {
    self.path = path
    stamp = FileStamp(of: path)
    file = try File(reading: path)
  }

  /// The tables of a file that holds many small recordings, read once.
  func tables() throws(HDF5Error) -> RecordingTables {
    if let known { return known }
    let tables = try RecordingTables(file.root)
    known = tables
    return tables
  }
}

extension Recording {
  /// Clears the slots that a source fills.
  mutating func clear(slotsOf layout: Layout) {
    precondition(channels.count >= layout.channels.count && layers.count >= layout.layers.count)
    for index in layout.channels.indices { channels[index].clear() }
    for index in layout.layers.indices { layers[index].clear() }
  }

  /// Says how far the slots that a source fills are complete.
  mutating func setThrough(_ times: [Time], layers: Time, slotsOf layout: Layout) {
    for index in layout.channels.indices { channels[index].through = times[index] }
    for index in layout.layers.indices { self.layers[index].through = layers }
  }

  /// Says that the slots that a source fills are complete through a time.
  mutating func setThrough(_ time: Time, slotsOf layout: Layout) {
    for index in layout.channels.indices { channels[index].through = time }
    for index in layout.layers.indices { layers[index].through = time }
  }
}
