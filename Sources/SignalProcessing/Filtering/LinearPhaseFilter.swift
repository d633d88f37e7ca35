/// A linear-phase filter run over a stream, with its delay taken back.
///
/// Each sample of the output belongs to the sample of the input at the same position, and comes at
/// most ``latency`` samples later. Blocks are counted from the first sample of a segment, so how the
/// stream is cut does not show. Before its first and after its last sample a segment is taken to go
/// on as a constant.
///
/// Half the filter's length at either end of a segment is an edge.
public struct LinearPhaseFilter: SignalFilter {
  /// Where one run of the filter stands.
  public struct State: Sendable {
    fileprivate var convolution: PartitionedConvolution.State
    fileprivate var isInSegment = false
    fileprivate var first: Float = 0
    fileprivate var last: Float = 0
    /// Samples missing since the last one that was there.
    fileprivate var missing = 0
    /// Samples that the convolution has taken in this segment, and given.
    fileprivate var taken = 0
    fileprivate var given = 0
    /// Outputs of the convolution that lie before the segment.
    fileprivate var leading = 0
    /// Which of the samples that are still in the convolution were missing, a ring.
    fileprivate var isMissing: [Bool]
    /// How many had been taken in the segment before the newest of those.
    fileprivate var newestMissing = -1
  }

  /// The filter.
  public let response: FiniteImpulseResponse
  /// The samples in a block.
  public let hop: Int
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int
  /// By how many samples the output is behind at most: filter, block and bridge.
  public var latency: Int { response.delay + hop - 1 + bridge }

  /// Half the filter's length.
  public var edges: (leading: Int, trailing: Int) { (response.delay, response.delay) }

  private let convolution: PartitionedConvolution
  private let constantGain: Double
  private let mask: Int

  /// A filter that takes blocks of at most `hop` samples and bridges up to `bridge` missing ones.
  ///
  /// The block is the longest that `hop` allows and the filter can use. A sample costs least where
  /// `hop` is long enough for two transforms, each at least four times as long as the filter.
  public init(_ response: FiniteImpulseResponse, hop: Int, bridge: Int) {
    precondition(hop >= 1 && bridge >= 0)
    self.response = response
    self.bridge = bridge
    convolution = PartitionedConvolution(taps: response.taps, notAbove: hop)
    self.hop = convolution.hop
    constantGain = response.taps.reduce(0, +)
    var length = 1
    while length < response.delay + 2 * convolution.hop { length *= 2 }
    mask = length - 1
  }

  /// A filter whose blocks last at most `latency` seconds, bridging missing samples for `bridge`.
  public init(
    _ response: FiniteImpulseResponse, rate: Double, latency: Double = 0.25,
    bridging bridge: Double = 0.1
  ) {
    self.init(
      response, hop: max(1, Int((latency * rate).rounded(.down))),
      bridge: Int((bridge * rate).rounded(.down)))
  }

  /// The state before the first sample.
  public func start() -> State {
    State(convolution: convolution.start(), isMissing: Array(repeating: false, count: mask + 1))
  }

  /// Appends to `output` the next positions' samples, as far as `samples` decide them.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples
  ) {
    var index = 0
    while index < samples.count {
      let sample = samples[index]
      index += 1
      if sample.isFinite {
        if state.isInSegment {
          bridgeGap(to: sample, &state, &output)
        } else {
          begin(sample, &state)
        }
        take(sample, isMissing: false, &state, &output)
        let end = samples.endOfFinite(from: index, to: samples.count)
        take(samples.extracting(index..<end), &state, &output)
        state.last = samples[end - 1]
        index = end
      } else if state.isInSegment, state.missing < bridge {
        state.missing += 1
      } else {
        finish(&state, into: &output)
        output.appendMissing()
      }
    }
  }

  /// Appends to `output` what is still held back, up to the last position of the input.
  public func finish(_ state: inout State, into output: inout FilteredSamples) {
    guard state.isInSegment else { return }
    let end = state.taken
    while state.given < end { push(state.last, end: end, &state, &output) }
    for _ in 0..<state.missing { output.appendMissing() }
    state.missing = 0
    state.isInSegment = false
  }

  private func begin(_ sample: Float, _ state: inout State) {
    convolution.restart(&state.convolution)
    state.isInSegment = true
    state.first = sample
    state.taken = 0
    state.given = 0
    state.newestMissing = -1
    state.leading = response.delay
  }

  private func bridgeGap(to sample: Float, _ state: inout State, _ output: inout FilteredSamples) {
    guard state.missing > 0 else { return }
    let step = (sample - state.last) / Float(state.missing + 1)
    for index in 1...state.missing {
      take(state.last + Float(index) * step, isMissing: true, &state, &output)
    }
    state.missing = 0
  }

  private func take(
    _ sample: Float, isMissing: Bool, _ state: inout State, _ output: inout FilteredSamples
  ) {
    if isMissing {
      state.isMissing[state.taken & mask] = true
      state.newestMissing = state.taken
    }
    state.taken += 1
    push(sample, end: state.taken, &state, &output)
  }

  /// Takes samples none of which is missing.
  private func take(
    _ samples: Span<Float>, _ state: inout State, _ output: inout FilteredSamples
  ) {
    var index = 0
    while index < samples.count {
      let end = min(samples.count, index + convolution.room(state.convolution))
      state.taken += end - index
      let isFull = convolution.push(
        samples.extracting(index..<end), less: state.first, &state.convolution)
      if isFull { giveBlock(end: state.taken, &state, &output) }
      index = end
    }
  }

  /// Takes a sample and gives the output of the block it fills, up to the segment's `end`.
  ///
  /// The first sample is subtracted before and added behind: large offsets cost no precision.
  private func push(
    _ sample: Float, end: Int, _ state: inout State, _ output: inout FilteredSamples
  ) {
    guard convolution.push(sample - state.first, &state.convolution) else { return }
    giveBlock(end: end, &state, &output)
  }

  private func giveBlock(end: Int, _ state: inout State, _ output: inout FilteredSamples) {
    let offset = Float(Double(state.first) * constantGain)
    var index = min(state.leading, hop)
    state.leading -= index
    let limit = min(hop, index + end - state.given)
    while index < limit {
      let (mark, count) = stretch(upTo: limit - index, &state)
      convolution.append(
        index..<index + count, adding: offset, mark, state.convolution, to: &output)
      state.given += count
      index += count
    }
  }

  /// How far the next samples to be given are to be trusted, and for how many that holds.
  private func stretch(
    upTo limit: Int, _ state: inout State
  ) -> (mark: FilteredSamples.Mark, count: Int) {
    let place = state.given & mask
    if state.isMissing[place] {
      state.isMissing[place] = false
      return (.bridged, 1)
    }
    let limit = state.given <= state.newestMissing ? 1 : limit
    if state.given < response.delay { return (.edge, min(limit, response.delay - state.given)) }
    let sound = state.taken - response.delay - state.given
    return sound > 0 ? (.sound, min(limit, sound)) : (.edge, limit)
  }
}
