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
    /// The newest samples, and which of them were missing, rings.
    fileprivate var samples: [Float]
    fileprivate var isMissing: [Bool]
  }

  /// The samples of the output for ``down`` samples of the input.
  public let up: Int
  /// The samples of the input for ``up`` samples of the output.
  public let down: Int
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int
  /// By how many samples of the input the output is behind at most.
  public var latency: Int { taps.count / 2 / up + 1 + bridge }

  /// Half the filter's length, in samples of the input.
  public var edges: (leading: Int, trailing: Int) { (taps.count / 2 / up, taps.count / 2 / up) }

  /// The filter at the rate `up` times that of the input.
  private let taps: [Double]
  private let mask: Int

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
    self.taps = taps.map { [up = self.up] in $0 * Double(up) }
    var length = 1
    while length < taps.count / self.up + bridge + 4 { length *= 2 }
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
      samples: Array(repeating: 0, count: mask + 1),
      isMissing: Array(repeating: false, count: mask + 1))
  }

  /// Begins anew before the input's sample at `position`, with the room the state has.
  public func restart(_ state: inout State, at position: Int) {
    state.position = position
    state.next = outputPosition(notBefore: position)
    state.first = nil
  }

  /// The first position of the output that is not before the input's `position`.
  public func outputPosition(notBefore position: Int) -> Int {
    -floorDivided(-position * up, by: down)
  }

  /// Appends to `output` the next positions' samples, as far as `samples` decide them.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples
  ) {
    for index in samples.indices {
      if samples[index].isFinite {
        take(samples[index], &state)
        give(upTo: state.position, &state, &output)
      } else if state.first == nil || state.position - state.last > bridge {
        finishSegment(&state, &output)
        giveNothing(upTo: state.position, &state, &output)
      }
      state.position += 1
    }
  }

  /// Appends to `output` what is still held back, up to the last position of the input.
  public func finish(_ state: inout State, into output: inout FilteredSamples) {
    finishSegment(&state, &output)
    giveNothing(upTo: state.position - 1, &state, &output)
  }

  private func take(_ sample: Float, _ state: inout State) {
    let position = state.position
    if state.first == nil {
      state.first = position
    } else if state.last + 1 < position {
      let before = state.samples[state.last & mask]
      let step = (sample - before) / Float(position - state.last)
      for missing in (state.last + 1)..<position {
        state.samples[missing & mask] = before + Float(missing - state.last) * step
        state.isMissing[missing & mask] = true
      }
    }
    state.samples[position & mask] = sample
    state.isMissing[position & mask] = false
    state.last = position
  }

  /// Gives what needs no sample after `known`.
  private func give(upTo known: Int, _ state: inout State, _ output: inout FilteredSamples) {
    guard let first = state.first else { return }
    giveNothing(before: first, &state, &output)
    while floorDivided(state.next * down + taps.count / 2, by: up) <= known {
      giveNext(first, &state, &output)
    }
  }

  /// Gives what lies within the segment, and ends it.
  private func finishSegment(_ state: inout State, _ output: inout FilteredSamples) {
    guard let first = state.first else { return }
    giveNothing(before: first, &state, &output)
    while state.next * down <= state.last * up { giveNext(first, &state, &output) }
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
  private func giveNext(_ first: Int, _ state: inout State, _ output: inout FilteredSamples) {
    let centre = state.next * down
    let middle = taps.count / 2
    let newest = floorDivided(centre + middle, by: up)
    let oldest = -floorDivided(middle - centre, by: up)
    var sum = 0.0
    for position in oldest...newest {
      let known = min(max(position, first), state.last)
      sum += taps[centre - position * up + middle] * Double(state.samples[known & mask])
    }
    let before = floorDivided(centre, by: up)
    let after = -floorDivided(-centre, by: up)
    let isMissing = state.isMissing[before & mask] || state.isMissing[after & mask]
    let isEdge = oldest < first || newest > state.last
    output.append(Float(sum), isMissing ? .bridged : isEdge ? .edge : .sound)
    state.next += 1
  }
}

private func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
  right == 0 ? left : greatestCommonDivisor(right, left % right)
}

private func floorDivided(_ number: Int, by divisor: Int) -> Int {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}
