import Pipelines
import SignalProcessing
import Signals

/// One run over one channel of a stage that makes a vector of each spectrum.
struct SpectralRun: Sendable {
  let welch: SlidingWelch
  private var memory: SlidingWelch.State
  private let slot: Int
  private let output: Int
  /// The position of the first sample of the run.
  private var origin: Int?
  /// How many spectra there have been.
  private var count = 0
  private var spectra: [Float] = []

  /// A run over the channel in `slot`, whose vectors go to the one in `output`.
  init(_ welch: SlidingWelch, slot: Int, output: Int) {
    self.welch = welch
    self.slot = slot
    self.output = output
    memory = welch.start()
  }

  /// Adds to the output what `append` makes of each spectrum, at the time of the last sample it is of.
  mutating func process(
    _ part: inout Recording,
    append: (_ spectrum: Span<Float>, _ values: inout [Float]) -> Void
  ) {
    let input = part.channels[slot]
    part.channels[output].through = input.through
    if origin == nil, input.count > 0 { origin = input.first }
    guard let origin, let rate = input.description.rate else { return }
    var spectra: [Float] = []
    swap(&spectra, &self.spectra)
    defer { swap(&spectra, &self.spectra) }
    spectra.removeAll(keepingCapacity: true)
    welch.process(input.samples.span, &memory, into: &spectra)
    let width = welch.width
    for index in 0..<spectra.count / width {
      let spectrum = spectra.span.extracting(index * width..<(index + 1) * width)
      append(spectrum, &part.channels[output].samples)
      part.channels[output].times.append(rate.time(of: origin + welch.end(ofSpectrum: count) - 1))
      count += 1
    }
  }
}
