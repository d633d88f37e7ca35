/// Finds where samples of some kind make up much of a signal.
///
/// A condition begins once at least `share` of the last `window` samples are of the kind: its position
/// is that of the first of them. It ends once at most half of that share are, behind the last of them.
public struct SampleShare: Sendable {
  /// What a sample is looked at for.
  public enum Kind: Sendable, Equatable {
    /// Not finite.
    case missing
    /// At or beyond a rail, those that are learned on the way included.
    case saturated(Rails)
  }

  /// Where one run stands.
  public struct State: Sendable {
    fileprivate var position = 0
    /// What was learned of rails, and the last samples, a ring: those at a rail are so before it is known.
    fileprivate var rails: Rails.State?
    fileprivate var samples: [Float]
    /// Which of the last samples are of the kind, a ring, and how many.
    fileprivate var isOfKind: [Bool]
    fileprivate var count = 0
    fileprivate var last = 0
    /// The first position that no earlier condition covers.
    fileprivate var free = 0
    fileprivate var holds = false
  }

  /// What the samples are looked at for.
  public let kind: Kind
  /// The samples of which the share is taken.
  public let window: Int
  /// By how many samples the news of a transition is behind its position at most.
  public var delay: Int { window }

  private let least: Int

  /// A condition of `kind` that makes up `share` of `window` samples, above 0 and at most 1.
  public init(of kind: Kind, share: Double, window: Int) {
    precondition(share > 0 && share <= 1 && window > 0)
    self.kind = kind
    self.window = window
    least = max(1, Int((share * Double(window)).rounded(.up)))
  }

  /// The state before the first sample.
  public func start() -> State {
    var samples: [Float] = []
    var learned: Rails.State?
    if case .saturated(let rails) = kind {
      learned = rails.start()
      samples = Array(repeating: .nan, count: window)
    }
    return State(
      rails: learned, samples: samples, isOfKind: Array(repeating: false, count: window))
  }

  /// Appends to `transitions` those that `samples` bring about.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into transitions: inout [Transition]
  ) {
    for index in samples.indices {
      let position = state.position
      let place = position % window
      if state.isOfKind[place] { state.count -= 1 }
      let isOfKind = holds(samples[index], at: place, &state)
      state.isOfKind[place] = isOfKind
      if isOfKind {
        state.count += 1
        state.last = position
      }
      state.position += 1
      if !state.holds, state.count >= least {
        state.holds = true
        transitions.append(Transition(position: firstOfKind(state), begins: true))
      } else if state.holds, 2 * state.count <= least, !isOfKind {
        state.holds = false
        state.free = state.last + 1
        transitions.append(Transition(position: state.last + 1, begins: false))
      }
    }
  }

  /// Whether a sample is of the kind; learns from it where there is something to learn.
  private func holds(_ sample: Float, at place: Int, _ state: inout State) -> Bool {
    switch kind {
    case .missing: return !sample.isFinite
    case .saturated(let rails):
      guard var learned = state.rails else { return false }
      state.samples[place] = sample
      if rails.learn(from: sample, &learned) {
        state.count = 0
        for other in state.isOfKind.indices where other != place {
          state.isOfKind[other] = rails.holds(state.samples[other], learned)
          if state.isOfKind[other] { state.count += 1 }
        }
      }
      state.rails = learned
      return rails.holds(sample, learned)
    }
  }

  /// The oldest sample of the kind in the window that no earlier condition covers.
  private func firstOfKind(_ state: State) -> Int {
    var position = max(0, state.position - window, state.free)
    while !state.isOfKind[position % window] { position += 1 }
    return position
  }
}
