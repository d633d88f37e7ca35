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
    /// Samples that are filtered and have not been followed yet.
    var ahead = 0
    /// Whether they were measured or bridged.
    var isMeasured = true
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
      state.scan.held = Self.isValid(Double(samples[index])) ? Double(samples[index]) : 0
      for place in 0..<size { rings[place] = state.scan.held }
    }
    let end = state.count + samples.count - index
    let alreadyDue = nextDecision(state)
    var due = alreadyDue
    if state.scan.peakPosition >= 0 { due = min(due, state.scan.peakPosition + times.refractory) }
    let start = state.count
    rings.withUnsafeMutableBufferPointer { rings in
      repeat {
        if state.scan.ahead == 0 {
          filter(samples.extracting(droppingFirst: index + state.count - start), rings, &state)
        }
        follow(rings, alreadyDue, &due, &state)
      } while state.count < end && state.count <= due
    }
    swap(&rings, &state.rings)
    return index + state.count - start
  }

  /// Filters the next samples: as many as are there in one piece of the ring, or one that is missing.
  ///
  /// What decisions look back on stays in the ring.
  private func filter(
    _ samples: Span<Float>, _ rings: UnsafeMutableBufferPointer<Double>, _ state: inout State
  ) {
    guard let signals = rings.baseAddress else { return }
    let size = mask + 1
    let (bands, slopes, noise) = (signals + size, signals + 2 * size, signals + 3 * size)
    let filters = self.bands
    let start = state.count & mask
    let limit = min(samples.count, longestRun, size - start)
    var memory = state.scan.memory
    var count = 0
    if state.absence.isRunning {
      while count < limit, Self.isValid(Double(samples[count])) {
        let value = Double(samples[count])
        let both = filters.next(value, &memory)
        signals[start &+ count] = value
        bands[start &+ count] = both[0]
        noise[start &+ count] = both[1].magnitude
        count &+= 1
      }
    }
    state.scan.isMeasured = true
    if count > 0 {
      state.absence.count = 0
      state.scan.held = signals[start + count - 1]
    } else {
      var both = Bands.Lanes()
      let value = Double(samples[0])
      if Self.isValid(value) {
        state.absence.isRunning = true
        state.absence.count = 0
        state.scan.held = value
        memory = filters.steady(at: value)
        both = filters.next(value, &memory)
      } else {
        state.scan.isMeasured = bridges(&state.absence, state.count)
        if state.scan.isMeasured { both = filters.next(state.scan.held, &memory) }
      }
      signals[start] = state.scan.held
      bands[start] = both[0]
      noise[start] = both[1].magnitude
      count = 1
    }
    if start + count == size { Bands.settle(&memory) }
    state.scan.memory = memory
    state.scan.ahead = count

    let (reach, scale) = (times.slope, rate / Double(times.slope))
    let wrapped = min(max(0, reach - start), count)
    for place in start..<start + wrapped {
      slopes[place] = (bands[place] - bands[place - reach + size]).magnitude * scale
    }
    for place in start + wrapped..<start + count {
      slopes[place] = (bands[place] - bands[place &- reach]).magnitude * scale
    }
  }

  /// Follows the moving window over what is filtered, until something is `due`.
  private func follow(
    _ rings: UnsafeMutableBufferPointer<Double>, _ alreadyDue: Int, _ due: inout Int,
    _ state: inout State
  ) {
    guard let signals = rings.baseAddress else { return }
    let (slopes, noise) = (signals + 2 * (mask + 1), signals + 3 * (mask + 1))
    let (mask, window, noiseLength) = (self.mask, times.window, times.noise)
    var scan = state.scan
    var now = state.count
    var highest = scan.peakPosition < 0 ? -Double.infinity : scan.peakSum
    let start = now
    let end = now + min(scan.ahead, noiseLength - scan.noiseCount)
    repeat {
      let place = now & mask
      let before = scan.slopeSum
      scan.slopeSum += slopes[place] - slopes[(now &- window) & mask]
      scan.noiseSum += noise[place]
      if place == mask {
        // Rounding must not add up.
        scan.slopeSum = 0
        for back in 0..<window { scan.slopeSum += slopes[(now &- back) & mask] }
      }
      let falls: UInt8 = scan.slopeSum < before ? 1 : 0
      let rises: UInt8 = scan.slopeSum > before ? 1 : 0
      let exceeds: UInt8 = before > highest ? 1 : 0
      // One branch for all: which way it goes next is hard to predict.
      if falls & scan.rising & exceeds != 0 {
        highest = before
        scan.peakPosition = now &- 1
        scan.peakSum = before
        due = min(alreadyDue, scan.peakPosition &+ times.refractory)
      }
      scan.rising = rises | scan.rising & ~falls
      now &+= 1
    } while now < end && now <= due
    scan.ahead -= now - start
    if scan.isMeasured {
      scan.quiet += now - start
      scan.noiseCount += now - start
    }
    if scan.noiseCount == noiseLength {
      state.noise.append(scan.noiseSum / Double(noiseLength))
      scan.noiseSum = 0
      scan.noiseCount = 0
    }
    state.scan = scan
    state.count = now
  }

  /// Whether a value in mV is one: neither missing nor beyond what any electrode has.
  @inline(__always)
  static func isValid(_ value: Double) -> Bool { value.magnitude < 1000 }

  /// Whether the missing sample `now` is bridged; if not, the filters will start anew.
  private func bridges(_ absence: inout Absence, _ now: Int) -> Bool {
    absence.count += 1
    if absence.isRunning, absence.count <= bridge { return true }
    absence.gap = (now + 1 - absence.count, now + 1)
    absence.isRunning = false
    return false
  }
}
