/// Beats are at least this share of the way from the noise peaks' level to the beats'.
private let share = 0.18
/// Peaks this share of the threshold are beats where one is missing.
private let searchBackShare = 0.5
/// An interval this many times the usual one misses a beat.
private let longInterval = 1.6
/// A beat that nothing follows comes no earlier than this many usual intervals after the last.
private let earliestInterval = 0.8
/// A beat comes earlier where this many usual intervals after the last there is no other yet.
private let leastPause = 1.2
/// What follows a small beat as a beat has at least this share of its height.
private let alike = 0.7
/// A beat smaller than usual is this many times as high as a peak between beats, T waves aside.
private let aboveStrays = 1.5
/// And at least this share of the threshold.
private let premature = 0.6
/// A peak raises the level of the beats by no more than this factor.
private let largestRise = 1.5
/// In mV/s: what the smallest beat, and no P wave, reaches.
private let leastHeight = 0.6
/// From the mean noise at 20–35 Hz in mV to what it makes of the highest peaks in mV/s.
private let noiseToHeight = 210.0

extension QRSDetector {
  /// The first sample at which something is to be decided about peaks already judged.
  func nextDecision(_ state: State) -> Int {
    var due = Int.max
    if let peak = state.waiting.first { due = peak.position + times.lookahead }
    if let doubt = state.doubt { due = min(due, doubt.peak.position + times.lookahead) }
    return due
  }

  /// Decides what the last sample makes certain.
  func decide(_ state: inout State, _ beats: inout [Beat]) {
    let now = state.count - 1
    let position = state.scan.peakPosition
    if position >= 0, now - position >= times.refractory {
      state.scan.peakPosition = -1
      let height = state.scan.peakSum / Double(times.window)
      judge(Peak(position: position, height: height), &state, &beats)
    }
    while let peak = state.waiting.first, now - peak.position >= times.lookahead {
      state.waiting.removeFirst()
      reconsider(peak, before: nil, &state, &beats)
    }
    if let doubt = state.doubt, now - doubt.peak.position >= times.lookahead {
      state.doubt = nil
      beats.append(doubt.beat)
    }
  }

