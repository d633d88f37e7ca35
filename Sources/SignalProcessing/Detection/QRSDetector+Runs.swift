/// So many peaks make a run.
private let length = 4
/// Of two neighbours in a run the lower one has at least this share of the higher one's height.
private let alike = 0.6
/// By this share an interval of a run differs from the one before at most.
private let unevenness = 0.12

extension QRSDetector {
  /// Counts `peak`, which is no beat by itself, to a run without beats, and accepts a whole run.
  ///
  /// Wide beats too small for the level that narrow ones have left behind come so: at short and even
  /// intervals and alike in height, as neither noise nor the P waves of an asystole do.
  func extendRun(with peak: Peak, _ state: inout State, _ beats: inout [Beat]) {
    guard state.last != nil, peak.height >= peak.floor else { return }
    guard let before = state.run.last else {
      state.run.append(peak)
      return
    }
    let interval = peak.position - before.position
    // The T waves of a run lie between its beats.
    if peak.height < alike * before.height, interval < times.runIntervals.upperBound { return }
    if !continues(state.run, peak) {
      state.run.removeAll(keepingCapacity: true)
      if isPair(before, peak) { state.run.append(before) }
    }
    state.run.append(peak)
    guard state.run.count >= length else { return }

    // The strays before were beats of the run.
    state.strayHeights.removeAll()
    // Beats are announced within the delay, or not at all.
    state.waiting.removeAll(keepingCapacity: true)
    for peak in state.run where state.count - 1 - peak.position <= times.lookahead {
      state.waiting.append(peak)
    }
    while !state.waiting.isEmpty { accept(state.waiting.removeFirst(), &state, &beats) }
  }

  private func continues(_ run: [Peak], _ peak: Peak) -> Bool {
    guard let before = run.last, isPair(before, peak) else { return false }
    guard run.count > 1 else { return true }
    let usual = before.position - run[run.count - 2].position
    let change = (peak.position - before.position) - usual
    return Double(change.magnitude) < unevenness * Double(usual)
  }

  private func isPair(_ first: Peak, _ second: Peak) -> Bool {
    times.runIntervals.contains(second.position - first.position)
      && min(first.height, second.height) > alike * max(first.height, second.height)
  }
}
