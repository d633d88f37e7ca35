import Pipelines
import SignalProcessing
import Signals

/// One run over one channel of a stage that makes something of each spectrum.
struct SpectralRun: Sendable {
  let welch: SlidingWelch
  private var memory: SlidingWelch.State
  private let slot: Int
  private let outputs: Range<Int>
  /// The position of the first sample of the run.
  private var origin: Int?
  /// How many spectra there have been.
  private var count = 0
  private var spectra: [Float] = []

  /// A run over the channel in `slot`, of which come the channels in `outputs`.
  init(_ welch: SlidingWelch, slot: Int, outputs: Range<Int>) {
    self.welch = welch
    self.slot = slot
    self.outputs = outputs
    memory = welch.start()
  }

  /// A run over the channel in `slot`, whose vectors go to the one in `output`.
  init(_ welch: SlidingWelch, slot: Int, output: Int) {
    self.init(welch, slot: slot, outputs: output..<output + 1)
  }

  /// Adds to the output what `append` makes of each spectrum, at the time of the last sample it is of.
  mutating func process(
    _ part: inout Recording,
    append: (_ spectrum: Span<Float>, _ values: inout [Float]) -> Void
  ) {
    let output = outputs.lowerBound
    process(&part) { spectrum, time, part in
      append(spectrum, &part.channels[output].samples)
      part.channels[output].times.append(time)
    }
  }

  /// Lets `take` make of each spectrum, and the time of the last sample it is of, what goes to the
  /// outputs.
  mutating func process(
    _ part: inout Recording,
    take: (_ spectrum: Span<Float>, _ time: Time, _ part: inout Recording) -> Void
  ) {
    let input = part.channels[slot]
    for output in outputs { part.channels[output].through = input.through }
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
      take(spectrum, rate.time(of: origin + welch.end(ofSpectrum: count) - 1), &part)
      count += 1
    }
  }
}