  /// Decides whether `peak` is a beat, noise, or to wait for what follows.
  private func judge(_ peak: Peak, _ state: inout State, _ beats: inout [Beat]) {
    var peak = peak
    peak.slope = greatestSlope(peak, state)
    forgetAfterFalseStart(&state)
    peak.floor = max(leastHeight, noiseToHeight * state.noise.median)
    let level = levelOfBeats(state)
    let noise = min(state.noiseHeights.median, level / 2)
    peak.threshold = noise + share * (level - noise)
    // Wide beats are less steep: after one that was searched for, the next ones like it are not.
    if let last = state.last, isUndiminished(state) {
      peak.threshold = min(
        peak.threshold, max(alike * last.height, aboveStrays * state.strayHeights.median))
    }
    peak.threshold = max(peak.floor, peak.threshold)

    let isComplex =
      peak.height >= min(peak.floor, searchBackShare * peak.threshold) && risesAndFalls(peak, state)
    let isTWave = mayBeTWave(peak, state)
    guard isComplex, state.last != nil, !isTWave, peak.height >= peak.threshold else {
      state.noiseHeights.append(peak.height)
      let waits = isComplex && !isTWave && peak.height >= searchBackShare * peak.threshold
      if waits {
        state.waiting.append(peak)
      } else if !isTWave, !mayBeRecovery(peak, state) {
        state.strayHeights.append(peak.height)
      }
      noteRecovery(peak, &state)
      guard isComplex else { return }
      extendRun(with: peak, &state, &beats)
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
    if state.last == nil {
      let highest = state.waiting.reduce(peak.height) { max($0, $1.height) }
      if peak.height >= max(peak.floor, highest / 2) { begin(with: peak, &state, &beats) }
    } else if isMissing(peak, before: next, state) {
      accept(peak, &state, &beats)
      acceptLikeLast(before: next, &state, &beats)
    } else if !mayBeRecovery(peak, state) {
      state.strayHeights.append(peak.height)
    }
  }

  /// Whether there would be a pause between the last beat and `next` if `peak` were none.
  private func isMissing(_ peak: Peak, before next: Peak?, _ state: State) -> Bool {
    guard let last = state.last, peak.height >= peak.floor else { return false }
    let interval = peak.position - last.position
    guard interval >= times.tWave, isUndiminished(state) else { return false }
    let isOvershadowed = state.waiting.contains {
      $0.position - peak.position < times.tWave && $0.height > peak.height
    }
    guard !isOvershadowed else { return false }
    let usual = usualInterval(state)
    if let next {
      return next.position - peak.position >= times.tWave
        && Double(next.position - last.position) >= longInterval * usual
    }
    if Double(interval) >= earliestInterval * usual { return true }
    // Premature: then it is the pause that tells it from noise, and its height from T waves.
    return Double(interval + times.lookahead) >= leastPause * usual
      && !mayBeRecovery(peak, state)
      && peak.height >= premature * peak.threshold
      && peak.height >= aboveStrays * state.strayHeights.median
  }

  /// Of the peaks that wait, accepts those that resemble the beat before them.
  private func acceptLikeLast(before next: Peak?, _ state: inout State, _ beats: inout [Beat]) {
    var settled = 0
    for index in state.waiting.indices {
      let peak = state.waiting[index]
      guard let last = state.last, peak.position - last.position >= times.refractory else {
        continue
      }
      if let next, next.position - peak.position < times.tWave { continue }
      guard peak.height >= max(peak.floor, alike * last.height), !mayBeTWave(peak, state) else {
        continue
      }
      accept(peak, &state, &beats)
      settled = index + 1
    }
    state.waiting.removeFirst(settled)
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

  /// Announces `peak`, which is a beat, and learns from it.
  func accept(_ peak: Peak, _ state: inout State, _ beats: inout [Beat]) {
    guard var beat = beat(of: peak, state) else { return }
    resolve(before: peak, &state, &beats)
    let level = state.beatHeights.median
    if level > 0 {
      beat.strength = Float(peak.height / level)
      beat.clarity = Float(level / max(peak.floor, state.noiseHeights.median))
    }
    state.beatHeights.append(level > 0 ? min(peak.height, largestRise * level) : peak.height)
    let last = state.last
    if let last {
      let interval = Double(peak.position - last.position)
      if interval < 2.5 * rate { state.intervals.append(interval) }
    }
    learnRecovery(&state)
    state.run.removeAll(keepingCapacity: true)
    state.last = peak
    state.scan.quiet = state.count - 1 - peak.position
    // Two peaks of the window can have one and the same highest sample between them.
    if let before = state.lastBeat, beat.position - before < times.refractory * 3 / 4 { return }
    state.lastBeat = beat.position
    if isDoubtful(peak, level: level) {
      state.doubt = Doubt(beat: beat, peak: peak, last: last)
    } else {
      beats.append(beat)
    }
  }

  /// The usual interval between beats in samples, 0.8 s where there is none yet.
  func usualInterval(_ state: State) -> Double {
    state.intervals.count > 0 ? state.intervals.median : 0.8 * rate
  }

  /// Whether the last beat is near enough for the level of the beats to hold undiminished.
  private func isUndiminished(_ state: State) -> Bool { Double(state.scan.quiet) < 4 * rate }

  /// The usual height of the beats; without any for 4 s it falls by half every 15 s.
  private func levelOfBeats(_ state: State) -> Double {
    var level = state.beatHeights.median
    var excess = Double(state.scan.quiet) / rate - 4
    while excess > 0 {
      level *= 1 - min(excess, 15) / 30
      excess -= 15
    }
    return level
  }

  /// Begins anew where the first peaks taken for beats had no successors.
  private func forgetAfterFalseStart(_ state: inout State) {
    guard state.beatHeights.count < 3, Double(state.scan.quiet) > 2 * rate else { return }
    state.last = nil
    state.beatHeights.removeAll()
    state.noiseHeights.removeAll()
    state.strayHeights.removeAll()
    state.intervals.removeAll()
    state.recovery = nil
    state.recoveryHeights.removeAll()
    state.recoveryDelays.removeAll()
    state.run.removeAll(keepingCapacity: true)
  }
}
