/// Indices of how good a signal is, over windows of a stream that overlap or not.
///
/// A window is a number of half segments of `half` samples, and a vector of indices comes each `stride`
/// half segments, of the last window, once one is full. Indices of the spectrum are of Welch's method
/// (``SlidingWelch``): segments of two halves in a Hann window, their mean removed, the powers being
/// areas under the straight lines between the values. Where fewer than half of a window's samples are
/// finite, all indices but ``Index/missing`` and ``Index/agreement`` are not-a-number.
///
/// None of them is calibrated: a higher kSQI is not a better signal by so much. Reviews:
/// - G. D. Clifford et al., Signal quality indices and data fusion for determining clinical
///   acceptability of electrocardiograms, Physiol. Meas. 33 (2012) 1419–1433,
///   doi:10.1088/0967-3334/33/9/1419;
/// - Z. Zhao, Y. Zhang, SQI quality evaluation mechanism of single-lead ECG signal based on simple
///   heuristic fusion and fuzzy comprehensive evaluation, Front. Physiol. 9 (2018) 727,
///   doi:10.3389/fphys.2018.00727;
/// - M. Elgendi, Optimal signal quality index for photoplethysmogram signals, Bioengineering 3 (2016)
///   21, doi:10.3390/bioengineering3040021, for the skewness.
public struct QualityIndices: Sendable {
  /// What is measured.
  public enum Index: String, CaseIterable, Sendable {
    /// The kurtosis, 3 for normal samples and more for an electrocardiogram: see ``SampleMoments``.
    case kurtosis = "kSQI"
    /// The skewness: see ``SampleMoments``.
    case skewness = "sSQI"
    /// The power from 5 to 15 Hz over that from 5 to 40 Hz (or half the rate).
    case complexes = "pSQI"
    /// One less the power up to 1 Hz over that up to 40 Hz (or half the rate).
    case baseline = "basSQI"
    /// The power within 1 Hz of the mains' frequency over that from 5 to 100 Hz (or half the rate).
    case powerline
    /// The share of the finite samples that lie in a stretch that is flat.
    case flat
    /// The share of the finite samples at a rail that is known at the end of the window.
    case saturated
    /// The share of the samples that are not finite.
    case missing
    /// How alike the beats of the first detector are: see ``TemplateCorrelation``.
    case template
    /// How far two detectors of beats agree within 0.15 s: see ``BeatAgreement``.
    case agreement = "bSQI"

    var isOfSpectrum: Bool { [.complexes, .baseline, .powerline].contains(self) }
  }

  /// What counts as what.
  public struct Limits: Sendable {
    /// The frequency of the mains in Hz.
    public var mains: Double
    /// A flat stretch ranges over less than this, in the units of the signal.
    public var flatRange: Float
    /// The samples that a flat stretch has at least.
    public var flatCount: Int
    /// Where the signal saturates.
    public var rails: Rails

    /// These limits.
    public init(mains: Double, flatRange: Float, flatCount: Int, rails: Rails) {
      precondition(mains > 1 && flatRange > 0 && flatCount > 0)
      self.mains = mains
      self.flatRange = flatRange
      self.flatCount = flatCount
      self.rails = rails
    }
  }

  /// What a vector holds, in this order.
  public let indices: [Index]
  /// The samples per second.
  public let rate: Double
  /// The samples of a window.
  public let window: Int
  /// The samples from one vector to the next.
  public let period: Int
  /// What counts as what.
  public let limits: Limits

  let welch: SlidingWelch
  private let needsSpectra: Bool
  /// The samples within which two detectors mean the same beat.
  let tolerance: Int

  /// Indices of the last `halves` (at least two) half segments, one vector every `stride` of them.
  public init(
    _ indices: [Index], rate: Double, half: Int, halves: Int, stride: Int, limits: Limits
  ) {
    precondition(rate > 0 && half > 0 && halves > 1 && stride > 0)
    self.indices = indices
    self.rate = rate
    self.limits = limits
    window = half * halves
    period = half * stride
    tolerance = Int((0.15 * rate).rounded())
    welch = SlidingWelch(rate: rate, length: 2 * half, averaged: halves - 1, stride: stride)
    needsSpectra = indices.contains { $0.isOfSpectrum }
  }

  /// The position behind the last sample of the vector numbered `index`, from zero.
  public func end(ofVector index: Int) -> Int { window + index * period }

  /// Appends to `vectors` those that `samples` complete, a value for each index.
  ///
  /// What a window takes of beats are those noted before its last sample is given. Nothing is
  /// allocated where `vectors` has room, but for beats beyond five a second.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into vectors: inout [Float]
  ) {
    var from = 0
    while from < samples.count {
      let beyond = state.count - window
      let left = beyond < 0 ? -beyond : period - beyond % period
      let to = min(samples.count, from + left)
      take(samples.extracting(from..<to), &state)
      if to - from == left { measure(&state, into: &vectors) }
      from = to
    }
  }

  private func take(_ samples: Span<Float>, _ state: inout State) {
    if needsSpectra { welch.process(samples, &state.welch, into: &state.spectrum) }
    for index in samples.indices {
      _ = limits.rails.learn(from: samples[index], &state.rails)
      state.ring[state.count % window] = samples[index]
      state.count += 1
    }
  }
}
