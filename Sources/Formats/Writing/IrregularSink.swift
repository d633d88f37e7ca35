internal import HDF5
internal import Signals

/// Gathers the samples of an irregular channel, and the time of each.
final class IrregularSink: Sink {
  private let path: String
  private let width: Int
  private let blockRows: Int
  private var samples: SampleSink
  private var times: Dataset
  private var pending: [Float] = []
  private var pendingTimes: [Int64] = []
  private var head = 0
  private var last = Time.distantPast

  init(_ description: ChannelDescription, storage: SampleStorage, in group: consuming Group)
    throws(HDF5Error)
  {
    path = group.path
    width = description.width
    blockRows = min(1 << 12, SampleSink.blockRows(width: width))
    samples = try SampleSink(
      in: group, width: width, storage: storage, blockRows: blockRows)
    times = try group.makeDataset("times", of: Int64.self, chunking: Chunking(rows: blockRows))
  }

  /// Takes over the samples of a part, whose times must increase.
  func append(_ channel: Channel) throws(HDF5Error) {
    if head > 0 {
      pending.removeFirst(head * width)
      pendingTimes.removeFirst(head)
      head = 0
    }
    for time in channel.times {
      guard time > last else { throw HDF5Error(path, "times must increase") }
      last = time
      pendingTimes.append(time.nanoseconds)
    }
    pending.append(contentsOf: channel.samples)
  }

  var blockTime: Time? {
    guard pendingTimes.count - head >= blockRows else { return nil }
    return Time(nanoseconds: pendingTimes[head + blockRows - 1])
  }

  var end: Time { last == .distantPast ? .zero : last }

  func writeBlock() throws(HDF5Error) { try write(rows: blockRows) }

  private func write(rows count: Int) throws(HDF5Error) {
    guard count > 0 else { return }
    try samples.append(pending[head * width..<(head + count) * width])
    try times.append(contentsOf: pendingTimes[head..<head + count])
    head += count
  }

  func finish() throws(HDF5Error) { try write(rows: pendingTimes.count - head) }
}
