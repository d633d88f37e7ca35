internal import Kernels

/// The generalised Lomb–Scargle periodogram of samples at uneven times: at each frequency, how much
/// better than a constant a sinusoid on a floating mean fits the samples.
///
/// M. Zechmeister, M. Kürster, The generalised Lomb–Scargle periodogram, A&A 496 (2009) 577–584,
/// doi:10.1051/0004-6361:200811296; N. R. Lomb, Astrophys. Space Sci. 39 (1976) 447–462,
/// doi:10.1007/BF00648343. Equal to `astropy.timeseries.LombScargle(t, y, dy).power(f)`.
///
/// Samples of which time, value or uncertainty is not finite, or whose uncertainty is not above zero,
/// are left out. Powers are NaN where none remain. A sine or cosine that is the same at every sample is
/// no better than the constant, and is left out: where its mean square about its mean is below 1e-12.
/// So nothing is explained at frequency zero and, of evenly spaced samples, at multiples of their
/// rate, and half the rate is measured by its cosine alone; there astropy divides rounding by rounding.
public struct LombScargle: Sendable {
  /// What a power is.
  public enum Normalization: Sendable, CaseIterable {
    /// The share of the variance that the sinusoid explains, from 0 to 1.
    case standard
    /// What the sinusoid explains over what it leaves.
    case model
    /// The logarithm of what was to be explained over what is left.
    case logarithm
    /// In squared units where there are no uncertainties, astropy's `psd`: half the sum over the
    /// samples of what is explained, `N · A² / 4` for a sinusoid of amplitude A.
    case power
    /// In squared units per unit of frequency: what is explained times the time that the samples
    /// stand for, so that the area under a sinusoid's peak is `A² / 2`, and that under white noise up
    /// to half the mean rate its variance.
    case density
  }

  /// How the sums over the samples are found.
  public enum Method: Sendable, CaseIterable {
    /// One by one, in O(samples · frequencies).
    case direct
    /// By extirpolation onto an even grid and fast Fourier transforms, in O(n log n). Powers of ``Normalization/standard`` differ from the direct ones by less
    /// than 1e-10.
    case fast
  }

  /// Evenly spaced frequencies.
  public struct Grid: Hashable, Sendable {
    /// The first frequency, in cycles per unit of time.
    public let first: Double
    /// From one frequency to the next.
    public let step: Double
    /// How many there are.
    public let count: Int

    /// `count` frequencies from `first` on.
    public init(first: Double, step: Double, count: Int) {
      precondition(first >= 0 && first.isFinite && step > 0 && step.isFinite && count > 0)
      self.first = first
      self.step = step
      self.count = count
    }

    /// The frequency numbered `index`.
    public subscript(index: Int) -> Double { first + Double(index) * step }
  }

  private let normalization: Normalization

  /// A periodogram of this normalization.
  public init(_ normalization: Normalization = .standard) {
    self.normalization = normalization
  }

  /// The powers at the frequencies of `grid`; `uncertainties` are the standard deviations of the
  /// values, empty where all are alike.
  ///
  /// The sums over times from the first one on are found in double precision, so neither a large
  /// offset in time nor in value costs any.
  public func powers(
    times: Span<Double>, values: Span<Double>, uncertainties: Span<Double> = .init(),
    at grid: Grid, _ method: Method = .direct
  ) -> [Double] {
    let samples = WeightedSamples(times: times, values: values, uncertainties: uncertainties)
    guard samples.count > 0 else { return Array(repeating: .nan, count: grid.count) }
    let sums =
      switch method {
      case .direct: HarmonicSums(direct: samples, grid)
      case .fast: HarmonicSums(fast: samples, grid)
      }
    return (0..<grid.count).map { index in
      normalized(sums.explained(at: index), of: samples)
    }
  }

  /// What one periodogram after the other at the same frequencies is found in.
  public struct Room: Sendable {
    fileprivate var samples: WeightedSamples
    fileprivate var sums: HarmonicSums
    /// The powers found last.
    public fileprivate(set) var powers: [Double]

    /// Room for powers at the frequencies of a grid, and for this many samples; more is made where
    /// it is needed.
    public init(_ grid: Grid, samples capacity: Int = 0) {
      samples = WeightedSamples(capacity: capacity)
      sums = HarmonicSums(count: grid.count)
      powers = Array(repeating: .nan, count: grid.count)
    }
  }

  /// Finds the powers that ``powers(times:values:uncertainties:at:_:)`` finds directly, in room that
  /// is used again: nothing is allocated once the most samples have been seen.
  public func find(
    times: Span<Double>, values: Span<Double>, uncertainties: Span<Double> = .init(),
    at grid: Grid, in room: inout Room
  ) {
    precondition(room.powers.count == grid.count)
    room.samples.take(times: times, values: values, uncertainties: uncertainties)
    let isEmpty = room.samples.count == 0
    if !isEmpty { room.sums.find(direct: room.samples, grid) }
    for index in room.powers.indices {
      room.powers[index] =
        isEmpty ? .nan : normalized(room.sums.explained(at: index), of: room.samples)
    }
  }

  private func normalized(_ explained: Double, of samples: WeightedSamples) -> Double {
    switch normalization {
    case .standard: explained / samples.variance
    case .model: explained / (samples.variance - explained)
    case .logarithm: -Elementary.log(1 - explained / samples.variance)
    case .power: 0.5 * explained * samples.weight
    case .density: explained * samples.duration
    }
  }
}
