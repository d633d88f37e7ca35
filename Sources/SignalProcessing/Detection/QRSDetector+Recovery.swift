/// A T wave has less than this share of the slope of the beat it follows.
private let tWaveSlope = 0.5
/// A T wave comes before this many usual delays of the T wave.
private let latestRecovery = 1.5
/// A T wave is lower than this many usual T waves.
private let highestRecovery = 1.5

extension QRSDetector {
  /// Whether `peak` is as near to the last beat as its T wave, and much less steep.
  func mayBeTWave(_ peak: Peak, _ state: State) -> Bool {
    guard let last = state.last, peak.position - last.position < times.tWave else { return false }
    return peak.slope < tWaveSlope * last.slope
  }

  /// Whether `peak` comes about when the T waves of the beats before came, and is about as high.
  func mayBeRecovery(_ peak: Peak, _ state: State) -> Bool {
    guard let last = state.last, state.recoveryDelays.count > 0 else { return false }
    let delay = Double(peak.position - last.position)
    return delay < latestRecovery * state.recoveryDelays.median
      && peak.height < highestRecovery * state.recoveryHeights.median
  }

  /// Keeps the highest peak soon after a beat that is none itself.
  func noteRecovery(_ peak: Peak, _ state: inout State) {
    guard let last = state.last, peak.position - last.position < times.recovery else { return }
    if peak.height > state.recovery?.height ?? 0 { state.recovery = peak }
  }

  /// Learns from what came soon after the last beat, now that the next one has come.
  func learnRecovery(_ state: inout State) {
    guard let recovery = state.recovery, let last = state.last else { return }
    state.recoveryHeights.append(recovery.height)
    state.recoveryDelays.append(Double(recovery.position - last.position))
    state.recovery = nil
  }
}
