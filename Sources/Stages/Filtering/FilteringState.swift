import Signals

/// One run of a filtering stage over all the channels it has chosen.
struct FilteringState: Sendable {
  private var channels: [FilteredChannel]
  /// The slot of the layer of beats that the filters follow, if they do.
  private let beats: Int?
  /// The slot of the layer of flags, if there is one.
  private let flags: Int?
  private var held = HeldAnnotations()

  /// A run of these filters.
  init(_ channels: [FilteredChannel], beats: Int?, flags: Int?) {
    self.channels = channels
    self.beats = beats
    self.flags = flags
  }

  mutating func process(_ part: inout Recording) {
    var through = Time.distantFuture
    for index in channels.indices {
      let slot = channels[index].slot
      if let beats { channels[index].follow(part.layers[beats]) }
      channels[index].process(&part.channels[slot], flagging: &held)
      through = min(through, part.channels[slot].through)
    }
    if let flags { held.release(before: through, into: &part.layers[flags]) }
  }

  mutating func finish(_ part: inout Recording) {
    var through = Time.distantPast
    for index in channels.indices {
      let slot = channels[index].slot
      channels[index].finish(&part.channels[slot], flagging: &held)
      through = max(through, part.channels[slot].through)
    }
    if let flags { held.release(before: .distantFuture, into: &part.layers[flags]) }
    if let flags { part.layers[flags].through = through }
  }
}
