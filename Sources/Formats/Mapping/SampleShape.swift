internal import HDF5

/// Which dimension of a dataset is time, and which tells channels and recordings apart.
struct SampleShape: Hashable {
  /// What a dimension of a dataset is.
  enum Dimension: String, CaseIterable, Sendable {
    case time
    case channel
    case recording
    /// A dimension of the length 1.
    case one
  }

  /// The dimension along which time runs.
  let time: Int
  /// The number of channels.
  let channels: Int
  private let channel: Int?
  private let recording: Int?
  private let extent: [Int]

  /// The shape of a dataset of an extent: as the rule says, or one channel along the only dimension
  /// that is longer than 1.
  init(_ rule: SignalRule, _ extent: [Int], at path: String) throws(HDF5Error) {
    let lengths = extent.map { "\($0)" }.joined(separator: " × ")
    var dimensions = rule.dimensions
    if dimensions.isEmpty, extent.count == 2, rule.column != nil || rule.isTransposed {
      dimensions = rule.isTransposed ? [.channel, .time] : [.time, .channel]
    }
    guard dimensions.isEmpty else {
      guard dimensions.count == extent.count else {
        throw HDF5Error(
          path,
          "has \(extent.count) dimensions (\(lengths)), and the mapping names "
            + "\(dimensions.count)")
      }
      for (dimension, length) in zip(dimensions, extent) where dimension == .one && length != 1 {
        throw HDF5Error(path, "has \(length) where the mapping says 1 (\(lengths))")
      }
      self.extent = extent
      time = dimensions.firstIndex(of: .time) ?? 0
      channel = dimensions.firstIndex(of: .channel)
      recording = dimensions.firstIndex(of: .recording)
      channels = channel.map { extent[$0] } ?? 1
      return
    }
    let long = extent.indices.filter { extent[$0] != 1 }
    guard (1...2).contains(extent.count), long.count <= 1 else {
      throw HDF5Error(
        path,
        extent.isEmpty
          ? "is a single value where samples are meant"
          : "has \(extent.count) dimensions (\(lengths)) where samples of one channel are meant",
        remedy: "state its 'dimensions' in a mapping, such as [\"time\", \"channel\"]")
    }
    self.extent = extent
    time = long.first ?? 0
    channel = nil
    recording = nil
    channels = 1
  }

  /// The place of a channel's first sample.
  func offset(channel index: Int, recording place: Int?, at path: String) throws(HDF5Error)
    -> [Int]
  {
    var offset = [Int](repeating: 0, count: extent.count)
    if let channel {
      guard index < extent[channel] else {
        throw HDF5Error(
          path, "has \(extent[channel]) channels, and that of place \(index) is meant")
      }
      offset[channel] = index
    }
    if let recording {
      guard let place, place < extent[recording] else {
        throw HDF5Error(
          path, "has \(extent[recording]) recordings, and which is meant is not known",
          remedy: "state 'recordings' in the mapping")
      }
      offset[recording] = place
    }
    return offset
  }
}
