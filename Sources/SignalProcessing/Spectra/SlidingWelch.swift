/// The power spectral density of a stream, averaged over the last stretches of it.
///
/// Stretches overlap by half, lose their mean, are tapered by a Hann window and transformed; a spectrum
/// is the mean of the last stretches' squared magnitudes, one-sided, in units squared per Hz:
/// `scipy.signal.welch` over a window that slides. A stretch in which a sample is missing is left out;
/// where fewer than half of the stretches remain, a spectrum is NaN.
///
/// P. D. Welch, The use of fast Fourier transform for the estimation of power spectra, IEEE Trans.
/// Audio Electroacoust. 15 (1967) 70–73, doi:10.1109/TAU.1967.1161901.
public struct SlidingWelch: Sendable {
  /// Where one run stands.
  public struct State: Sendable {
    /// The samples seen.
    fileprivate var count = 0
    /// The samples of the stretch that is being filled, a ring, and how many of them are missing.
    fileprivate var samples: [Float]
    fileprivate var missing = 0
    /// The last stretches' densities, a ring, and which of them have any.
    fileprivate var densities: [Float]
    fileprivate var isMeasured: [Bool]
    fileprivate var stretches = 0
    fileprivate var tapered: [Float]
    fileprivate var coefficients: [SIMD2<Float>]
  }

  /// The samples per second.
  public let rate: Double
  /// The samples in a stretch.
  public let length: Int
  /// The stretches in a spectrum.
  public let averaged: Int
  /// The stretches from one spectrum to the next.
  public let stride: Int
  /// The samples from one stretch to the next.
  public var hop: Int { length - length / 2 }
  /// The values in a spectrum: densities from frequency zero to half the rate.
  public var width: Int { length / 2 + 1 }
  /// The frequency in Hz from one value to the next.
  public var resolution: Double { rate / Double(length) }
  /// The samples that a spectrum is of.
  public var span: Int { length + (averaged - 1) * hop }
  /// The samples from one spectrum to the next.
  public var period: Int { hop * stride }

  private let taper: [Double]
  private let scale: Float
  private let transform: RealFourierTransform

  /// Spectra of the last `averaged` stretches of `length` samples, one every `stride` stretches.
  public init(rate: Double, length: Int, averaged: Int, stride: Int = 1) {
    precondition(rate > 0 && length > 1 && averaged > 0 && stride > 0)
    self.rate = rate
    self.length = length
    self.averaged = averaged
    self.stride = stride
    taper = Window.hann.periodic(length)
    scale = Float(1 / (rate * taper.reduce(0) { $0 + $1 * $1 }))
    transform = RealFourierTransform(count: length)
  }

  /// The state before the first sample.
  public func start() -> State {
    State(
      samples: Array(repeating: 0, count: length),
      densities: Array(repeating: 0, count: averaged * width),
      isMeasured: Array(repeating: false, count: averaged),
      tapered: Array(repeating: 0, count: length),
      coefficients: Array(repeating: .zero, count: width))
  }

  /// The position behind the last sample of the spectrum numbered `index`, from zero.
  public func end(ofSpectrum index: Int) -> Int { span + index * period }

  /// Appends to `spectra` those that `samples` complete, ``width`` values each.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into spectra: inout [Float]
  ) {
    for index in samples.indices {
      let place = state.count % length
      if state.count >= length, !state.samples[place].isFinite { state.missing -= 1 }
      if !samples[index].isFinite { state.missing += 1 }
      state.samples[place] = samples[index]
      state.count += 1
      guard state.count >= length, (state.count - length) % hop == 0 else { continue }
      measure(&state)
      if state.stretches >= averaged, (state.stretches - averaged) % stride == 0 {
        average(state, into: &spectra)
      }
    }
  }

  /// The power between the frequencies of `band` in Hz: the area under the straight lines between the
  /// values, so that adjoining bands add up.
  public func power(of spectrum: Span<Float>, in band: Range<Double>) -> Double {
    precondition(spectrum.count == width)
    var sum = 0.0
    for index in 1..<width {
      let left = Double(index - 1) * resolution
      let from = max(left, band.lowerBound)
      let to = min(left + resolution, band.upperBound)
      guard from < to else { continue }
      let middle = ((from + to) / 2 - left) / resolution
      let density = Double(spectrum[index - 1]) * (1 - middle) + Double(spectrum[index]) * middle
      sum += density * (to - from)
    }
    return sum
  }

  private func measure(_ state: inout State) {
    let slot = state.stretches % averaged
    state.stretches += 1
    state.isMeasured[slot] = state.missing == 0
    guard state.missing == 0 else { return }
    let oldest = state.count % length
    var sum = 0.0
    for index in 0..<length { sum += Double(state.samples[(oldest + index) % length]) }
    let mean = sum / Double(length)
    for index in 0..<length {
      let sample = Double(state.samples[(oldest + index) % length]) - mean
      state.tapered[index] = Float(sample * taper[index])
    }
    transformed(state.tapered, into: &state.coefficients)
    for index in 0..<width {
      let c = state.coefficients[index]
      let isShared = index > 0 && 2 * index < length
      state.densities[slot * width + index] =
        (c.x * c.x + c.y * c.y) * (isShared ? 2 * scale : scale)
    }
  }

  private func transformed(_ samples: [Float], into coefficients: inout [SIMD2<Float>]) {
    var coefficients = coefficients.mutableSpan
    transform.forward(samples.span, into: &coefficients)
  }

  /// The mean over the stretches that have densities, the oldest first.
  private func average(_ state: State, into spectra: inout [Float]) {
    let measured = state.isMeasured.count { $0 }
    for index in 0..<width {
      var sum: Float = 0
      for stretch in 0..<averaged {
        let slot = (state.stretches + stretch) % averaged
        if state.isMeasured[slot] { sum += state.densities[slot * width + index] }
      }
      spectra.append(2 * measured >= averaged ? sum / Float(measured) : .nan)
    }
  }
}
