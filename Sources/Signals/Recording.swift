/// What was measured on one subject between two times: the only thing that flows through a pipeline.
///
/// A stream is a sequence of parts of a recording, each going on where the last ended. A part is a
/// delivery and not a window: every channel and every layer says through when it is complete.
public struct Recording: Sendable {
  /// The channels, in the order of the layout.
  public var channels: [Channel]
  /// The layers of annotations, in the order of the layout.
  public var layers: [Layer]
  /// The alerts raised in this part.
  public var alerts: [Alert]

  /// An empty recording with the channels and layers of a layout.
  public init(_ layout: Layout) {
    channels = layout.channels.map { Channel($0) }
    layers = layout.layers.map { Layer($0) }
    alerts = []
  }

  /// Forgets what this part holds and keeps the room it took, ready for the next part.
  public mutating func clear() {
    for index in channels.indices { channels[index].clear() }
    for index in layers.indices { layers[index].clear() }
    alerts.removeAll(keepingCapacity: true)
  }
}

/// The channels and layers of a recording without what they hold.
public struct Layout: Hashable, Sendable {
  /// The channels.
  public var channels: [ChannelDescription]
  /// The layers of annotations.
  public var layers: [LayerDescription]

  /// A layout of these channels and layers.
  public init(channels: [ChannelDescription], layers: [LayerDescription] = []) {
    self.channels = channels
    self.layers = layers
  }
}
