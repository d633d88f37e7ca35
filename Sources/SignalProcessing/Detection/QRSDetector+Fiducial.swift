extension QRSDetector {
  /// The greatest slope in the window of `peak`, in mV/s.
  func greatestSlope(_ peak: Peak, _ state: State) -> Double {
    var greatest = 0.0
    state.rings.withUnsafeBufferPointer { rings in
      let slopes = UnsafeBufferPointer(rebasing: rings[(2 * (mask + 1))...])
      for position in (peak.position - times.window - times.slope + 1)...peak.position {
        greatest = max(greatest, slopes[position & mask])
      }
    }
    return greatest
  }

  /// Whether the signal goes both up and down around `peak`, which a shift of its level does not.
  func risesAndFalls(_ peak: Peak, _ state: State) -> Bool {
    let centre = peak.position - times.latency
    var highest = SIMD8<Double>.zero
    var lowest = highest
    state.rings.withUnsafeBytes { bytes in
      var position = centre - times.halfComplex
      let end = centre + times.halfComplex
      while position <= end {
        let place = position & mask
        let before = (position - times.slope) & mask
        var difference = SIMD8<Double>.zero
        if position + 7 <= end, max(place, before) + 7 <= mask {
          let later = bytes.loadUnaligned(fromByteOffset: 8 * place, as: SIMD8<Double>.self)
          let earlier = bytes.loadUnaligned(fromByteOffset: 8 * before, as: SIMD8<Double>.self)
          difference = later - earlier
          position += 8
        } else {
          let signal = bytes.assumingMemoryBound(to: Double.self)
          difference[0] = signal[place] - signal[before]
          position += 1
        }
        highest.replace(with: difference, where: difference .> highest)
        lowest.replace(with: difference, where: difference .< lowest)
      }
    }
    let rise = highest.max()
    let fall = -lowest.min()
    return min(rise, fall) >= 0.1 * max(rise, fall)
  }

  /// The beat of `peak`: where the signal stands out most from its surroundings; nil where the
  /// signal ends or begins in the midst of it.
  ///
  /// Means that reach as far to either side do not shift a peak. An R peak is preferred to an S that
  /// is a little deeper.
  func beat(of peak: Peak, _ state: State) -> Beat? {
    let centre = peak.position - times.latency
    var highest = Beat(position: centre, amplitude: 0)
    var deepest = highest
    state.rings.withUnsafeBufferPointer { signal in
      let first = centre - times.search
      var near = sum(signal, around: first, times.smoothing)
      var far = sum(signal, around: first, times.surroundings)
      let nearShare = 1 / Double(2 * times.smoothing + 1)
      let farShare = 1 / Double(2 * times.surroundings + 1)
      for position in first...(centre + times.search) {
        let height = Float(near * nearShare - far * farShare)
        if height > highest.amplitude { highest = Beat(position: position, amplitude: height) }
        if height < deepest.amplitude { deepest = Beat(position: position, amplitude: height) }
        near += signal[(position + times.smoothing + 1) & mask]
        near -= signal[(position - times.smoothing) & mask]
        far += signal[(position + times.surroundings + 1) & mask]
        far -= signal[(position - times.surroundings) & mask]
      }
    }
    let beat = highest.amplitude >= -0.95 * deepest.amplitude ? highest : deepest
    let gap = state.absence.gap
    return beat.position > gap.start - times.halfQRS && beat.position < gap.end ? nil : beat
  }

  /// The sum of the signal over `reach` samples to either side of `position`.
  private func sum(
    _ signal: UnsafeBufferPointer<Double>, around position: Int, _ reach: Int
  ) -> Double {
    var sum = 0.0
    for index in (position - reach)...(position + reach) { sum += signal[index & mask] }
    return sum
  }
}
