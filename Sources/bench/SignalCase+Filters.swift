internal import Kernels
internal import SignalProcessing

extension SignalCase {
  /// Filters and resampling, in the parts that a stream comes in.
  static var filters: [SignalCase] {
    [
      streamed("bandpass-sos4/5M", by: cascade),
      streamed("bandpass-sos4x8/5M", by: cascade, channels: 8),
      streamed("fir-1001-fft/5M", by: linearPhase),
      streamed("resample-360-250/5M", by: RationalResampler(up: 25, down: 36, bridge: 36)),
    ]
  }

  private static var cascade: RecursiveFilter {
    RecursiveFilter(Butterworth.bandPass(order: 4, low: 0.5, high: 40, rate: 360), rate: 360)
  }

  /// A filter of 1001 taps.
  private static var linearPhase: LinearPhaseFilter {
    LinearPhaseFilter(
      .design(.bandPass(1.5, 40), rate: 360, lowerTransition: 1.1869, upperTransition: 10),
      hop: 8192, bridge: 36)
  }

  /// All samples in `channels` equal shares, each share a stream of its own.
  private static func streamed(
    _ name: String, by filter: some SignalFilter, channels: Int = 1
  ) -> SignalCase {
    SignalCase(name: name) {
      let samples = noise()
      let share = count / channels
      var output = FilteredSamples()
      return Measurement(repeats: 5, work: Double(share * channels)) {
        for channel in 0..<channels {
          var state = filter.start()
          for start in stride(from: channel * share, to: (channel + 1) * share, by: 4096) {
            let end = min(start + 4096, (channel + 1) * share)
            filter.process(samples.span.extracting(start..<end), &state, into: &output)
            output.removeAll()
          }
        }
      }.inverted(times: 1)
    }
  }
}
