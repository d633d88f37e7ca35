/// Changes the rate of a stream by a ratio of whole numbers, each sample keeping its time.
///
/// The signal is interpolated by a low-pass filter (a sinc under a Kaiser window, β = 5, ten
/// crossings to either side) of which only the taps that meet a sample are multiplied. Inside a
/// segment the samples equal those of `scipy.signal.resample_poly`; beyond its ends a segment is taken
/// to go on as a constant, where SciPy takes zeros.
///
/// R. E. Crochiere, L. R. Rabiner, Interpolation and decimation of digital signals, Proc. IEEE 69
/// (1981) 300–331, doi:10.1109/PROC.1981.11969.
///
/// The positions of the output count at its own rate.
public struct RationalResampler: SignalFilter {
  /// Where one run of the resampler stands.
  public struct State: Sendable {
    /// The position of the next sample of the input, and of the output.
    fileprivate var position: Int
    fileprivate var next: Int
    /// The first and the last position of the segment so far.
    fileprivate var first: Int?
    fileprivate var last = 0
    /// The newest samples, a ring that is held twice, end to end: any stretch of it is in one piece.
    fileprivate var samples: [Double]
    /// Which of the newest samples were missing, a ring.
    fileprivate var isMissing: [Bool]
    /// The position of the newest of those.
    fileprivate var newestMissing = Int.min / 2
  }

  /// The samples of the output for ``down`` samples of the input.
  public let up: Int
  /// The samples of the input for ``up`` samples of the output.
  public let down: Int
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int
  /// By how many samples of the input the output is behind at most.
  public var latency: Int { filter.middle / up + 1 + bridge }

  /// Half the filter's length, in samples of the input.
  public var edges: (leading: Int, trailing: Int) { (filter.middle / up, filter.middle / up) }

  private let filter: PolyphaseTaps
  private let mask: Int
  /// The samples that are taken before outputs are given.
  private static let block = 256

  /// A resampler of `up` samples for each `down`, bridging up to `bridge` missing samples.
  public init(up: Int, down: Int, bridge: Int) {
    precondition(up > 0 && down > 0 && bridge >= 0, "a ratio is of positive numbers")
    let divisor = greatestCommonDivisor(up, down)
    self.up = up / divisor
    self.down = down / divisor
    self.bridge = bridge
    let longer = Double(max(self.up, self.down))
    let taps = FiniteImpulseResponse.windowedSinc(
      cutoff: 0.5, count: 20 * max(self.up, self.down) + 1, rate: longer, window: .kaiser(beta: 5))
    filter = PolyphaseTaps(taps.map { [up = self.up] in $0 * Double(up) }, phases: self.up)
    var length = 1
    while length < filter.window + Self.block + bridge + 4 { length *= 2 }
    mask = length - 1
  }

  /// The state before the input's sample at position zero.
  public func start() -> State { start(at: 0) }

  /// The state before the input's sample at `position`.
  ///
  /// Positions count from the same moment at both rates: sample `p` of the input and `q` of the output
  /// are taken at the same time where `p · up = q · down`.
  public func start(at position: Int) -> State {
    State(
      position: position, next: outputPosition(notBefore: position),
      samples: Array(repeating: 0, count: 2 * (mask + 1)),
      isMissing: Array(repeating: false, count: mask + 1))
  }

  /// Begins anew before the input's sample at `position`, with the room the state has.
  public func restart(_ state: inout State, at position: Int) {
    state.position = position
    state.next = outputPosition(notBefore: position)
    state.first = nil
    state.newestMissing = Int.min / 2
  }

  /// The first position of the output that is not before the input's `position`.
  public func outputPosition(notBefore position: Int) -> Int {
    -floorDivided(-position * up, by: down)
  }

