/// Beats are at least this share of the way from the noise peaks' level to the beats'.
private let share = 0.18
/// Peaks this share of the threshold are beats where one is missing.
private let searchBackShare = 0.5
/// An interval this many times the usual one misses a beat.
private let longInterval = 1.6
/// A beat that nothing follows comes no earlier than this many usual intervals after the last.
private let earliestInterval = 0.8
/// A T wave has less than this share of the slope of the beat it follows.
private let tWaveSlope = 0.5
/// A peak raises the level of the beats by no more than this factor.
private let largestRise = 1.5
/// In mV/s: what the smallest beat, and no P wave, reaches.
private let leastHeight = 0.6
/// From the mean noise at 20–35 Hz in mV to what it makes of the highest peaks in mV/s.
private let noiseToHeight = 210.0

extension QRSDetector {
  /// Decides whether `peak` is a beat, noise, or to wait for what follows.
  func judge(_ peak: Peak, _ state: inout State, _ beats: inout [Beat]) {
    var peak = peak
    for offset in 0..<(times.window + times.slope) {
      peak.slope = max(peak.slope, state.slopes[(peak.position - offset) & mask])
    }
    forgetAfterFalseStart(&state)
    peak.floor = max(leastHeight, noiseToHeight * state.noise.median)
    let level = levelOfBeats(state)
    let noise = min(state.noiseHeights.median, level / 2)
    peak.threshold = max(peak.floor, noise + share * (level - noise))

    guard peak.height >= searchBackShare * peak.threshold, risesAndFalls(peak, state) else {
      state.noiseHeights.append(peak.height)
      return
    }
    let isTWave = mayBeTWave(peak, state)
    guard state.last != nil, !isTWave, peak.height >= peak.threshold else {
      state.noiseHeights.append(peak.height)
      if !isTWave { state.waiting.append(peak) }
      return
    }
    while !state.waiting.isEmpty {
      reconsider(state.waiting.removeFirst(), before: peak, &state, &beats)
    }
    accept(peak, &state, &beats)
  }

  /// Decides about a peak that waited: until `next`, which is a beat, or as long as it may.
  func reconsider(
    _ peak: Peak, before next: Peak?, _ state: inout State, _ beats: inout [Beat]
  ) {
    guard peak.height >= peak.floor else { return }
    guard let last = state.last else {
      let highest = state.waiting.reduce(peak.height) { max($0, $1.height) }
      if peak.height >= highest / 2 { begin(with: peak, &state, &beats) }
      return
    }
    let isOvershadowed = state.waiting.contains {
      $0.position - peak.position < times.tWave && $0.height > peak.height
    }
    guard !isOvershadowed else { return }
    let interval = peak.position - last.position
    guard interval >= times.tWave, isUndiminished(state) else { return }
    let usual = state.intervals.count > 0 ? state.intervals.median : 0.8 * rate
    if let next {
      guard next.position - peak.position >= times.tWave else { return }
      guard Double(next.position - last.position) >= longInterval * usual else { return }
    } else {
      guard Double(interval) >= earliestInterval * usual else { return }
    }
    state.waiting.removeAll(keepingCapacity: true)
    accept(peak, &state, &beats)
  }

  /// Accepts the first beat, and of the peaks that wait those that its level makes beats.
  private func begin(with peak: Peak, _ state: inout State, _ beats: inout [Beat]) {
    accept(peak, &state, &beats)
    for index in state.waiting.indices {
      let peak = state.waiting[index]
      let threshold = max(peak.floor, share * levelOfBeats(state))
      if peak.height >= threshold, !mayBeTWave(peak, state) { accept(peak, &state, &beats) }
    }
    state.waiting.removeAll(keepingCapacity: true)
  }

  private func mayBeTWave(_ peak: Peak, _ state: State) -> Bool {
    guard let last = state.last, peak.position - last.position < times.tWave else { return false }
    return peak.slope < tWaveSlope * last.slope
  }

  private func accept(_ peak: Peak, _ state: inout State, _ beats: inout [Beat]) {
    let level = state.beatHeights.median
    state.beatHeights.append(level > 0 ? min(peak.height, largestRise * level) : peak.height)
    if let last = state.last {
      let interval = Double(peak.position - last.position)
      if interval < 2.5 * rate { state.intervals.append(interval) }
    }
    state.last = peak
    state.quiet = state.count - peak.position
    let beat = beat(of: peak, state)
    // Two peaks of the window can have one and the same highest sample between them.
    if let before = state.lastBeat, beat.position - before < times.refractory * 3 / 4 { return }
    state.lastBeat = beat.position
    beats.append(beat)
  }

  /// Whether the last beat is near enough for the level of the beats to hold undiminished.
  private func isUndiminished(_ state: State) -> Bool { Double(state.quiet) < 4 * rate }

  /// The usual height of the beats; without any for 4 s it falls by half every 15 s.
  private func levelOfBeats(_ state: State) -> Double {
    var level = state.beatHeights.median
    var excess = Double(state.quiet) / rate - 4
    while excess > 0 {
      level *= 1 - min(excess, 15) / 30
      excess -= 15
    }
    return level
  }

  /// Begins anew where the first peaks taken for beats had no successors.
  private func forgetAfterFalseStart(_ state: inout State) {
    guard state.beatHeights.count < 3, Double(state.quiet) > 2 * rate else { return }
    state.last = nil
    state.beatHeights.removeAll()
    state.noiseHeights.removeAll()
    state.intervals.removeAll()
  }
}
