internal import HDF5
internal import Signals

/// What gathers the samples of a channel, or the annotations of a layer, into blocks for a file.
///
/// A writer hands out blocks in the order of their times and not as parts deliver them, so the
/// bytes of a file do not tell how the recording was cut.
protocol Sink: AnyObject {
  /// The time that places the next full block among those of others, if a block is full.
  var blockTime: Time? { get }
  /// The end of everything gathered so far.
  var end: Time { get }
  /// Writes the next full block.
  func writeBlock() throws(HDF5Error)
  /// Writes what is left, and what can be told only at the end.
  func finish() throws(HDF5Error)
}

extension [any Sink] {
  /// Writes all full blocks that lie before a horizon, in the order of time and then of sinks.
  func writeBlocks(before horizon: Time) throws(HDF5Error) {
    while true {
      var earliest: (time: Time, sink: any Sink)?
      for sink in self {
        guard let time = sink.blockTime, time < horizon else { continue }
        if let found = earliest, found.time <= time { continue }
        earliest = (time, sink)
      }
      guard let earliest else { return }
      try earliest.sink.writeBlock()
    }
  }
}
