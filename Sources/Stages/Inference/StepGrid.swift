public import Signals

/// Which steps are taken together: all those that lie in one cell of a grid of time.
///
/// What the steps of a cell observed becomes one step at the time of the last of them, which is
/// taken once the cell is over.
public struct StepGrid: Hashable, Sendable {
  /// What several values of an input in one cell become.
  public enum Merging: String, CaseIterable, Sendable {
    /// The last one.
    case last
    /// Their mean.
    case mean
  }

  /// The length of a cell, from the start of the recording; none: every step stands alone.
  public var cell: Time?
  /// What several values of an input in one cell become.
  public var merging: Merging

  /// A grid of cells of this length.
  public init(cell: Time?, merging: Merging = .last) {
    precondition(cell.map { $0 > .zero } ?? true)
    self.cell = cell
    self.merging = merging
  }

  /// No steps are taken together.
  public static let none = StepGrid(cell: nil)

  /// The steps of the cell that is not over.
  public struct State: Hashable, Sendable {
    /// The time of the last step, if there is any.
    public internal(set) var time: Time?
    /// What the steps come to, not-a-number where nothing was observed.
    public internal(set) var values: [Float]
    var sums: [Double]
    var counts: [Int]
  }

  /// The state before the first step, of this many inputs.
  public func start(inputs: Int) -> State {
    State(
      time: nil, values: Array(repeating: .nan, count: inputs),
      sums: Array(repeating: 0, count: inputs), counts: Array(repeating: 0, count: inputs))
  }

  /// The beginning of the cell that a time lies in: the time itself where there are no cells.
  public func beginning(of time: Time) -> Time {
    guard let cell, time != .distantFuture, time != .distantPast else { return time }
    let rest = time.nanoseconds % cell.nanoseconds
    return Time(nanoseconds: time.nanoseconds - (rest < 0 ? rest + cell.nanoseconds : rest))
  }

  /// Whether there is a step to be taken when everything before a time is known.
  public func isOver(at time: Time, _ state: State) -> Bool {
    guard let last = state.time else { return false }
    return cell == nil || beginning(of: last) != beginning(of: time)
  }

  /// Adds what was observed at a time, missing values not-a-number.
  public func add(_ values: [Float], at time: Time, _ state: inout State) {
    state.time = time
    guard cell != nil else {
      for index in values.indices { state.values[index] = values[index] }
      return
    }
    for index in values.indices where values[index].isFinite {
      state.sums[index] += Double(values[index])
      state.counts[index] += 1
      state.values[index] =
        merging == .last
        ? values[index] : Float(state.sums[index] / Double(state.counts[index]))
    }
  }

  /// Begins a new cell, once the step of the one before has been taken.
  public func clear(_ state: inout State) {
    state.time = nil
    for index in state.values.indices {
      state.values[index] = .nan
      state.sums[index] = 0
      state.counts[index] = 0
    }
  }
}

extension ObservedSteps {
  /// The steps as they are taken together.
  public func merged(by grid: StepGrid) -> ObservedSteps {
    guard grid.cell != nil else { return self }
    var merged = ObservedSteps(width: width)
    var state = grid.start(inputs: width)
    func give(_ merged: inout ObservedSteps, _ state: inout StepGrid.State) {
      guard let time = state.time else { return }
      merged.times.append(time)
      merged.values += state.values
      grid.clear(&state)
    }
    for (index, time) in times.enumerated() {
      if grid.isOver(at: time, state) { give(&merged, &state) }
      grid.add(Array(values[index * width..<(index + 1) * width]), at: time, &state)
    }
    give(&merged, &state)
    return merged
  }
}
