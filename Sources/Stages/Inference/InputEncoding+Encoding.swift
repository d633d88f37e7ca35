import Kernels
public import Signals

extension InputEncoding {
  /// What the encoding of one sequence remembers.
  public struct State: Hashable, Sendable {
    /// What enters the network at the step that was encoded last.
    public internal(set) var encoded: [Float]
    /// The time of that step, if there was any since the start or a reset.
    var previous: Time?
    /// The time of the first step since the start or a reset.
    var beginning = Time.zero
    /// When each channel was last there as a whole.
    var lastSeen: [Time]
    /// Each input's value seen last, on the common scale, and when that was.
    var values: [Float]
    var valueTimes: [Time]
    /// Which channels are there as a whole at the step that was encoded last.
    var isThere: [Bool]
  }

  /// The state before the first step.
  public func start() -> State {
    var state = State(
      encoded: [Float](repeating: 0, count: width), previous: nil,
      lastSeen: [Time](repeating: .distantPast, count: channels),
      values: [Float](repeating: 0, count: names.count),
      valueTimes: [Time](repeating: .distantPast, count: names.count),
      isThere: [Bool](repeating: false, count: channels))
    reset(&state)
    return state
  }

  /// Forgets what was seen.
  public func reset(_ state: inout State) {
    state.previous = nil
    for index in state.encoded.indices { state.encoded[index] = 0 }
    for channel in state.lastSeen.indices { state.lastSeen[channel] = .distantPast }
    for index in state.values.indices {
      state.values[index] = 0
      state.valueTimes[index] = .distantPast
    }
  }

  /// Encodes the values at a step, missing ones not-a-number, and says how long the step is.
  ///
  /// After a gap the state is reset first. Infinite values count as missing. A channel is there
  /// where all inputs that are taken from it are.
  public func encode(_ values: [Float], at time: Time, _ state: inout State) -> StepClock.Step {
    let step = clock.step(from: state.previous, to: time)
    if step.policy == .reset {
      reset(&state)
      state.beginning = time
    }
    for channel in state.isThere.indices { state.isThere[channel] = true }
    for index in names.indices {
      take(values[index], index, at: time, &state)
      if let place = squarePlaces[index], state.valueTimes[index] != .distantPast {
        // Zero on average and of deviation 1, up to the cut, where the value is normally distributed.
        let value = min(max(state.encoded[index], -3), 3)
        state.encoded[place] = (value * value - 1) * 0.707_106_8
      }
      if state.valueTimes[index] != .distantPast { tellBins(of: index, &state) }
    }
    tell(at: time, &state)
    state.previous = time
    return step
  }

  /// Sets what enters the network at a step where nothing was ever seen since it began.
  ///
  /// - Parameters:
  ///   - time: The time of the step.
  ///   - beginning: That of the first step since the network began.
  ///   - encoded: One value for each that enters the network.
  func setUnseen(at time: Time, since beginning: Time, _ encoded: inout ArraySlice<Float>) {
    for index in encoded.indices { encoded[index] = 0 }
    for place in places {
      guard let age = place.age else { continue }
      encoded[encoded.startIndex + age] = told(age: .distantPast, at: time, since: beginning)
    }
  }

  private func take(_ value: Float, _ index: Int, at time: Time, _ state: inout State) {
    if value.isFinite {
      state.values[index] = (curbs[index].apply(value) - means[index]) / deviations[index]
      state.valueTimes[index] = time
      state.encoded[index] = state.values[index]
      return
    }
    state.isThere[channelOfInput[index]] = false
    if halfLives[index] > 0, state.valueTimes[index] != .distantPast {
      let lives = (time - state.valueTimes[index]).seconds / halfLives[index]
      state.encoded[index] = state.values[index] * Float(Elementary.exp(-lives * Self.logarithmOf2))
    }
  }

  /// Tells how far the value of an input has come through each of its bins: −1 before, 1 after.
  ///
  /// A piecewise-linear encoding (Gorishniy et al., On Embeddings for Numerical Features in Tabular
  /// Deep Learning, 2022, arXiv:2203.05556), with the middle at 0, where a value never seen stands.
  private func tellBins(of index: Int, _ state: inout State) {
    let edges = binEdges[index]
    for bin in 0..<max(0, edges.count - 1) {
      let part = (state.encoded[index] - edges[bin]) / (edges[bin + 1] - edges[bin])
      state.encoded[binPlaces[index] + bin] = 2 * min(max(part, 0), 1) - 1
    }
  }

  /// Tells which channels are there, and how long ago the others were.
  private func tell(at time: Time, _ state: inout State) {
    for channel in 0..<channels {
      let isThere = state.isThere[channel]
      if isThere { state.lastSeen[channel] = time }
      let seen = state.lastSeen[channel]
      if let mask = places[channel].mask {
        let isTold = tellings[channel] == .once ? seen != .distantPast : isThere
        state.encoded[mask] = isTold ? 1 : 0
      }
      if let age = places[channel].age {
        state.encoded[age] = told(age: seen, at: time, since: state.beginning)
      }
    }
  }

  private func told(age seen: Time, at time: Time, since beginning: Time) -> Float {
    if seen == time { return 0 }
    let isNever = seen == .distantPast
    if isNever, ages == .saturating { return 1 }
    let age = (time - (isNever ? beginning : seen)).seconds / clock.unit
    switch ages {
    case .none: return 0
    case .saturating: return Float(age / (1 + age))
    case .logarithmic: return Float(Elementary.log(1 + age))
    case .plain: return Float(age)
    }
  }

  private static let logarithmOf2 = 0.693_147_180_559_945_3
}
