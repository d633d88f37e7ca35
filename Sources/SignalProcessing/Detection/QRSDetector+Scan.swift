extension QRSDetector {
  /// What follows the samples one by one.
  struct Scan: Sendable {
    var memory = Bands.Memory()
    var held = 0.0
    /// Over the moving window.
    var slopeSum = 0.0
    /// One where the sum last rose, else zero.
    var rising: UInt8 = 0
    /// The highest peak of the sum that has not been judged yet; negative where there is none.
    var peakPosition = -1
    var peakSum = 0.0
    var noiseSum = 0.0
    var noiseCount = 0
    /// Samples measured since the last beat.
    var quiet = 0
  }

  /// What is missing.
  struct Absence: Sendable {
    /// Whether the filters have seen a value since they last started.
    var isRunning = false
    /// How many samples up to the last one were missing.
    var count = 0
    /// Where the last gap that was not bridged began, and the sample after it.
    var gap = (start: Int.min / 2, end: Int.min / 2)
  }

  /// Takes samples from `index` on through the filters and the moving window, until one at which
  /// something is to be decided.
  ///
  /// - Returns: The index after the last sample taken.
  func scan(_ samples: Span<Float>, from index: Int, _ state: inout State) -> Int {
    let size = mask + 1
    // A ring that is taken out of the state is changed in place.
    var rings: [Double] = []
    swap(&rings, &state.rings)
    if state.count == 0 {
      state.scan.held = isValid(Double(samples[index])) ? Double(samples[index]) : 0
      for place in 0..<size { rings[place] = state.scan.held }
    }
    let taken = rings.withUnsafeMutableBufferPointer { rings in
      samples.withUnsafeBufferPointer { samples in
        guard let signals = rings.baseAddress, let first = samples.baseAddress else { return 0 }
        return scan(
          first + index, samples.count - index, signals: signals,
          bands: signals + size, slopes: signals + 2 * size, &state)
      }
    }
    swap(&rings, &state.rings)
    return index + taken
  }

  private func scan(
    _ samples: UnsafePointer<Float>, _ count: Int, signals: UnsafeMutablePointer<Double>,
    bands: UnsafeMutablePointer<Double>, slopes: UnsafeMutablePointer<Double>, _ state: inout State
  ) -> Int {
    let (mask, filters) = (self.mask, self.bands)
    let (reach, window, noiseLength) = (times.slope, times.window, times.noise)
    let slopeScale = rate / Double(reach)
    let start = state.count
    let alreadyDue = nextDecision(state)
    var due = alreadyDue
    if state.scan.peakPosition >= 0 { due = min(due, state.scan.peakPosition + times.refractory) }
    var now = start
    let end = start + count
    var scan = state.scan
    repeat {
      let value = Double(samples[now &- start])
      var isMeasured = true
      var both = Bands.Lanes()
      if isValid(value), state.absence.isRunning {
        state.absence.count = 0
        scan.held = value
        both = filters.next(value, &scan.memory)
      } else if isValid(value) {
        state.absence.isRunning = true
        state.absence.count = 0
        scan.held = value
        scan.memory = filters.steady(at: value)
        both = filters.next(value, &scan.memory)
      } else {
        isMeasured = bridges(&state.absence, now)
        if isMeasured { both = filters.next(scan.held, &scan.memory) }
      }
      let place = now & mask
      signals[place] = scan.held
      bands[place] = both[0]
      let slope = (both[0] - bands[(now &- reach) & mask]).magnitude * slopeScale
      let before = scan.slopeSum
      scan.slopeSum += slope - slopes[(now &- window) & mask]
      slopes[place] = slope
      if isMeasured {
        scan.quiet &+= 1
        scan.noiseSum += both[1].magnitude
        scan.noiseCount &+= 1
        if scan.noiseCount == noiseLength {
          state.noise.append(scan.noiseSum / Double(noiseLength))
          scan.noiseSum = 0
          scan.noiseCount = 0
        }
      }
      if place == mask {
        // Rounding must not add up.
        scan.slopeSum = 0
        for back in 0..<window { scan.slopeSum += slopes[(now &- back) & mask] }
        Bands.settle(&scan.memory)
      }
      let falls: UInt8 = scan.slopeSum < before ? 1 : 0
      let rises: UInt8 = scan.slopeSum > before ? 1 : 0
      // One branch for both: which way it goes next is hard to predict.
      if falls & scan.rising != 0, scan.peakPosition < 0 || before > scan.peakSum {
        scan.peakPosition = now &- 1
        scan.peakSum = before
        due = min(alreadyDue, scan.peakPosition &+ times.refractory)
      }
      scan.rising = rises | scan.rising & ~falls
      now &+= 1
    } while now < end && now <= due
    state.scan = scan
    state.count = now
    return now - start
  }

  @inline(__always)
  private func isValid(_ value: Double) -> Bool { value.magnitude < 1000 }

  /// Whether the missing sample `now` is bridged; if not, the filters will start anew.
  private func bridges(_ absence: inout Absence, _ now: Int) -> Bool {
    absence.count += 1
    if absence.isRunning, absence.count <= bridge { return true }
    absence.gap = (now + 1 - absence.count, now + 1)
    absence.isRunning = false
    return false
  }
}
