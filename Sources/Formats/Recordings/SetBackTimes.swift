internal import HDF5
internal import Signals

/// Times of a clock that was set back, as one that was not would have shown them.
///
/// After a step back the recording goes on an interval later, and all that follows is moved as far.
final class SetBackTimes: TimeColumn {
  /// A step back.
  struct Step: Hashable {
    /// The first row after it.
    var row: Int
    /// How far all rows from there on are moved, in nanoseconds, with the steps before.
    var shift: Int64
    /// The interval after which the recording goes on.
    var interval: Int64
    /// The time of the row before any move.
    var time: Int64
  }

  private let base: any TimeColumn
  /// The steps, in order.
  var steps: [Step]

  /// The times of `base`; a row is so long as `length` says, or as the interval before a step is.
  init(_ base: any TimeColumn, length: (Int) -> Int64?) throws(HDF5Error) {
    self.base = base
    var steps: [Step] = []
    var before: Int64?
    var interval: Int64 = 0
    var shift: Int64 = 0
    var isFull = false
    try base.scan { row, time in
      defer { before = time }
      guard let before else { return }
      if time >= before {
        interval = time > before ? time &- before : interval
        return
      }
      let step = length(row - 1) ?? max(1, interval)
      // What leaves the range of times is refused where the times are read.
      shift = shift &+ (before &- time) &+ step
      if steps.count < SetBackTimes.mostSteps {
        steps.append(Step(row: row, shift: shift, interval: step, time: time))
      } else {
        isFull = true
      }
    }
    guard !isFull else {
      throw HDF5Error(
        base.path, "times step back more than \(SetBackTimes.mostSteps) times",
        remedy: "state 'onUnsorted' in the mapping instead of 'onBackward'")
    }
    self.steps = steps
  }

  var path: String { base.path }
  var rows: Int { base.rows }
  var resolution: Int64 { get throws(HDF5Error) { try base.resolution } }

  func read(rows: Range<Int>, into times: inout [Int64]) throws(HDF5Error) {
    try base.read(rows: rows, into: &times)
    for (index, step) in steps.enumerated() where step.row < rows.upperBound {
      let end = index + 1 < steps.count ? steps[index + 1].row : rows.upperBound
      for row in max(
        step.row, rows.lowerBound)..<max(step.row, rows.lowerBound, min(end, rows.upperBound))
      {
        let (time, overflow) = times[row - rows.lowerBound].addingReportingOverflow(step.shift)
        guard !overflow else {
          throw HDF5Error(path, "the time of row \(row) is out of range", remedy: "check the unit")
        }
        times[row - rows.lowerBound] = time
      }
    }
  }

  private static let mostSteps = 10_000
}
