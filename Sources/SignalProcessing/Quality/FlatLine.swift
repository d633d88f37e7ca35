/// Finds where a signal stays within a narrow range.
///
/// Missing samples are passed over up to `bridge` of them; more end a flat line, at the first of them.
public struct FlatLine: Sendable {
  /// Where one run stands.
  public struct State: Sendable {
    fileprivate var position = 0
    fileprivate var window: SlidingRange
    /// The first sample since which nothing but short gaps was missing.
    fileprivate var first: Int?
    fileprivate var missing = 0
    fileprivate var isFlat = false
  }

  /// The samples over which the range is taken.
  public let window: Int
  /// A flat line ranges over less than this, in the units of the signal.
  public let tolerance: Float
  /// The longest run of missing samples that is passed over.
  public let bridge: Int
  /// By how many samples the news of a transition is behind its position at most.
  public var delay: Int { window + bridge }

  /// A signal is flat that ranges over less than `tolerance` in `window` samples.
  public init(window: Int, tolerance: Float, bridge: Int) {
    precondition(window > 0 && tolerance > 0 && bridge >= 0 && bridge < window)
    self.window = window
    self.tolerance = tolerance
    self.bridge = bridge
  }

  /// The state before the first sample.
  public func start() -> State { State(window: SlidingRange(window: window)) }

  /// Appends to `transitions` those that `samples` bring about.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into transitions: inout [Transition]
  ) {
    for index in samples.indices {
      let position = state.position
      state.position += 1
      guard samples[index].isFinite else {
        state.missing += 1
        if state.missing == bridge + 1 { interrupt(&state, &transitions) }
        continue
      }
      state.missing = 0
      let first = state.first ?? position
      state.first = first
      state.window.append(samples[index], at: position)
      let isNarrow = (state.window.range ?? 0) < tolerance
      if state.isFlat, !isNarrow {
        state.isFlat = false
        transitions.append(Transition(position: position, begins: false))
      } else if !state.isFlat, isNarrow, position - first + 1 >= window {
        state.isFlat = true
        transitions.append(Transition(position: position - window + 1, begins: true))
      }
    }
  }

  private func interrupt(_ state: inout State, _ transitions: inout [Transition]) {
    if state.isFlat {
      transitions.append(Transition(position: state.position - state.missing, begins: false))
    }
    state.isFlat = false
    state.first = nil
    state.window.removeAll()
  }
}
