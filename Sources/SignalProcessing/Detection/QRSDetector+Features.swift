extension QRSDetector {
  /// Takes one sample through filters and window, and judges the peak that it completes.
  func advance(_ value: Double, _ state: inout State, _ beats: inout [Beat]) {
    let now = state.count
    let (banded, noise) = filtered(value, &state)
    if now == 0 { fill(&state.signal, with: state.held) }
    state.signal[now & mask] = state.held
    state.banded[now & mask] = banded
    let before = state.banded[(now - times.slope) & mask]
    let slope = (banded - before).magnitude * rate / Double(times.slope)
    state.slopeSum += slope - state.slopes[(now - times.window) & mask]
    state.slopes[now & mask] = slope
    if now & mask == mask { state.slopeSum = exactSum(state, now) }

    if let noise {
      state.quiet += 1
      state.noiseSum += noise.magnitude
      state.noiseCount += 1
      if state.noiseCount == times.noise {
        state.noise.append(state.noiseSum / Double(times.noise))
        state.noiseSum = 0
        state.noiseCount = 0
      }
    }
    follow(state.slopeSum / Double(times.window), &state)
    if let peak = state.candidate, now - peak.position >= times.refractory {
      state.candidate = nil
      judge(peak, &state, &beats)
    }
    while let peak = state.waiting.first, now - peak.position >= times.lookahead {
      state.waiting.removeFirst()
      reconsider(peak, before: nil, &state, &beats)
    }
    state.count += 1
  }

  /// The sample in the beats' band and in the noise's; no noise where nothing is measured.
  private func filtered(_ value: Double, _ state: inout State) -> (Double, Double?) {
    if value.isFinite && value.magnitude < 1000 {
      state.held = value
      state.missing = 0
      return (band.next(value, &state.band), noiseBand.next(value, &state.noiseBand))
    }
    state.missing += 1
    guard state.count >= state.missing, state.missing <= band.bridge else {
      // Both filters start anew once there is a value, and a band-pass filter starts at zero.
      _ = band.next(.nan, &state.band)
      _ = noiseBand.next(.nan, &state.noiseBand)
      return (0, nil)
    }
    return (band.hold(&state.band), noiseBand.hold(&state.noiseBand))
  }

  private func fill(_ ring: inout [Double], with value: Double) {
    for index in ring.indices { ring[index] = value }
  }

  /// The sum of the window anew, so that rounding does not add up.
  private func exactSum(_ state: State, _ now: Int) -> Double {
    (0..<times.window).reduce(0) { $0 + state.slopes[(now - $1) & mask] }
  }

  /// Keeps the highest peak of the moving window, `height` being its newest value.
  private func follow(_ height: Double, _ state: inout State) {
    let before = state.windowBefore
    if height < before {
      if state.isRising, before > (state.candidate?.height ?? 0) {
        state.candidate = Peak(position: state.count - 1, height: before)
      }
      state.isRising = false
    } else if height > before {
      state.isRising = true
    }
    state.windowBefore = height
  }
}
