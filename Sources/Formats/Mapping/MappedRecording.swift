internal import HDF5
internal import Signals

/// The way from a file of another layout, by a mapping, to its recording.
struct MappedRecording {
  private let mapping: Mapping
  private let objects: FileObjects

  init(_ mapping: Mapping, _ file: FileBox) {
    self.mapping = mapping
    objects = FileObjects(file)
  }

  /// Whether the file has what tells the mapping's layout.
  func fits() throws(HDF5Error) -> Bool {
    guard !mapping.conditions.isEmpty else { return false }
    for condition in mapping.conditions where try !holds(condition) { return false }
    return true
  }

  private func holds(_ condition: Mapping.Condition) throws(HDF5Error) -> Bool {
    for match in try objects.matches(condition.path) {
      guard let attribute = condition.attribute else { return true }
      let scope = MappedScope(objects, path: match.path, name: match.name)
      let place = try scope.place("@\(attribute)")
      if condition.patterns.isEmpty, place.pointer == nil {
        if try objects.contents(place) != nil { return true }
        continue
      }
      guard let value = try objects.elements(place), value.count == 1 else { continue }
      if condition.patterns.isEmpty { return true }
      let text = value.spelling(at: 0)
      if condition.patterns.contains(where: { Glob.matches(text, $0) }) { return true }
    }
    return false
  }

  /// The names of the recordings, or nothing where the file holds one without a name.
  func names() throws(HDF5Error) -> [String]? { try mapping.recordings?.names(objects) }

  /// The recording of this name.
  func source(of id: String? = nil) throws(HDF5Error) -> any RecordingSource {
    if id != nil, mapping.recordings == nil {
      throw HDF5Error("/", "holds one recording without a name", remedy: "leave out '#' and on")
    }
    let recording = try mapping.recordings?.place(of: id, objects)
    let signals = try MappedSignals(mapping: mapping, objects: objects, recording: recording).all()
    guard !signals.isEmpty || mapping.signals.isEmpty else {
      throw HDF5Error(
        "/", "holds no signal that the mapping '\(mapping.name)' knows",
        remedy: "describe the signals in a mapping of your own")
    }
    let clock = try MappedClock(mapping.start, objects, signals.map(\.times))
    var channels: [any ChannelSource] = []
    for signal in signals {
      channels.append(try signal.source(origin: clock.origin))
    }
    let (layers, labelFindings) = try MappedLayers(
      objects, signals.map { ($0.name, $0.path) }, origin: clock.isPlaced ? clock.origin : nil,
      end: channels.map(\.end).max()
    ).sources(mapping.labels)
    return try ChannelwiseSource(
      subject: nil, clock: clock.clock, duration: .zero, channels: channels, layers: layers,
      descriptors: [], origins: signals.map(\.origins), labelFindings: labelFindings)
  }
}
