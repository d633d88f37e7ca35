/// A T wave has less than these shares of the slope of the beat it follows, soon, at the usual time
/// and late.
private let tWaveSlopes = (0.7, 0.4, 0.2)
/// Or less than these shares of its height.
private let tWaveHeights = (0.85, 0.4, 0.2)
/// A beat higher than usual does not have a T wave that is higher than that of one so many times as
/// high as usual.
private let highestBeat = 2.0
/// A T wave comes before this many usual delays of the T wave.
private let latestRecovery = 1.5
/// A T wave is lower than this many usual T waves.
private let highestRecovery = 1.5
/// A P wave is lower than this share of the beat that follows it, and of the usual beat.
private let pWaveHeight = 0.6
/// The beat that follows a P wave is no earlier than after this share of the usual interval.
private let conducted = 0.9

extension QRSDetector {
  /// Whether `peak` is as near to the last beat as its T wave, and lower or much less steep.
  ///
  /// Of the wave of a beat itself and of the T wave right after a wide one more is left than of a T
  /// wave at its usual time; so what a beat must reach falls with the time since the last one.
  func mayBeTWave(_ peak: Peak, _ state: State) -> Bool {
    guard let last = state.last, peak.position - last.position < times.lateTWave else {
      return false
    }
    let interval = peak.position - last.position
    let slope: Double
    let height: Double
    if interval < times.tWave {
      let part = max(0, share(interval, of: times.refractory..<times.tWave))
      slope = tWaveSlopes.0 + part * (tWaveSlopes.1 - tWaveSlopes.0)
      height = tWaveHeights.0 + part * (tWaveHeights.1 - tWaveHeights.0)
    } else {
      guard 2 * Double(interval) <= usualInterval(state) else { return false }
      let part = share(interval, of: times.tWave..<times.lateTWave)
      slope = tWaveSlopes.1 + part * (tWaveSlopes.2 - tWaveSlopes.1)
      height = tWaveHeights.1 + part * (tWaveHeights.2 - tWaveHeights.1)
    }
    return peak.slope < slope * last.slope
      || peak.height < height * min(last.height, highestBeat * state.beatHeights.median)
  }

  private func share(_ value: Int, of range: Range<Int>) -> Double {
    Double(value - range.lowerBound) / Double(range.count)
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

  /// Whether a beat is small enough to be the P wave of a beat that follows.
  func isDoubtful(_ peak: Peak, level: Double) -> Bool { peak.height < pWaveHeight * level }

  /// Announces the small beat before `next`, or takes it back where it was the P wave of that.
  func resolve(before next: Peak, _ state: inout State, _ beats: inout [Beat]) {
    guard let doubt = state.doubt else { return }
    state.doubt = nil
    if let last = doubt.last, next.position - doubt.peak.position < times.tWave,
      doubt.peak.height < pWaveHeight * min(next.height, state.beatHeights.median),
      Double(next.position - last.position) >= conducted * state.intervals.median
    {
      state.last = last
      state.lastBeat = nil
    } else {
      beats.append(doubt.beat)
    }
  }
}
