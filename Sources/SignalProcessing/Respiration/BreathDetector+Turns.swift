/// Of the usual way from turn to turn, a breath covers at least this share each way.
private let share = 0.3
/// Of the range since the start, the first breaths cover at least this share.
private let firstShare = 0.5
/// So many ways make a usual one.
private let enough = 3
/// What is this small beside the samples is rounding.
private let resolution = 1e-6

extension BreathDetector {
  func advance(_ value: Double, _ state: inout State, _ breaths: inout [Int]) {
    defer { state.count += 1 }
    if value.isFinite {
      state.held = value
      state.missing = 0
    } else {
      state.missing += 1
      guard state.isRunning, state.missing <= bridge else {
        // A filter that bridges nothing starts anew after this.
        if state.isRunning { _ = band.next(.nan, &state.band) }
        state.isRunning = false
        return
      }
    }
    let filtered = band.next(state.held, &state.band)
    if !state.isRunning {
      state.isRunning = true
      state.isRising = nil
      state.high = Extreme(value: filtered, position: state.count)
      state.low = state.high
    }
    if state.count - state.lastBreath > memory, state.swings.count >= enough {
      state.swings.removeAll()
      state.range = nil
    }
    follow(filtered, &state, &breaths)
  }

  private func follow(_ value: Double, _ state: inout State, _ breaths: inout [Int]) {
    if value > state.high.value { state.high = Extreme(value: value, position: state.count) }
    if value < state.low.value { state.low = Extreme(value: value, position: state.count) }
    let least = leastSwing(value, &state)
    if state.isRising != false, state.high.value - value > least {
      if state.isRising == true {
        state.swings.append(state.high.value - state.turn)
        if state.count - state.high.position <= patience {
          breaths.append(state.high.position)
          state.lastBreath = state.count
        }
      }
      state.turn = state.high.value
      state.low = Extreme(value: value, position: state.count)
      state.isRising = false
    } else if state.isRising != true, value - state.low.value > least {
      if state.isRising == false { state.swings.append(state.turn - state.low.value) }
      state.turn = state.low.value
      state.high = Extreme(value: value, position: state.count)
      state.isRising = true
    }
  }

  /// How long the way from a turn is that makes it one.
  private func leastSwing(_ value: Double, _ state: inout State) -> Double {
    let floor = resolution * state.held.magnitude
    guard state.swings.count < enough else { return max(floor, share * state.swings.median) }
    let range = state.range ?? value...value
    state.range = min(range.lowerBound, value)...max(range.upperBound, value)
    return max(floor, firstShare * (range.upperBound - range.lowerBound))
  }
}
