internal import HDF5
internal import Signals

/// When a recording of a mapping starts, and the steps that its clock made.
struct MappedClock {
  /// The civil time, where it is known.
  var clock: WallClock?
  /// The nanoseconds since 1970 that absolute times are counted from.
  var origin: Int64 = 0
  /// Whether it is known where times that count from 1970 lie.
  private(set) var isPlaced = false

  /// The start that a mapping states, or else the first of all times, where they have a place in
  /// civil time.
  init(_ start: MomentRule?, _ objects: FileObjects, _ signals: [MappedTimes]) throws(HDF5Error) {
    let hasNoPlace = start?.isNone ?? false
    for times in signals { times.needsNoZone = hasNoPlace }
    let steps = try MappedClock.agree(signals)
    var first: Int64?
    for times in signals where times.isAbsolute {
      guard let time = try times.first() else { continue }
      first = min(first ?? time, time)
    }
    let root = MappedScope(objects, path: "/")
    if !hasNoPlace, let stated = try start?.moment(root, "start", needsZone: true) {
      origin = stated.unixNanoseconds
      isPlaced = true
      clock = WallClock(
        steps: [.init(position: .zero, unixNanoseconds: origin)], offset: stated.offset)
    } else if let first {
      guard signals.allSatisfy(\.isAbsolute) else {
        throw HDF5Error(
          "/", "some times count from the start and some from 1970, and the start is not known",
          remedy: "state 'start' in a mapping")
      }
      origin = first
      isPlaced = true
      let offset = signals.first(where: \.isAbsolute)?.offset ?? 0
      clock =
        hasNoPlace
        ? nil
        : WallClock(steps: [.init(position: .zero, unixNanoseconds: first)], offset: offset)
    }
    for step in steps {
      clock?.steps.append(
        .init(
          position: Time(nanoseconds: step.time) + Time(nanoseconds: step.shift)
            - Time(nanoseconds: origin), unixNanoseconds: step.time))
    }
  }

  /// Moves all channels whose clock was set back by the same, and gives the steps.
  ///
  /// The moves that the channels need differ by no more than their intervals, and the largest serves
  /// all; channels whose clocks step otherwise cannot be one recording.
  private static func agree(_ signals: [MappedTimes]) throws(HDF5Error) -> [SetBackTimes.Step] {
    var columns: [(path: String, times: SetBackTimes)] = []
    for signal in signals where signal.rule.onBackward == .segment && signal.isAbsolute {
      guard let setBack = try signal.prepare().setBack else { continue }
      columns.append((signal.path, setBack))
    }
    guard let most = columns.max(by: { $0.times.steps.count < $1.times.steps.count }) else {
      return []
    }
    var common = most.times.steps
    for column in columns {
      guard column.times.steps.count == common.count else { throw disagreement(column.path) }
      for (index, step) in column.times.steps.enumerated() {
        let tolerance = max(step.interval, common[index].interval).multipliedClamped(by: 2)
        let difference = Time(nanoseconds: step.shift) - Time(nanoseconds: common[index].shift)
        guard abs(difference.seconds) <= Double(tolerance) / 1e9 * Double(index + 1) else {
          throw disagreement(column.path)
        }
        common[index].shift = max(common[index].shift, step.shift)
        common[index].interval = max(common[index].interval, step.interval)
        common[index].time = min(common[index].time, step.time)
      }
    }
    for column in columns {
      for index in common.indices { column.times.steps[index].shift = common[index].shift }
    }
    return common
  }

  private static func disagreement(_ path: String) -> HDF5Error {
    HDF5Error(
      path, "its clock is set back otherwise than those of other channels",
      remedy: "read the channels one by one, with a mapping for each")
  }
}
