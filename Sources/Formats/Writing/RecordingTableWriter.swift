internal import HDF5
public import Signals

/// Writes many small recordings as tables of one file, in Vigil's own layout.
public final class RecordingTableWriter {
  /// A value of a channel at a time.
  public struct Event: Hashable, Sendable {
    /// When.
    public var time: Time
    /// The place of the channel among those of the file.
    public var channel: Int
    /// What was measured.
    public var value: Float

    /// An event at this time, of this channel, with this value.
    public init(time: Time, channel: Int, value: Float) {
      self.time = time
      self.channel = channel
      self.value = value
    }
  }

  private let file: AtomicFile
  private var columns: EventSink?
  private let channels: [ChannelDescription]
  private var ids: [String] = []
  private var subjects: [String] = []
  private var starts: [String] = []
  private var durations: [Int64] = []
  private var firsts: [Int64] = []
  private var counts: [Int64] = []
  private var descriptors: [Descriptor] = []
  private var owners: [Int64] = []
  private var layers: [ReferenceSink] = []

  /// Begins a file of recordings that all have these channels, irregular and of one value each.
  public init(
    creating path: String, channels: [ChannelDescription],
    provenance: [(name: String, value: String)] = []
  ) throws(FormatError) {
    precondition(channels.allSatisfy { $0.rate == nil && $0.width == 1 })
    self.channels = channels
    let file = try AtomicFile(creating: path)
    self.file = file
    columns = try naming(path) { () throws(HDF5Error) in
      let root = try file.group("/")
      try root.claim(.tables, provenance)
      let list = try root.makeGroup("channels")
      try list.makeDataset("name", channels.map(\.name))
      try list.makeDataset("kind", channels.map(\.kind.rawValue))
      try list.makeDataset("lead", channels.map { $0.lead ?? "" })
      try list.makeDataset("unit", channels.map(\.unit.rawValue))
      return try EventSink(try root.makeGroup("events"))
    }
  }

  /// Adds a recording, whose events are in the order of their times, each channel's strictly.
  public func append(
    id: String, subject: String? = nil, clock: WallClock? = nil, duration: Time, events: [Event],
    descriptors: [Descriptor] = [], references: [ReferenceLayer] = []
  ) throws(FormatError) {
    var last = [Time](repeating: .distantPast, count: channels.count)
    var latest = Time.distantPast
    for event in events {
      guard event.time >= latest, event.time > last[event.channel] else {
        throw FormatError(
          path: file.path, place: "/events", message: "the times of a channel must increase",
          remedy: "decide what several values at one time mean")
      }
      latest = event.time
      last[event.channel] = event.time
    }
    ids.append(id)
    subjects.append(subject ?? "")
    let start = clock?.steps.first.map {
      CivilTime.text(.init(unixNanoseconds: $0.unixNanoseconds, offset: clock?.offset ?? 0))
    }
    starts.append(start ?? "")
    durations.append(max(duration, latest).nanoseconds)
    firsts.append(Int64(columns?.rows ?? 0))
    counts.append(Int64(events.count))
    for layer in references where !layers.contains(where: { $0.name == layer.name }) {
      layers.append(ReferenceSink(layer.name, after: ids.count - 1))
    }
    for place in layers.indices {
      let name = layers[place].name
      layers[place].append(references.first { $0.name == name }?.intervals ?? [])
    }
    owners += descriptors.map { _ in Int64(ids.count - 1) }
    self.descriptors += descriptors
    try naming(file.path) { () throws(HDF5Error) in try columns?.append(events) }
  }

  /// Completes the file, makes sure that it is on the disk, and gives it its name.
  public func finish() throws(FormatError) {
    try naming(file.path) { () throws(HDF5Error) in
      try columns?.finish()
      let root = try file.group("/")
      let table = try root.makeGroup("recordings")
      try table.makeDataset("id", ids)
      try table.makeDataset("subject", subjects)
      try table.makeDataset("start", starts)
      try table.makeDataset("duration", durations)
      try table.makeDataset("first", firsts)
      try table.makeDataset("rows", counts)
      let statements = try root.makeGroup("descriptors")
      try statements.write(descriptors)
      try statements.makeDataset("recording", owners)
      guard !layers.isEmpty else { return }
      let list = try root.makeGroup("references")
      for layer in layers { try layer.write(in: list) }
    }
    columns = nil
    try file.commit()
  }
}

/// Gathers the rows of the table of events.
final class EventSink {
  private(set) var rows = 0
  private var times: Dataset
  private var channels: Dataset
  private var values: Dataset
  private var pending: [RecordingTableWriter.Event] = []

  init(_ group: borrowing Group) throws(HDF5Error) {
    let chunking = Chunking(rows: EventSink.blockRows)
    times = try group.makeDataset("time", of: Int64.self, chunking: chunking)
    channels = try group.makeDataset("channel", of: Int32.self, chunking: chunking)
    values = try group.makeDataset("value", of: Float.self, chunking: chunking)
  }

  func append(_ events: [RecordingTableWriter.Event]) throws(HDF5Error) {
    pending += events
    rows += events.count
    while pending.count >= EventSink.blockRows { try write(EventSink.blockRows) }
  }

  func finish() throws(HDF5Error) { try write(pending.count) }

  private func write(_ count: Int) throws(HDF5Error) {
    let block = pending.prefix(count)
    try times.append(contentsOf: block.map(\.time.nanoseconds))
    try channels.append(contentsOf: block.map { Int32($0.channel) })
    try values.append(contentsOf: block.map(\.value))
    pending.removeFirst(count)
  }

  private static let blockRows = 1 << 14
}
