internal import HDF5
internal import Signals

/// Gathers the samples of a regular channel.
///
/// A block without a single measured value is not stored: the table `segments` says where the rows
/// on both sides of it belong.
final class RegularSink: Sink {
  private let group: Group
  private let rate: Rate
  private let width: Int
  private let blockRows: Int
  private var samples: SampleSink
  private var pending: [Float] = []
  private var head = 0
  /// The position of the first sample that is pending.
  private var position: Int?
  private var rows = 0
  private var segments: [RegularSource.Segment] = []

  init(
    _ description: ChannelDescription, rate: Rate, storage: SampleStorage, in group: consuming Group
  ) throws(HDF5Error) {
    width = description.width
    blockRows = SampleSink.blockRows(width: width)
    samples = try SampleSink(
      in: group, width: width, storage: storage, blockRows: blockRows)
    self.rate = rate
    self.group = group
  }

  private var pendingRows: Int { (pending.count - head) / width }

  /// Takes over the samples of a part; positions that were left out become not-a-number.
  func append(_ channel: Channel) throws(HDF5Error) {
    guard channel.count > 0 else { return }
    let expected = position.map { $0 + pendingRows } ?? channel.first
    guard channel.first >= expected else {
      throw HDF5Error(group.path, "samples must not go back in time")
    }
    if position == nil { position = channel.first }
    if head > 0 {
      pending.removeFirst(head)
      head = 0
    }
    pending.append(
      contentsOf: repeatElement(.nan, count: (channel.first - expected) * width))
    pending.append(contentsOf: channel.samples)
  }

  var blockTime: Time? {
    guard let position, pendingRows >= blockRows else { return nil }
    return rate.time(of: position + blockRows)
  }

  var end: Time { position.map { rate.time(of: $0 + pendingRows) } ?? .zero }

  func writeBlock() throws(HDF5Error) { try write(rows: blockRows) }

  private func write(rows count: Int) throws(HDF5Error) {
    guard let position, count > 0 else { return }
    let block = head..<head + count * width
    if pending[block].contains(where: { !$0.isNaN }) {
      try samples.append(pending[block])
      if let last = segments.last, last.position + last.count == position {
        segments[segments.count - 1].count += count
      } else {
        segments.append(.init(position: position, row: rows, count: count))
      }
      rows += count
    }
    head += count * width
    self.position = position + count
  }

  func finish() throws(HDF5Error) {
    try write(rows: pendingRows)
    let first = segments.first?.position ?? 0
    try group.setAttribute("first", .integer(Int64(first)))
    guard segments.count > 1 else { return }
    let table = try group.makeGroup("segments")
    try table.makeDataset("position", segments.map { Int64($0.position) })
    try table.makeDataset("row", segments.map { Int64($0.row) })
    try table.makeDataset("count", segments.map { Int64($0.count) })
  }
}
