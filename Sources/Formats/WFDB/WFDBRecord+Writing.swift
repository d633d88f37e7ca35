internal import Signals

extension WFDBRecord {
  /// Writes the record as a recording, under a name where the file holds several.
  ///
  /// Each signal has its own rate: its samples per frame times the rate of frames. Samples keep the
  /// numbers they have in the source, with its gain and baseline, where these fit 16 bits and hold
  /// for all segments; the values are stored otherwise, rounded once to single precision.
  /// Annotations become the reference layers `beats`, `rhythm`, `quality` and `events`. Comments
  /// are kept, as the descriptor `comments`, only where told so.
  public func write(
    to writer: any RecordingOutput, id: String? = nil, keepingComments keepsComments: Bool = false
  ) throws {
    let rates = header.signals.map {
      Rate(hertz: header.rate.hertz * Double($0.samplesPerFrame)) ?? header.rate
    }
    let layout = Layout(
      channels: zip(header.signals, rates).map {
        ChannelDescription(name: $0.name, kind: $0.kind, lead: $0.lead, unit: $0.unit, rate: $1)
      })
    let comments = keepsComments ? header.comments.filter { !$0.isEmpty } : []
    try writer.begin(
      Header(layout: layout, duration: duration), id: id,
      storage: zip(header.signals, segments.scales).map { $1.storage(of: $0) },
      descriptors: comments.isEmpty
        ? []
        : [Descriptor("comments", .text(comments.joined(separator: "\n")), isReference: true)])
    var part = Recording(layout)
    var positions = header.signals.map { _ in 0 }
    try segments.forEachBlock { _, values in
      part.clear()
      for (index, row) in values.enumerated() {
        part.channels[index].first = positions[index]
        part.channels[index].samples.append(contentsOf: row)
        positions[index] += row.count
        part.channels[index].through = rates[index].time(of: positions[index])
      }
      try writer.append(part)
    }
    guard let annotations else { return }
    let layers = annotations.layers(
      of: header, duration: duration, keepingComments: keepsComments)
    try writer.add(ReferenceLayer(name: "beats", intervals: layers.beats))
    try writer.add(ReferenceLayer(name: "rhythm", intervals: layers.rhythm))
    try writer.add(ReferenceLayer(name: "quality", intervals: layers.quality))
    try writer.add(ReferenceLayer(name: "events", intervals: layers.events))
  }
}
