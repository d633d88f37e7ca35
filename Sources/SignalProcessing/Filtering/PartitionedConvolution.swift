/// The convolution of an endless signal with fixed taps, block by block, by overlap-save.
///
/// The taps are cut into parts as long as a block. Each block of input is transformed once, and the
/// output is the sum of the last blocks' spectra, each times that of its part. Where the blocks may be
/// several times as long as the taps, these stay whole, and two blocks are transformed at once.
///
/// W. G. Gardner, Efficient convolution without input-output delay, J. Audio Eng. Soc. 43 (1995)
/// 127–136; T. G. Stockham, High-speed convolution and correlation, AFIPS 1966, 229–233,
/// doi:10.1145/1464182.1464209.
struct PartitionedConvolution: Sendable {
  /// Where one run of the convolution stands.
  struct State: Sendable {
    /// The samples before the block, and the block that is being filled.
    fileprivate var window: [Float]
    fileprivate var filled = 0
    /// The spectra of the last blocks, a ring.
    fileprivate var spectra: [SIMD2<Float>]
    fileprivate var newest = 0
    fileprivate var sum: [SIMD2<Float>]
    /// At its end, once a block is full: the output of that block.
    fileprivate var result: [Float]
    /// What a paired convolution works on.
    fileprivate var values: LaneTransform.Values
  }

  /// The length of a block.
  let hop: Int
  /// The samples before a block that are transformed with it.
  private let overlap: Int
  private let transform: RealFourierTransform
  private let parts: Int
  /// The spectra of the parts of the taps, one after the other.
  private let response: [SIMD2<Float>]
  /// What takes long blocks, in which case there is no part and nothing for `transform` to do.
  private let paired: PairedConvolution?

  /// Blocks of at most `limit` samples: two of a paired convolution, or the largest power of two that
  /// the taps can use.
  init(taps: [Double], notAbove limit: Int) {
    precondition(limit > 0 && !taps.isEmpty)
    if PairedConvolution.hop(taps: taps.count) <= limit {
      let paired = PairedConvolution(taps: taps)
      hop = paired.hop
      overlap = paired.overlap
      transform = RealFourierTransform(count: 1)
      parts = 0
      response = []
      self.paired = paired
      return
    }
    var hop = 1
    while 2 * hop <= limit && hop < taps.count { hop *= 2 }
    self.hop = hop
    overlap = hop
    paired = nil
    transform = RealFourierTransform(count: 2 * hop)
    parts = (taps.count + hop - 1) / hop
    var response: [SIMD2<Float>] = []
    var spectrum = [SIMD2<Float>](repeating: .zero, count: hop + 1)
    for part in 0..<parts {
      var padded = [Float](repeating: 0, count: 2 * hop)
      // The transform and its inverse multiply by their length: it is divided out here.
      for index in part * hop..<min(taps.count, (part + 1) * hop) {
        padded[index - part * hop] = Float(taps[index] / Double(2 * hop))
      }
      var coefficients = spectrum.mutableSpan
      transform.forward(padded.span, into: &coefficients)
      response += spectrum
    }
    self.response = response
  }

  func start() -> State {
    State(
      window: Array(repeating: 0, count: overlap + hop),
      spectra: Array(repeating: .zero, count: parts * (hop + 1)),
      sum: Array(repeating: .zero, count: parts > 0 ? hop + 1 : 0),
      result: Array(repeating: 0, count: overlap + hop),
      values: paired?.start() ?? LaneTransform.Values(real: [], imaginary: []))
  }

  /// Forgets all input.
  func restart(_ state: inout State) {
    for index in state.window.indices { state.window[index] = 0 }
    for index in state.spectra.indices { state.spectra[index] = .zero }
    state.filled = 0
  }

  /// How many samples fill the block.
  func room(_ state: State) -> Int { hop - state.filled }

  /// Takes one sample; true where it fills a block, whose output can then be read.
  func push(_ sample: Float, _ state: inout State) -> Bool {
    state.window[overlap + state.filled] = sample
    return advance(by: 1, &state)
  }

  /// Takes samples for which there is room, less `base`; true where they fill a block.
  func push(_ samples: Span<Float>, less base: Float, _ state: inout State) -> Bool {
    let start = overlap + state.filled
    var window = state.window.mutableSpan
    for index in samples.indices { window[start + index] = samples[index] - base }
    return advance(by: samples.count, &state)
  }

  private func advance(by count: Int, _ state: inout State) -> Bool {
    state.filled += count
    guard state.filled == hop else { return false }
    if let paired {
      paired.convolve(state.window, &state.values, into: &state.result)
    } else {
      convolve(&state)
    }
    state.filled = 0
    var window = state.window.mutableSpan
    for index in 0..<overlap { window[index] = window[hop + index] }
    return true
  }

  /// Appends the samples of the last full block's output that lie in `range`, and `offset` to each.
  func append(
    _ range: Range<Int>, adding offset: Float, _ mark: FilteredSamples.Mark, _ state: State,
    to output: inout FilteredSamples
  ) {
    let place = overlap + range.lowerBound
    output.append(
      state.result.span.extracting(place..<place + range.count), adding: offset, mark)
  }

  private func convolve(_ state: inout State) {
    let length = hop + 1
    state.newest = (state.newest + parts - 1) % parts
    forward(state.window, into: &state.sum)
    for index in 0..<length {
      state.spectra[state.newest * length + index] = state.sum[index]
      state.sum[index] = .zero
    }
    for part in 0..<parts {
      let block = (state.newest + part) % parts * length
      let taps = part * length
      for index in 0..<length {
        let x = state.spectra[block + index]
        let h = response[taps + index]
        state.sum[index] += SIMD2(x.x * h.x - x.y * h.y, x.x * h.y + x.y * h.x)
      }
    }
    inverse(&state.sum, into: &state.result)
  }

  private func forward(_ samples: [Float], into coefficients: inout [SIMD2<Float>]) {
    var coefficients = coefficients.mutableSpan
    transform.forward(samples.span, into: &coefficients)
  }

  private func inverse(_ coefficients: inout [SIMD2<Float>], into samples: inout [Float]) {
    var coefficients = coefficients.mutableSpan
    var samples = samples.mutableSpan
    transform.inverse(&coefficients, into: &samples)
  }
}
