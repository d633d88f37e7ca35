extension PulseDetector {
  /// Takes one sample through the filters and the slope sum, and judges the maximum it completes.
  func advance(_ value: Double, _ state: inout State, _ pulses: inout [Pulse]) {
    let now = state.count
    let rise = self.rise(to: value, &state)
    state.wave[now & mask] = state.held
    state.segments[now & mask] = state.segment ?? .max
    state.totals[now & mask] = state.total
    state.total += state.held

    let before = state.sum
    state.sum += rise - state.rises[(now - times.window) & mask]
    state.rises[now & mask] = rise
    // The sum anew from time to time, so that rounding does not add up.
    if now & mask == mask {
      state.sum = (0..<times.window).reduce(0) { $0 + state.rises[(now - $1) & mask] }
    }
    state.sums[now & mask] = state.sum
    if state.sum < before {
      if state.isRising, before > (state.candidate?.height ?? 0) {
        state.candidate = Rise(position: now - 1, height: before)
      }
      state.isRising = false
    } else if state.sum > before {
      state.isRising = true
    }

    if let rise = state.candidate, now - rise.position >= times.refractory {
      state.candidate = nil
      state.waiting.append(rise)
    }
    if let rise = state.waiting.first, now - rise.position >= times.lookahead {
      state.waiting.removeFirst()
      if isPulse(rise, state), !isSurpassed(rise, state) { announce(rise, &state, &pulses) }
    }
    state.count += 1
  }

  /// By how much the smoothed wave rises with the next sample, and keeps what is measured of noise.
  private func rise(to value: Double, _ state: inout State) -> Double {
    state.noises[state.count & mask] = 0
    if value.isFinite {
      state.held = value
      state.missing = 0
    } else {
      state.missing += 1
      if state.missing > times.bridge || state.segment == nil {
        if state.segment != nil {
          // A filter that bridges nothing starts anew after this.
          _ = lowPass.next(.nan, &state.lowPass)
          _ = noiseBand.next(.nan, &state.noiseBand)
          state.segment = nil
        }
        return 0
      }
    }
    let before = state.segment == nil ? nil : state.smooth
    if state.segment == nil {
      state.segment = state.count
      state.total = 0
    }
    let noise = noiseBand.next(state.held, &state.noiseBand).magnitude
    state.noises[state.count & mask] = noise
    state.noiseSum += noise
    state.smooth = lowPass.next(state.held, &state.lowPass)
    state.noiseCount += 1
    if state.noiseCount == times.noise {
      state.noise.append(state.noiseSum / Double(times.noise))
      state.noiseSum = 0
      state.noiseCount = 0
    }
    return max(0, state.smooth - (before ?? state.smooth))
  }
}
