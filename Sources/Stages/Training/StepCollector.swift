public import Signals

/// Collects what a network would step over in a whole recording.
public struct StepCollector: Sendable {
  private let inputs: ObservedInputs
  private var whole: Recording

  /// Collects these inputs from parts of a layout.
  public init(_ inputs: ObservedInputs, on layout: Layout) {
    self.inputs = inputs
    whole = Recording(layout)
  }

  /// Takes in the next part.
  public mutating func take(_ part: Recording) {
    for slot in inputs.sources.map(\.slot) {
      if whole.channels[slot].count == 0 {
        whole.channels[slot].first = part.channels[slot].first
      }
      whole.channels[slot].samples += part.channels[slot].samples
      whole.channels[slot].times += part.channels[slot].times
    }
  }

  /// The steps of all parts.
  public func steps() -> ObservedSteps {
    var steps = ObservedSteps(width: inputs.count)
    var merge = StepMerge(inputs)
    merge.begin()
    while let time = merge.next(inputs, in: whole) {
      steps.times.append(time)
      steps.values += merge.values
    }
    return steps
  }
}

/// The steps over one recording: when each was, and what was observed.
public struct ObservedSteps: Hashable, Sendable {
  /// The number of inputs.
  public let width: Int
  /// When the steps were, strictly increasing.
  public var times: [Time] = []
  /// The inputs of the first step, then of the second, and so on; missing ones are not-a-number.
  public var values: [Float] = []

  /// No steps of this many inputs.
  public init(width: Int) { self.width = width }

  /// The classes that the truth gives the steps, none where it says nothing.
  ///
  /// A moment labels the step nearest to it within the window, and where two moments meet at one
  /// step the nearer one does; a stretch labels all steps in it that no moment labels, and where
  /// two overlap the one that begins later. What begins at the start of a recording and has no end
  /// is true of all of it. A step that no label says anything of is of the class that the target
  /// names for these; one with a label that is of no class is not learnt.
  public func targets(_ truth: [Interval], _ target: TrainingPlan.Target) -> [Int?] {
    var labels = [Label](repeating: .none, count: times.count)
    var distances = [Time](repeating: .distantFuture, count: times.count)
    for interval in truth.sorted(by: { $0.onset < $1.onset }) where interval.duration != .zero {
      guard let place = target.place(of: interval.label) else { continue }
      let isOfAll = interval.duration == nil && interval.onset == .zero
      let end = interval.duration.map { interval.onset + $0 } ?? .distantFuture
      let begin = isOfAll ? 0 : first(notBefore: interval.onset)
      for step in begin..<first(notBefore: end) { labels[step] = .of(place) }
    }
    for moment in truth where moment.duration == .zero {
      guard let step = nearest(to: moment.onset) else { continue }
      let distance = max(times[step] - moment.onset, moment.onset - times[step])
      if distance > target.window || distance >= distances[step] { continue }
      distances[step] = distance
      labels[step] = target.place(of: moment.label).map { .of($0) } ?? .unknown
    }
    return zip(labels, times).map { label, time in
      if time < target.after { return nil }
      switch label {
      case .of(let place): return place
      case .none: return target.otherwise
      case .unknown: return nil
      }
    }
  }

  /// What the truth says of a step.
  private enum Label {
    case none
    case unknown
    case of(Int)
  }

  private func first(notBefore time: Time) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func nearest(to time: Time) -> Int? {
    let after = first(notBefore: time)
    if after == times.count { return times.isEmpty ? nil : after - 1 }
    if after == 0 { return 0 }
    return time - times[after - 1] <= times[after] - time ? after - 1 : after
  }
}
