/// The convolution of an endless signal with fixed taps, block by block, by overlap-save.
///
/// The taps are cut into parts as long as a block. Each block of input is transformed once, and the
/// output is the sum of the last blocks' spectra, each times that of its part.
///
/// W. G. Gardner, Efficient convolution without input-output delay, J. Audio Eng. Soc. 43 (1995)
/// 127–136; T. G. Stockham, High-speed convolution and correlation, AFIPS 1966, 229–233,
/// doi:10.1145/1464182.1464209.
struct PartitionedConvolution: Sendable {
  /// Where one run of the convolution stands.
  struct State: Sendable {
    /// The block before and the block that is being filled.
    var window: [Float]
    var filled = 0
    /// The spectra of the last blocks, a ring.
    fileprivate var spectra: [SIMD2<Float>]
    fileprivate var newest = 0
    fileprivate var sum: [SIMD2<Float>]
    /// In its second half, once a block is full: the output of that block.
    fileprivate var result: [Float]
  }

  /// The length of a block.
  let hop: Int
  private let transform: RealFourierTransform
  private let parts: Int
  /// The spectra of the parts of the taps, one after the other.
  private let response: [SIMD2<Float>]

  init(taps: [Double], hop: Int) {
    precondition(hop > 0 && !taps.isEmpty)
    self.hop = hop
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
      window: Array(repeating: 0, count: 2 * hop),
      spectra: Array(repeating: .zero, count: parts * (hop + 1)),
      sum: Array(repeating: .zero, count: hop + 1), result: Array(repeating: 0, count: 2 * hop))
  }

  /// Forgets all input.
  func restart(_ state: inout State) {
    for index in state.window.indices { state.window[index] = 0 }
    for index in state.spectra.indices { state.spectra[index] = .zero }
    state.filled = 0
  }

  /// Takes one sample; true where it fills a block, whose output can then be read.
  func push(_ sample: Float, _ state: inout State) -> Bool {
    state.window[hop + state.filled] = sample
    state.filled += 1
    guard state.filled == hop else { return false }
    convolve(&state)
    for index in 0..<hop { state.window[index] = state.window[hop + index] }
    state.filled = 0
    return true
  }

  /// The output at the `index`-th sample of the block that was filled last.
  func output(_ index: Int, _ state: State) -> Float { state.result[hop + index] }

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
