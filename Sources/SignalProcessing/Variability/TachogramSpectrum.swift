/// The power spectral density of NN intervals by Welch's method, over windows of one length.
///
/// The intervals are a function of the times they end at. It is sampled at 4 Hz from the window's
/// beginning, along the straight line from one interval to the next, where these end no more than 5 s
/// apart; before the first and behind the last the value is held for as long. Segments of 120 s, or
/// of the window if that is shorter, overlap by half, lose their mean and are tapered by a Hann
/// window. A segment in which a sample is missing is left out; where fewer than half remain there
/// is no spectrum. Densities are in ms²/Hz, one-sided. The straight lines smooth: of a pulse of 75 per
/// minute they take 4 % of the power at 0.1 Hz and half of that at 0.4 Hz.
public struct TachogramSpectrum: Sendable {
  /// What one measurement after the other writes to.
  public struct State: Sendable {
    fileprivate var memory: SlidingWelch.State
    fileprivate var samples: [Float]
    fileprivate var spectra: [Float] = []
  }

  /// The samples per second.
  public static let rate = 4.0
  /// The longest time between the ends of two intervals over which a line is drawn, in s.
  public static let bridge = 5.0
  /// The longest segment, in s.
  public static let segment = 120.0

  private let welch: SlidingWelch

  /// The frequency in Hz from one density to the next.
  public var resolution: Double { welch.resolution }

  /// Spectra over windows of so many seconds, one at least; what of a window is no whole half
  /// segment is left out at its end.
  public init(window: Double) {
    precondition(window >= 1)
    // An even length, so that windows that follow one another begin with a segment.
    let length = 2 * Int((min(window, Self.segment) * Self.rate / 2 + 1e-9).rounded(.down))
    let samples = Int((window * Self.rate + 1e-9).rounded(.down))
    welch = SlidingWelch(
      rate: Self.rate, length: length, averaged: 1 + (samples - length) / (length / 2))
  }

  /// Room for measurements.
  public func start() -> State {
    State(memory: welch.start(), samples: Array(repeating: .nan, count: welch.span))
  }

  /// Measures the intervals of a window.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms, finite.
  ///   - ends: When each ends, in s, increasing.
  ///   - start: When the window begins, in s.
  ///   - state: What is written to; what it held before does not matter.
  public func measure(
    _ intervals: Span<Double>, ends: Span<Double>, from start: Double, _ state: inout State
  ) {
    precondition(intervals.count == ends.count)
    var samples: [Float] = []
    swap(&samples, &state.samples)
    defer { swap(&samples, &state.samples) }
    sample(intervals, ends, start, &samples)
    state.spectra.removeAll(keepingCapacity: true)
    // As many samples as all segments have take the place of what was there before.
    welch.process(samples.span, &state.memory, into: &state.spectra)
  }

  /// The power in ms² between the frequencies of a band in Hz, NaN where there is no spectrum.
  public func power(in band: Range<Double>, _ state: State) -> Double {
    let first = state.spectra.count - welch.width
    precondition(first >= 0, "there has been a measurement")
    return welch.power(of: state.spectra.span.extracting(first..<first + welch.width), in: band)
  }

  private func sample(
    _ intervals: Span<Double>, _ ends: Span<Double>, _ start: Double, _ samples: inout [Float]
  ) {
    // What all samples have in common is of no account, and would cost digits.
    let mean = intervals.mean
    var next = 0
    for index in samples.indices {
      let time = start + Double(index) / Self.rate
      while next < ends.count, ends[next] <= time { next += 1 }
      let before = next > 0 ? next - 1 : next
      let after = next < ends.count ? next : next - 1
      samples[index] = .nan
      guard after >= 0 else { continue }
      if before == after {
        if abs(time - ends[before]) <= Self.bridge {
          samples[index] = Float(intervals[before] - mean)
        }
      } else if ends[after] - ends[before] <= Self.bridge {
        let share = (time - ends[before]) / (ends[after] - ends[before])
        let value = intervals[before] + (intervals[after] - intervals[before]) * share
        samples[index] = Float(value - mean)
      }
    }
  }
}
