/// A pulse has at least this share of the height of those before.
private let share = 0.3
/// A wave soon after a pulse that is lower than this share of it is its dicrotic wave.
private let dicroticShare = 0.5
/// So many usual intervals after a pulse there is no dicrotic wave.
private let dicroticInterval = 0.6
/// In seconds: where that ends while no interval is known.
private let firstDicroticEnd = 0.5
/// In seconds: after so long without a pulse the height asked for goes down.
private let patience = 2.0
/// It does not go below this share as long as the pulses before are remembered.
private let leastDecay = 0.1
/// So many pulses are remembered while the height goes down, fewer may have been an artefact.
private let established = 4
/// In seconds: after so long without a pulse those before are forgotten.
private let memory = 30.0
/// A pulse raises the level by no more than this factor.
private let largestRise = 1.5
/// From the mean noise at 12–20 Hz to what it makes of the highest slope sums.
private let noiseToHeight = 8.0

extension PulseDetector {
  /// Whether a maximum of the slope sum is high, short and alone enough to be a pulse's.
  func isPulse(_ rise: Rise, _ state: State) -> Bool {
    let noise = max(state.noise.median, noise(around: rise, state))
    guard rise.height >= noiseToHeight * noise, rise.height > 0 else { return false }
    var decay = 1.0
    if let last = state.last {
      let interval = state.intervals.count > 0 ? state.intervals.median / rate : 0
      let elapsed = Double(rise.position - last.position) / rate
      let excess = elapsed - max(patience, 2 * interval)
      if excess > 0 {
        decay = 1 / ((1 + excess) * (1 + excess))
        if state.heights.count >= established { decay = max(leastDecay, decay) }
      }
      if elapsed > memory { decay = 0 }
      let dicroticEnd = interval > 0 ? dicroticInterval * interval : firstDicroticEnd
      if elapsed < dicroticEnd, rise.height < dicroticShare * last.height { return false }
    }
    if rise.height < share * decay * state.heights.median { return false }
    if state.last == nil || decay < 1 {
      // Without a level to go by, what comes next tells a small pulse from a large one's part.
      for next in state.waiting where rise.height < dicroticShare * next.height { return false }
    }
    return isShort(rise, state)
  }

  /// The mean noise where the wave rises, which in a burst is more than the median.
  private func noise(around rise: Rise, _ state: State) -> Double {
    var sum = 0.0
    for offset in -times.refractory...times.refractory {
      sum += state.noises[(rise.position + offset) & mask]
    }
    return sum / Double(2 * times.refractory + 1)
  }

  /// Whether the slope sum falls to its half soon to either side.
  private func isShort(_ rise: Rise, _ state: State) -> Bool {
    func falls(_ offsets: some Sequence<Int>) -> Bool {
      offsets.contains { state.sums[(rise.position + $0) & mask] < rise.height / 2 }
    }
    return falls(1...times.width)
      && (rise.position < times.width || falls(-times.width ... -1))
  }

  /// Measures a pulse, announces it where it has all its parts, and learns from it.
  func announce(_ rise: Rise, _ state: inout State, _ pulses: inout [Pulse]) {
    guard let found = measure(rise, state) else { return }
    var pulse = found.pulse
    if let last = state.last {
      let interval = pulse.onset - state.lastOnset
      guard interval >= times.refractory / 2 else { return }
      if interval <= times.longest {
        state.intervals.append(Double(interval))
        if state.segments[pulse.onset & mask] <= state.lastOnset {
          let sum = state.totals[pulse.onset & mask] - state.lastTotal
          pulse.meanBefore = Float(sum / Double(interval))
        }
      }
      if Double(rise.position - last.position) > memory * rate {
        state.heights.removeAll()
        state.intervals.removeAll()
      }
    }
    let level = state.heights.median
    state.heights.append(level > 0 ? min(rise.height, largestRise * level) : rise.height)
    state.last = rise
    state.lastOnset = pulse.onset
    state.lastSteepest = found.steepest
    state.lastTotal = state.totals[pulse.onset & mask]
    pulses.append(pulse)
  }
}
