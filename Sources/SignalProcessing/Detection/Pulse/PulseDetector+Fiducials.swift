/// Of what a pulse has risen by, it falls by at least this share soon after its peak.
private let fall = 0.15

extension PulseDetector {
  /// Finds the foot, the onset and the peak of the upstroke that makes a maximum of the slope sum.
  ///
  /// None where the foot is cut off by a gap, the wave does not fall again, it rises by less than
  /// every pulse does, or the upstroke is that of the last pulse.
  func measure(_ rise: Rise, _ state: State) -> (pulse: Pulse, steepest: Int)? {
    guard let steepest = steepest(of: rise, state) else { return nil }
    let value = smoothed(steepest.position, state)
    let segment = state.segments[steepest.position & mask]

    var low = value
    var foot = steepest.position
    for position in stride(from: foot - 1, through: foot - times.foot, by: -1) {
      guard isMeasured(position, segment, state) else {
        if foot - position <= times.slope { return nil }
        break
      }
      let value = smoothed(position, state)
      if value < low {
        low = value
        foot = position
      } else if 2 * value > low + smoothed(steepest.position, state) {
        break
      }
    }
    var high = value
    var peak = steepest.position
    for position in peak + 1...peak + times.crest {
      guard isMeasured(position, segment, state) else { break }
      let value = smoothed(position, state)
      if value > high {
        high = value
        peak = position
      } else if 2 * value < low + high {
        break
      }
    }
    let drop = fall * (high - low)
    guard high - low >= leastHeight, falls(from: peak, to: high - drop, state),
      !climbs(from: state.lastSteepest, to: steepest.position, within: drop, state)
    else { return nil }
    let back = Int(((value - low) / steepest.slope).rounded())
    let pulse = Pulse(
      onset: max(foot, steepest.position - back), peak: peak, low: Float(fitted(foot, state)),
      high: Float(fitted(peak, state)), meanBefore: .nan)
    return (pulse, steepest.position)
  }

  /// Whether soon after a maximum there is a higher one on the same upstroke, which then is the
  /// pulse's: the first may be a step of the baseline.
  func isSurpassed(_ rise: Rise, _ state: State) -> Bool {
    for next in state.waiting
    where next.height > rise.height && next.position - rise.position <= times.crest {
      guard isPulse(next, state), let found = measure(next, state) else { continue }
      let drop = fall * Double(found.pulse.high - found.pulse.low)
      let first = steepest(of: rise, state)?.position
      if climbs(from: first, to: found.steepest, within: drop, state) { return true }
    }
    return false
  }

  /// Whether the wave nowhere falls by `drop` between the steepest points of two maxima, which then
  /// are stages of one upstroke.
  private func climbs(from first: Int?, to last: Int, within drop: Double, _ state: State) -> Bool {
    guard let first, last - first <= times.crest else { return false }
    var highest = -Double.infinity
    for position in stride(from: first, through: last, by: 1) {
      let value = smoothed(position, state)
      highest = max(highest, value)
      if value <= highest - drop { return false }
    }
    return true
  }

  private func steepest(of rise: Rise, _ state: State) -> (position: Int, slope: Double)? {
    let end = rise.position - times.latency
    return steepest(in: end - times.window...end, state)
  }

  private func steepest(
    in range: ClosedRange<Int>, _ state: State
  ) -> (position: Int, slope: Double)? {
    var best: (position: Int, slope: Double)?
    for position in range {
      let before = position - times.slope
      let after = position + times.slope
      guard before >= times.smoothing, state.segments[before & mask] != .max,
        isMeasured(after, state.segments[before & mask], state)
      else { continue }
      let slope = (smoothed(after, state) - smoothed(before, state)) / Double(2 * times.slope)
      if slope > best?.slope ?? 0 { best = (position, slope) }
    }
    return best
  }

  private func falls(from peak: Int, to value: Double, _ state: State) -> Bool {
    let segment = state.segments[peak & mask]
    for position in peak..<(state.count - times.smoothing)
    where isMeasured(position, segment, state) && smoothed(position, state) <= value {
      return true
    }
    return false
  }

  /// Whether all that the smoothed wave at a position comes from is in a segment.
  private func isMeasured(_ position: Int, _ segment: Int, _ state: State) -> Bool {
    position - times.smoothing >= max(0, segment)
      && state.segments[(position + times.smoothing) & mask] == segment
  }

  private func smoothed(_ position: Int, _ state: State) -> Double {
    var sum = 0.0
    for neighbour in position - times.smoothing...position + times.smoothing {
      sum += state.wave[neighbour & mask]
    }
    return sum / Double(2 * times.smoothing + 1)
  }

  /// The value at a position of the parabola fitted around it.
  ///
  /// Unlike the mean this takes nothing off a peak. A. Savitzky, M. J. E. Golay, Smoothing and
  /// Differentiation of Data by Simplified Least Squares Procedures, Anal. Chem. 36 (1964)
  /// 1627–1639, doi:10.1021/ac60214a047.
  private func fitted(_ position: Int, _ state: State) -> Double {
    let half = times.smoothing
    var sum = 0.0
    for offset in -half...half {
      let weight = 3 * (3 * half * (half + 1) - 1 - 5 * offset * offset)
      sum += Double(weight) * state.wave[(position + offset) & mask]
    }
    return sum / Double((2 * half - 1) * (2 * half + 1) * (2 * half + 3))
  }
}
