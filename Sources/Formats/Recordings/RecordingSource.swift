internal import HDF5
internal import Signals

/// What a reader reads: one recording of a file of one layout.
protocol RecordingSource: AnyObject {
  var header: Header { get }
  /// How to store each channel's samples so that nothing is lost; empty where all are float32.
  var storage: [SampleStorage] { get }
  /// Fills the cleared slots of a part with what lies before `until` and was not read yet.
  func read(until: Time, isLast: Bool, into part: inout Recording) throws(HDF5Error)
  /// Leaves out what lies before a time.
  func skip(to time: Time) throws(HDF5Error)
  /// The layers that no stage may see.
  func references() throws(HDF5Error) -> [ReferenceLayer]
  /// Where what is known of each channel stands in the file.
  func origins() throws(HDF5Error) -> [[Origin]]
  /// What is stated once about the recording.
  func descriptors() throws(HDF5Error) -> [Descriptor]
  /// What the times of each channel are like.
  func findings() throws(HDF5Error) -> [TimeFindings]
  /// The time before which each channel has all that was written so far.
  var available: [Time] { get }
  /// Fills the cleared slots of a part with what lies before a time of each channel, and before one
  /// of all layers, and was not read yet.
  func read(
    until: [Time], layers: Time, into part: inout Recording
  ) throws(HDF5Error)
  /// Where the reading has come to.
  var places: Places { get }
  /// Goes on where an earlier reading of a growing file had come to, and gives the number of samples
  /// and annotations that lie before that and have come since.
  func goOn(at places: Places) throws(HDF5Error) -> Int
  /// What the tables of labels that a mapping found are like.
  var labelFindings: [LabelFindings] { get }
}

extension RecordingSource {
  func skip(to time: Time) throws(HDF5Error) {
    var part = Recording(header.layout)
    try read(until: time, isLast: false, into: &part)
  }

  /// Nothing: a layout that states everything in one place needs no telling.
  func origins() throws(HDF5Error) -> [[Origin]] { header.layout.channels.map { _ in [] } }
  /// Nothing: such a layout has no tables of labels of its own.
  var labelFindings: [LabelFindings] { [] }
  /// Samples are stored as single precision.
  var storage: [SampleStorage] { [] }
}

/// A recording whose channels and layers each have datasets of their own.
final class ChannelwiseSource: RecordingSource {
  let header: Header
  private let channels: [any ChannelSource]
  private let layers: [any AnnotationSource]
  private let hidden: [any AnnotationSource]
  private let stated: [Descriptor]
  let labelFindings: [LabelFindings]
  private let found: [[Origin]]

  /// A recording of these sources, whose header's layout and duration follow from them.
  init(
    subject: String?, clock: WallClock?, isSimulated: Bool = false, duration: Time,
    channels: [any ChannelSource],
    layers: [any AnnotationSource], descriptors: [Descriptor], origins: [[Origin]]? = nil,
    labelFindings: [LabelFindings] = []
  ) throws(HDF5Error) {
    var duration = duration
    for channel in channels {
      guard channel.end <= ChannelwiseSource.longest else {
        throw HDF5Error(
          "", "channel '\(channel.description.name)' lasts longer than a hundred years",
          remedy: "check its length, its rate and its times")
      }
      duration = max(duration, channel.end)
    }
    for layer in layers { duration = max(duration, try layer.end()) }
    guard duration <= ChannelwiseSource.longest else {
      throw HDF5Error("", "lasts longer than a hundred years", remedy: "check its times")
    }
    var names: Set<String> = []
    for channel in channels where !names.insert(channel.description.name).inserted {
      throw HDF5Error("", "has two channels with the name '\(channel.description.name)'")
    }
    self.channels = channels
    self.layers = layers.filter { !$0.isReference }
    hidden = layers.filter(\.isReference)
    stated = descriptors
    self.labelFindings = labelFindings
    found = origins ?? channels.map { _ in [] }
    header = Header(
      subject: subject, clock: clock, isSimulated: isSimulated,
      layout: Layout(
        channels: channels.map(\.description), layers: self.layers.map(\.description)),
      duration: duration)
  }

  func read(until: Time, isLast: Bool, into part: inout Recording) throws(HDF5Error) {
    for index in channels.indices {
      try channels[index].read(until: until, isLast: isLast, into: &part.channels[index])
    }
    for index in layers.indices {
      try layers[index].read(
        until: isLast ? nil : until, into: &part.layers[index].annotations)
    }
  }

  var available: [Time] { channels.map(\.available) }

  func read(until: [Time], layers layersUntil: Time, into part: inout Recording) throws(HDF5Error) {
    for index in channels.indices {
      try channels[index].read(until: until[index], isLast: false, into: &part.channels[index])
    }
    for index in layers.indices {
      try layers[index].read(until: layersUntil, into: &part.layers[index].annotations)
    }
  }

  var places: Places {
    Places(channels: channels.map(\.place), layers: layers.map(\.place))
  }

  func goOn(at places: Places) throws(HDF5Error) -> Int {
    var late = 0
    for (channel, place) in zip(channels, places.channels) { late += try channel.goOn(at: place) }
    for (layer, place) in zip(layers, places.layers) { late += try layer.goOn(at: place) }
    return late
  }

  func skip(to time: Time) throws(HDF5Error) {
    for channel in channels { try channel.skip(to: time) }
    var past: [Annotation] = []
    for layer in layers { try layer.read(until: time, into: &past) }
  }

  func references() throws(HDF5Error) -> [ReferenceLayer] {
    var references: [ReferenceLayer] = []
    for layer in hidden {
      references.append(
        ReferenceLayer(name: layer.description.name, intervals: try layer.intervals()))
    }
    return references
  }

  func origins() throws(HDF5Error) -> [[Origin]] { found }

  func descriptors() throws(HDF5Error) -> [Descriptor] { stated }

  func findings() throws(HDF5Error) -> [TimeFindings] {
    var findings: [TimeFindings] = []
    for channel in channels { findings.append(try channel.findings()) }
    return findings
  }

  var storage: [SampleStorage] { channels.map(\.storage) }

  /// The longest recording that is read.
  static let longest = Time(seconds: 100 * 365.25 * 86_400)
}
