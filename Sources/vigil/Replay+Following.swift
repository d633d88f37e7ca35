import Formats
import Glibc
import Pipelines
import Signals

extension Replay {
  /// How a recording that grows is followed.
  struct Pursuit {
    /// The seconds between two looks at the file.
    var poll: Double
    /// How far a channel may lie behind the others before it is no longer waited for.
    var lateness: Time
    /// The seconds of looks in a row that found nothing after which it ends; 0 for never.
    var idle: Double
  }

  /// Why following a recording ended.
  enum Ending: String {
    /// The writer has closed the file, and all of it was read.
    case closed = "end of data"
    /// Nothing came any more, and the writer has not closed the file.
    case idle
    /// Whoever takes the parts has had enough.
    case stopped
  }

  /// Follows a recording that is being written, handing over every part that leaves the pipeline and
  /// the time up to which the source was read.
  ///
  /// What the file holds already comes at once. `wait` is called at every look that found nothing,
  /// with the seconds that such looks in a row stand for: time in which nobody takes what is handed
  /// over does not count. Both say whether to go on. `late` is told how many samples came when their
  /// channel was no longer waited for.
  func follow(
    _ pursuit: Pursuit, _ take: (inout Recording, Time) throws -> Bool,
    wait: (Double) throws -> Bool, late: (Int) -> Void
  ) throws -> Ending {
    var targets = header.layout.channels.map { _ in Time.zero }
    var layers = Time.zero
    var empty = 0
    while true {
      let growth = try reader.grow()
      let newest = growth.ends.max() ?? .zero
      if growth.late > 0 { late(growth.late) }
      var isNew = false
      layers = growth.isClosed ? newest : max(layers, newest - pursuit.lateness)
      for (slot, end) in growth.ends.enumerated() {
        let target = growth.isClosed ? newest : max(end, newest - pursuit.lateness)
        if target > targets[slot] { (targets[slot], isNew) = (target, true) }
      }
      if isNew {
        empty = 0
        guard try catchUp(with: targets, layers: layers, take) else { return .stopped }
      } else if growth.isClosed {
        run.finish()
        _ = try take(&run.recording, newest)
        return .closed
      } else {
        empty += 1
        let silent = Double(empty) * pursuit.poll
        if pursuit.idle > 0, silent >= pursuit.idle { return .idle }
        guard try wait(silent) else { return .stopped }
      }
      usleep(UInt32(pursuit.poll * 1e6))
    }
  }

  /// Takes what lies up to a time of each channel through the pipeline, no more than the length of a
  /// part at once.
  private func catchUp(
    with targets: [Time], layers: Time, _ take: (inout Recording, Time) throws -> Bool
  ) throws -> Bool {
    let newest = targets.max() ?? .zero
    var until = reader.through
    repeat {
      until = min(until + partLength, newest)
      run.clear()
      try reader.read(
        until: targets.map { min($0, until) }, layers: min(until, layers), into: &run.recording)
      run.process()
      guard try take(&run.recording, until) else { return false }
    } while until < newest
    return true
  }
}
