internal import HDF5
public import Signals

/// Writes recordings to a file in Vigil's own layout.
///
/// The file appears under its name only with ``finish()``; without it nothing is left behind. Its
/// bytes depend on what was written alone: not on the time of day, and not on how the recording was
/// cut into parts.
public final class RecordingWriter {
  private let file: AtomicFile
  private let provenance: [(name: String, value: String)]
  private var form: VigilLayout.Form?
  private var version: Int64 = 1
  private var current: RecordingSink?

  /// Begins a file at `path`, with what made it as pairs of names and values.
  public init(creating path: String, provenance: [(name: String, value: String)] = [])
    throws(FormatError)
  {
    file = try AtomicFile(creating: path)
    self.provenance = provenance
  }

  /// Begins a recording; the one before is complete.
  ///
  /// A file holds one recording without an `id`, or any number of them, each with its own.
  /// `storage` has an entry for each channel; where it is empty, all are float32.
  public func begin(
    _ header: Header, id: String? = nil, storage: [SampleStorage] = [],
    descriptors: [Descriptor] = []
  ) throws(FormatError) {
    let storage =
      storage.isEmpty
      ? header.layout.channels.map { _ in SampleStorage.float32 } : storage
    precondition(storage.count == header.layout.channels.count, "a storage for each channel")
    precondition(form == nil || (form == .recordings && id != nil), "one recording, or ids")
    try naming(file.path) { () throws(HDF5Error) in
      try current?.finish()
      let root = try file.group("/")
      if form == nil { try root.claim(id == nil ? .recording : .recordings, provenance) }
      let needed = VigilLayout.version(with: storage)
      if needed > version {
        try root.removeAttribute("vigil_format")
        try root.setAttribute("vigil_format", .integer(needed))
        version = needed
      }
      if let id {
        let list = form == nil ? try root.makeGroup("recordings") : try root.group("recordings")
        current = try RecordingSink(
          header, storage, descriptors, in: try list.makeGroup(id.percentEncoded))
      } else {
        current = try RecordingSink(header, storage, descriptors, in: root)
      }
      form = id == nil ? .recording : .recordings
    }
  }

  /// Adds a part, whose first channels and layers must be those of the header's layout.
  public func append(_ part: Recording) throws(FormatError) {
    try writing { recording throws(HDF5Error) in try recording.append(part) }
  }

  /// Adds a layer that no stage may see.
  public func add(_ reference: ReferenceLayer) throws(FormatError) {
    try writing { recording throws(HDF5Error) in try recording.add(reference) }
  }

  /// Adds alerts, one line of JSON each.
  public func append(alerts lines: [String]) throws(FormatError) {
    try writing { recording throws(HDF5Error) in recording.alerts += lines }
  }

  /// Completes the file, makes sure that it is on the disk, and gives it its name.
  public func finish() throws(FormatError) {
    try naming(file.path) { () throws(HDF5Error) in
      try current?.finish()
      if form == nil {
        let root = try file.group("/")
        try root.claim(.recordings, provenance)
        _ = try root.makeGroup("recordings")
      }
    }
    current = nil
    try file.commit()
  }

  private func writing(_ body: (RecordingSink) throws(HDF5Error) -> Void) throws(FormatError) {
    try naming(file.path) { () throws(HDF5Error) in
      guard let current else { throw HDF5Error("", "no recording was begun") }
      try body(current)
    }
  }
}

extension Group {
  /// Says at the root of a file which layout it has, and what made it.
  func claim(_ form: VigilLayout.Form, _ provenance: [(name: String, value: String)])
    throws(HDF5Error)
  {
    try setAttribute("vigil_format", .integer(1))
    try setAttribute("layout", .text(form.rawValue))
    for (name, value) in provenance { try setAttribute("provenance \(name)", .text(value)) }
  }

  /// Writes the table of what is stated once, in this group.
  func write(_ descriptors: [Descriptor]) throws(HDF5Error) {
    try makeDataset("name", descriptors.map(\.name))
    let numbers = descriptors.map {
      if case .number(let number) = $0.value { number } else { Double.nan }
    }
    try makeDataset("number", numbers)
    try makeDataset(
      "text", descriptors.map { if case .text(let text) = $0.value { text } else { "" } })
    try makeDataset("reference", descriptors.map { UInt8($0.isReference ? 1 : 0) })
  }
}
