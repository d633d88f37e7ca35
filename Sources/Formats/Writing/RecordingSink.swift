internal import HDF5
internal import Signals

/// Writes one recording into a group.
final class RecordingSink {
  /// The alerts, one line of JSON each.
  var alerts: [String] = []
  private let group: Group
  private let annotations: Group
  private let stated: Time
  private var channels: [any Sink] = []
  private var layers: [LayerSink] = []
  private var references: [LayerSink] = []
  private var horizon = Time.distantPast

  init(
    _ header: Header, _ storage: [SampleStorage], _ descriptors: [Descriptor],
    in group: consuming Group
  ) throws(HDF5Error) {
    stated = header.duration
    if let subject = header.subject { try group.setAttribute("subject", .text(subject)) }
    if header.isSimulated { try group.setAttribute("simulated", .integer(1)) }
    if let clock = header.clock { try RecordingSink.write(clock, in: group) }
    if !descriptors.isEmpty { try group.makeGroup("descriptors").write(descriptors) }
    let list = try group.makeGroup("channels")
    for (index, description) in header.layout.channels.enumerated() {
      channels.append(
        try RecordingSink.channel(description, storage[index], order: index, in: list))
    }
    annotations = try group.makeGroup("annotations")
    for (index, description) in header.layout.layers.enumerated() {
      layers.append(
        try LayerSink(description.name, isReference: false, order: index, in: annotations))
    }
    self.group = group
  }

  private static func channel(
    _ description: ChannelDescription, _ storage: SampleStorage, order: Int,
    in list: borrowing Group
  ) throws(HDF5Error) -> any Sink {
    let group = try list.makeGroup(description.name.percentEncoded)
    try group.setAttribute("name", .text(description.name))
    try group.setAttribute("order", .integer(Int64(order)))
    try group.setAttribute("kind", .text(description.kind.rawValue))
    if let lead = description.lead { try group.setAttribute("lead", .text(lead)) }
    try group.setAttribute("unit", .text(description.unit.rawValue))
    if !description.axis.isEmpty { try group.setAttribute("axis", .texts(description.axis)) }
    guard let rate = description.rate else {
      return try IrregularSink(description, storage: storage, in: group)
    }
    try group.setAttribute("rate", .number(rate.hertz))
    return try RegularSink(description, rate: rate, storage: storage, in: group)
  }

  private static func write(_ clock: WallClock, in group: borrowing Group) throws(HDF5Error) {
    guard let start = clock.steps.first else { return }
    let moment = CivilTime.Moment(
      unixNanoseconds: start.unixNanoseconds, offset: clock.offset)
    try group.setAttribute("start", .text(CivilTime.text(moment)))
    guard clock.steps.count > 1 || start.position != .zero else { return }
    let table = try group.makeGroup("clock")
    try table.makeDataset("position", clock.steps.map(\.position.nanoseconds))
    try table.makeDataset("unix", clock.steps.map(\.unixNanoseconds))
  }

  /// Adds a part.
  func append(_ part: Recording) throws(HDF5Error) {
    precondition(part.channels.count >= channels.count && part.layers.count >= layers.count)
    var horizon = Time.distantFuture
    for (index, sink) in channels.enumerated() {
      let channel = part.channels[index]
      horizon = min(horizon, channel.through)
      if let sink = sink as? RegularSink { try sink.append(channel) }
      if let sink = sink as? IrregularSink { try sink.append(channel) }
    }
    for (index, sink) in layers.enumerated() {
      horizon = min(horizon, part.layers[index].through)
      try sink.append(part.layers[index].annotations)
    }
    try (channels + layers).writeBlocks(before: horizon)
  }

  /// Adds a layer that no stage may see.
  func add(_ reference: ReferenceLayer) throws(HDF5Error) {
    let order = layers.count + references.count
    let sink = try LayerSink(reference.name, isReference: true, order: order, in: annotations)
    try sink.append(reference.intervals.split())
    references.append(sink)
  }

  /// Writes what is left.
  func finish() throws(HDF5Error) {
    try (channels + layers).writeBlocks(before: .distantFuture)
    var duration = stated
    for sink in channels + layers + references {
      try sink.finish()
      duration = max(duration, sink.end)
    }
    try group.setAttribute("duration", .integer(duration.nanoseconds))
    if !alerts.isEmpty { try group.makeDataset("alerts", alerts) }
  }
}
