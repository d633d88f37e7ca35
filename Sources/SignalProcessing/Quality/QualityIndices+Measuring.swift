extension QualityIndices {
  /// Appends the vector of the window that has just become full.
  func measure(_ state: inout State, into vectors: inout [Float]) {
    let oldest = state.count % window
    for index in 0..<window {
      let place = oldest + index
      state.samples[index] = state.ring[place < window ? place : place - window]
    }
    let start = state.count - window
    forgetBeats(before: start, &state.first)
    forgetBeats(before: start, &state.second)
    let moments = SampleMoments(of: state.samples.span)
    let isMeasured = 2 * moments.count >= window
    for index in indices {
      switch index {
      case .missing: vectors.append(Float(window - moments.count) / Float(window))
      case .agreement: vectors.append(Float(agreement(state)))
      case _ where !isMeasured: vectors.append(.nan)
      case .kurtosis: vectors.append(Float(moments.kurtosis))
      case .skewness: vectors.append(Float(moments.skewness))
      case .complexes: vectors.append(share(of: 5..<15, in: 5..<40, state))
      case .baseline: vectors.append(1 - share(of: 0..<1, in: 0..<40, state))
      case .powerline:
        vectors.append(share(of: limits.mains - 1..<limits.mains + 1, in: 5..<100, state))
      case .flat: vectors.append(Float(flatCount(&state)) / Float(moments.count))
      case .saturated: vectors.append(Float(saturatedCount(state)) / Float(moments.count))
      case .template: vectors.append(Float(template(&state)))
      }
    }
    state.spectrum.removeAll(keepingCapacity: true)
  }

  /// Not-a-number where the band reaches beyond half the rate, or where there is no power.
  private func share(
    of band: Range<Double>, in whole: Range<Double>, _ state: State
  ) -> Float {
    guard band.upperBound <= rate / 2, state.spectrum.count == welch.width else {
      return .nan
    }
    let whole = whole.lowerBound..<min(whole.upperBound, rate / 2)
    let power = welch.power(of: state.spectrum.span, in: whole)
    return power > 0 ? Float(welch.power(of: state.spectrum.span, in: band) / power) : .nan
  }

  /// The samples of the window that lie in stretches of `flatCount` that range over little.
  ///
  /// A missing sample ends a stretch.
  private func flatCount(_ state: inout State) -> Int {
    var flat = 0
    var run = 0
    /// The first sample that was not counted yet.
    var free = 0
    state.range.removeAll()
    for index in 0..<window {
      guard state.samples[index].isFinite else {
        run = 0
        state.range.removeAll()
        continue
      }
      state.range.append(state.samples[index], at: index)
      run += 1
      guard run >= limits.flatCount, let range = state.range.range, range < limits.flatRange
      else { continue }
      flat += index + 1 - max(free, index + 1 - limits.flatCount)
      free = index + 1
    }
    return flat
  }

  private func saturatedCount(_ state: State) -> Int {
    var count = 0
    for index in 0..<window where limits.rails.holds(state.samples[index], state.rails) {
      count += 1
    }
    return count
  }

  private func template(_ state: inout State) -> Double {
    let start = state.count - window
    let count = beats(of: state.first, before: state.count)
    for index in 0..<count { state.first[index] -= start }
    let mean = mean(&state.template, of: state.samples, at: state.first, count)
    for index in 0..<count { state.first[index] += start }
    return mean
  }

  private func mean(
    _ template: inout TemplateCorrelation, of samples: [Float], at beats: [Int], _ count: Int
  ) -> Double {
    template.mean(of: samples.span, at: beats.span.extracting(0..<count))
  }

  private func agreement(_ state: State) -> Double {
    BeatAgreement.share(
      of: state.first.span.extracting(0..<beats(of: state.first, before: state.count)),
      and: state.second.span.extracting(0..<beats(of: state.second, before: state.count)),
      tolerance: tolerance)
  }

  private func beats(of all: [Int], before end: Int) -> Int {
    var count = 0
    while count < all.count, all[count] < end { count += 1 }
    return count
  }

  private func forgetBeats(before start: Int, _ beats: inout [Int]) {
    beats.removeFirst(self.beats(of: beats, before: start))
  }
}
