/// The power spectral density of a whole signal: the mean over stretches that overlap.
///
/// Each stretch loses its mean, is tapered and transformed; a density is the mean of the stretches'
/// squared magnitudes, one-sided, in units squared per Hz. With the standard window and overlap it is
/// `scipy.signal.welch(x, fs=rate, nperseg=length)`. A stretch with a sample that is not finite is left
/// out; where fewer than half of the stretches remain, or there is none, all densities are NaN.
///
/// P. D. Welch, The use of fast Fourier transform for the estimation of power spectra, IEEE Trans.
/// Audio Electroacoust. 15 (1967) 70–73, doi:10.1109/TAU.1967.1161901.
public struct Welch: Sendable {
  /// The frequencies of the densities.
  public let frequencies: FrequencyAxis
  /// The samples from one stretch to the next.
  public let hop: Int
  private let tapers: TaperSet

  /// Stretches under `tapers`, sharing `overlap` samples, half of a stretch if not given.
  public init(rate: Double, tapers: TaperSet, overlap: Int? = nil) {
    let overlap = overlap ?? tapers.length / 2
    precondition(rate > 0 && overlap >= 0 && overlap < tapers.length)
    frequencies = FrequencyAxis(rate: rate, length: tapers.length)
    hop = tapers.length - overlap
    self.tapers = tapers
  }

  /// Stretches of `length` samples under Hann's window, sharing half.
  public init(rate: Double, length: Int) {
    self.init(rate: rate, tapers: .window(.hann, length: length))
  }

  /// The densities of `samples`, by transforms in single precision.
  public func densities(of samples: Span<Float>) -> [Double] {
    densities(of: samples, by: RealFourierTransform.self)
  }

  /// The densities of `samples`, all in double precision.
  public func densities(of samples: Span<Double>) -> [Double] {
    densities(of: samples, by: DoubleFourierTransform.self)
  }

  private func densities<Transform: StretchTransform>(
    of samples: Span<Transform.Sample>, by _: Transform.Type
  ) -> [Double] {
    let stretch = StretchSpectrum<Transform>(tapers, rate: frequencies.rate)
    var memory = stretch.memory()
    var one = [Transform.Sample](repeating: 0, count: stretch.width)
    var sums = [Double](repeating: 0, count: stretch.width)
    var (measured, stretches, start) = (0, 0, 0)
    while start + stretch.length <= samples.count {
      var span = one.mutableSpan
      let part = samples.extracting(start..<start + stretch.length)
      if stretch.measure(part, &memory, into: &span) {
        measured += 1
        Self.add(one, to: &sums, by: Transform.self)
      }
      stretches += 1
      start += hop
    }
    guard measured > 0, 2 * measured >= stretches else { return sums.map { _ in .nan } }
    return sums.map { $0 / Double(measured) }
  }

  private static func add<Transform: StretchTransform>(
    _ densities: [Transform.Sample], to sums: inout [Double], by _: Transform.Type
  ) {
    densities.withUnsafeBufferPointer { densities in
      sums.withUnsafeMutableBufferPointer { sums in
        for index in sums.indices { sums[index] += Transform.wide(densities[index]) }
      }
    }
  }
}
