extension QRSDetector {
  /// Whether the signal goes both up and down around `peak`, which a shift of its level does not.
  func risesAndFalls(_ peak: Peak, _ state: State) -> Bool {
    let centre = peak.position - times.latency
    var rise = 0.0
    var fall = 0.0
    for position in (centre - times.halfComplex)...(centre + times.halfComplex) {
      let difference =
        state.signal[position & mask] - state.signal[(position - times.slope) & mask]
      rise = max(rise, difference)
      fall = max(fall, -difference)
    }
    return min(rise, fall) >= 0.1 * max(rise, fall)
  }

  /// The beat of `peak`: where the signal stands out most from its surroundings.
  ///
  /// Means that reach as far to either side do not shift a peak. An R peak is preferred to an S that
  /// is a little deeper.
  func beat(of peak: Peak, _ state: State) -> Beat {
    let centre = peak.position - times.latency
    var highest = Beat(position: centre, amplitude: 0)
    var deepest = highest
    for position in (centre - times.search)...(centre + times.search) {
      let height = Float(
        mean(state, position, times.smoothing) - mean(state, position, times.surroundings))
      if height > highest.amplitude { highest = Beat(position: position, amplitude: height) }
      if height < deepest.amplitude { deepest = Beat(position: position, amplitude: height) }
    }
    return highest.amplitude >= -0.95 * deepest.amplitude ? highest : deepest
  }

  /// The mean over `reach` samples to either side of `position`, as far as they are known.
  private func mean(_ state: State, _ position: Int, _ reach: Int) -> Double {
    let last = min(position + reach, state.count)
    var sum = 0.0
    for index in (position - reach)...last { sum += state.signal[index & mask] }
    return sum / Double(last - position + reach + 1)
  }
}