  /// Appends to `output` the next positions' samples, as far as `samples` decide them.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples
  ) {
    var index = 0
    while index < samples.count {
      let limit = min(samples.count, index + Self.block)
      if samples[index].isFinite {
        take(Double(samples[index]), &state)
        let end = samples.endOfFinite(from: index + 1, to: limit)
        takeMore(samples.extracting((index + 1)..<end), &state)
        state.position += end - index
        index = end
        give(upTo: state.last, &state, &output)
      } else {
        if state.first == nil || state.position - state.last > bridge {
          finishSegment(&state, &output)
          giveNothing(upTo: state.position, &state, &output)
        }
        state.position += 1
        index += 1
      }
    }
  }

  /// Appends to `output` what is still held back, up to the last position of the input.
  public func finish(_ state: inout State, into output: inout FilteredSamples) {
    finishSegment(&state, &output)
    giveNothing(upTo: state.position - 1, &state, &output)
  }

  private func take(_ sample: Double, _ state: inout State) {
    let position = state.position
    if state.first == nil {
      state.first = position
    } else if state.last + 1 < position {
      let before = state.samples[state.last & mask]
      let step = (sample - before) / Double(position - state.last)
      for missing in (state.last + 1)..<position {
        store(before + Double(missing - state.last) * step, at: missing, isMissing: true, &state)
      }
    }
    store(sample, at: position, isMissing: false, &state)
    state.last = position
  }

  /// Takes what follows the sample taken last, all of it finite.
  private func takeMore(_ samples: Span<Float>, _ state: inout State) {
    let size = mask + 1
    var index = 0
    while index < samples.count {
      let place = (state.last + 1 + index) & mask
      let count = min(samples.count - index, size - place)
      var isMissing = state.isMissing.mutableSpan
      for offset in place..<place + count { isMissing[offset] = false }
      var ring = state.samples.mutableSpan
      for offset in 0..<count { ring[place + offset] = Double(samples[index + offset]) }
      for offset in place..<place + count { ring[size + offset] = ring[offset] }
      index += count
    }
    state.last += samples.count
  }

  private func store(
    _ sample: Double, at position: Int, isMissing: Bool, _ state: inout State
  ) {
    let place = position & mask
    state.samples[place] = sample
    state.samples[place + mask + 1] = sample
    state.isMissing[place] = isMissing
    if isMissing { state.newestMissing = position }
  }

  /// Gives what needs no sample after `known`.
  private func give(upTo known: Int, _ state: inout State, _ output: inout FilteredSamples) {
    guard let first = state.first else { return }
    giveNothing(before: first, &state, &output)
    // Its newest sample is the centre and half the filter, divided by `up` and rounded down.
    let end = (known + 1) * up - filter.middle
    guard state.next * down < end else { return }
    var centre = Centre(state.next, up, down)
    let (whole, rest) = down.quotientAndRemainder(dividingBy: up)
    while state.next * down < end {
      let wanted = min(Self.block, (end - state.next * down + down - 1) / down)
      let given = giveSound(wanted, &centre, (whole, rest), first, state, &output)
      state.next += given
      if given == 0 {
        giveNext(centre, first, &state, &output)
        centre.advance(whole: whole, rest: rest, up)
      }
    }
  }

  /// Gives up to `wanted` samples, as long as all that they depend on was measured; says how many.
  private func giveSound(
    _ wanted: Int, _ centre: inout Centre, _ step: (whole: Int, rest: Int), _ first: Int,
    _ state: State, _ output: inout FilteredSamples
  ) -> Int {
    let samples = state.samples.span
    let earliest = max(first + filter.reach, state.newestMissing + 1)
    let latest = state.last - filter.reach
    var sums = InlineArray<256, Double>(repeating: 0)
    var count = 0
    while count < wanted, earliest <= centre.position, centre.position <= latest {
      sums[count] = filter.sum(
        centre.phase, samples, at: (centre.position - filter.reach) & mask)
      centre.advance(whole: step.whole, rest: step.rest, up)
      count += 1
    }
    output.append(rounding: sums.span.extracting(first: count), .sound)
    return count
  }

  /// Gives what lies within the segment, and ends it.
  private func finishSegment(_ state: inout State, _ output: inout FilteredSamples) {
    guard let first = state.first else { return }
    giveNothing(before: first, &state, &output)
    while state.next * down <= state.last * up {
      giveNext(Centre(state.next, up, down), first, &state, &output)
    }
    state.first = nil
  }

  private func giveNothing(
    upTo position: Int, _ state: inout State, _ output: inout FilteredSamples
  ) {
    while state.next * down <= position * up {
      output.appendMissing()
      state.next += 1
    }
  }

  private func giveNothing(
    before position: Int, _ state: inout State, _ output: inout FilteredSamples
  ) {
    while state.next * down < position * up {
      output.appendMissing()
      state.next += 1
    }
  }

  /// The sum over the samples under the filter when its middle is at the next position.
  private func giveNext(
    _ centre: Centre, _ first: Int, _ state: inout State, _ output: inout FilteredSamples
  ) {
    let oldest = centre.position - filter.reach
    let isEdge =
      (oldest < first || centre.position + filter.reach > state.last)
      && (centre.position + filter.newest(centre.phase) > state.last
        || centre.position + filter.oldest(centre.phase) < first)
    let sum =
      isEdge
      ? filter.sum(centre.phase) { offset in
        state.samples[min(max(oldest + offset, first), state.last) & mask]
      } : filter.sum(centre.phase, state.samples.span, at: oldest & mask)
    let after = centre.phase == 0 ? centre.position : centre.position + 1
    let isMissing = state.isMissing[centre.position & mask] || state.isMissing[after & mask]
    // The taps beside the filter are zeros, whose products may be negative ones.
    output.append(Float(sum) + 0, isMissing ? .bridged : isEdge ? .edge : .sound)
    state.next += 1
  }
}

/// Where the middle of the filter lies: at a sample of the input and some of its `up` parts after it.
private struct Centre {
  var position: Int
  var phase: Int

  /// Before the sample of the output at `next`.
  init(_ next: Int, _ up: Int, _ down: Int) {
    position = floorDivided(next * down, by: up)
    phase = next * down - position * up
  }

  /// Goes to the next sample of the output, which lies `whole` samples and `rest` parts of `up` later.
  @inline(__always)
  mutating func advance(whole: Int, rest: Int, _ up: Int) {
    position += whole
    phase += rest
    if phase >= up {
      phase -= up
      position += 1
    }
  }
}

private func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
  right == 0 ? left : greatestCommonDivisor(right, left % right)
}

private func floorDivided(_ number: Int, by divisor: Int) -> Int {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}
