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
    fileprivate var spectrogram: Spectrogram.State
    fileprivate var recent: Recent
  }

  /// The last stretches.
  fileprivate struct Recent: Sendable {
    /// Their densities, a ring, and which of them have any.
    var densities: [Float]
    var isMeasured: [Bool]
    var stretches = 0
  }

  /// The stretches in a spectrum.
  public let averaged: Int
  /// The stretches from one spectrum to the next.
  public let stride: Int
  /// The stretches one by one.
  private let spectrogram: Spectrogram

  /// The frequencies of a spectrum.
  public var frequencies: FrequencyAxis { spectrogram.frequencies }
  /// The samples per second.
  public var rate: Double { frequencies.rate }
  /// The samples in a stretch.
  public var length: Int { spectrogram.length }
  /// The samples from one stretch to the next.
  public var hop: Int { spectrogram.hop }
  /// The values in a spectrum: densities from frequency zero to half the rate.
  public var width: Int { spectrogram.width }
  /// The frequency in Hz from one value to the next.
  public var resolution: Double { frequencies.resolution }
  /// The samples that a spectrum is of.
  public var span: Int { length + (averaged - 1) * hop }
  /// The samples from one spectrum to the next.
  public var period: Int { hop * stride }

  /// Spectra of the last `averaged` stretches of `length` samples, one every `stride` stretches.
  public init(rate: Double, length: Int, averaged: Int, stride: Int = 1) {
    self.init(
      rate: rate, tapers: .window(.hann, length: length), hop: length - length / 2,
      averaged: averaged, stride: stride)
  }

  /// Spectra of the last `averaged` stretches, `hop` samples from one to the next, under other tapers
  /// than Hann's: with one stretch each, the columns of a ``Spectrogram``.
  public init(rate: Double, tapers: TaperSet, hop: Int, averaged: Int = 1, stride: Int = 1) {
    precondition(averaged > 0 && stride > 0)
    self.averaged = averaged
    self.stride = stride
    spectrogram = Spectrogram(rate: rate, tapers: tapers, hop: hop)
  }

  /// The state before the first sample.
  public func start() -> State {
    State(
      spectrogram: spectrogram.start(),
      recent: Recent(
        densities: Array(repeating: 0, count: averaged * width),
        isMeasured: Array(repeating: false, count: averaged)))
  }

  /// The position behind the last sample of the spectrum numbered `index`, from zero.
  public func end(ofSpectrum index: Int) -> Int { span + index * period }

  /// Appends to `spectra` those that `samples` complete, ``width`` values each.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into spectra: inout [Float]
  ) {
    process(samples, &state.spectrogram, &state.recent, into: &spectra)
  }

  /// The power between the frequencies of `band` in Hz: the area under the straight lines between the
  /// values, so that adjoining bands add up.
  public func power(of spectrum: Span<Float>, in band: Range<Double>) -> Double {
    frequencies.power(of: spectrum, in: band)
  }

  private func process(
    _ samples: Span<Float>, _ state: inout Spectrogram.State, _ recent: inout Recent,
    into spectra: inout [Float]
  ) {
    spectrogram.process(samples, &state) { column in
      let slot = recent.stretches % averaged
      recent.stretches += 1
      recent.isMeasured[slot] = !column[0].isNaN
      for index in column.indices { recent.densities[slot * width + index] = column[index] }
      if recent.stretches >= averaged, (recent.stretches - averaged) % stride == 0 {
        average(recent, into: &spectra)
      }
    }
  }

  /// The mean over the stretches that have densities, the oldest first.
  private func average(_ recent: Recent, into spectra: inout [Float]) {
    let measured = recent.isMeasured.count { $0 }
    let first = spectra.count
    for _ in 0..<width { spectra.append(0) }
    for stretch in 0..<averaged {
      let slot = (recent.stretches + stretch) % averaged
      guard recent.isMeasured[slot] else { continue }
      for index in 0..<width {
        spectra[first + index] += recent.densities[slot * width + index]
      }
    }
    let isEnough = 2 * measured >= averaged
    for index in first..<spectra.count {
      spectra[index] = isEnough ? spectra[index] / Float(measured) : .nan
    }
  }
}
