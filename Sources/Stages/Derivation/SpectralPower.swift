import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Measures how much power a channel has in bands of frequency.
struct SpectralPower: Stage {
  static let name = "spectral-power"
  static let summary =
    "Measures the power of a channel in bands of frequency, by Welch's method over a sliding window."

  struct Band: Sendable {
    var name: String
    var low: Double
    var high: Double

    init(_ settings: inout Settings) {
      name = settings.string("name", "The name of the band's value.")
      low = settings.number("low", in: 0...10_000, unit: "Hz", "The lower edge.")
      high = settings.number("high", in: 0...10_000, unit: "Hz", "The upper edge.")
      if low >= high { settings.refuse("high", "must be above 'low'") }
    }
  }

  private let channels: ChannelSelection
  private let bands: [Band]
  private let window: Double
  private let segment: Double
  private let every: Double
  private let isRelative: Bool
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The channel to measure: of several that fit, the one named first, else the first.")
    bands = settings.list("bands", required: true, "The bands, each one value of the output.") {
      Band(&$0)
    }
    window = settings.number(
      "window", in: 0.1...3600, default: 10, unit: "s", "The time that a value is of.")
    segment = settings.number(
      "segment", in: 0.05...3600, default: 2, unit: "s",
      "The time of one transform: the window is covered by segments that overlap by half.")
    every = settings.number(
      "every", in: 0.05...3600, default: 1, unit: "s",
      "The time from one value to the next, rounded to a multiple of half a segment.")
    isRelative = settings.flag(
      "relative", "Gives shares of the power at all frequencies above zero.")
    output = settings.string("output", default: "power", "The name of the channel of powers.")
    if segment > window { settings.refuse("segment", "must not be longer than 'window'") }
    if Set(bands.map(\.name)).count < bands.count {
      settings.refuse("bands", "must have names that differ")
    }
  }

  private func welch(on layout: Layout) throws(Mismatch) -> (welch: SlidingWelch, slot: Int) {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let rate = try channel.wave(key: "channels").hertz
    for band in bands where band.low >= band.high || band.high > rate / 2 {
      throw Mismatch(
        "bands",
        "the band '\(band.name)' must end at half the rate of '\(channel.name)', \(rate / 2) Hz")
    }
    let length = Int((segment * rate).rounded())
    guard length >= 2 else {
      throw Mismatch("segment", "'segment' must hold two samples of '\(channel.name)' at least")
    }
    let hop = Double(length - length / 2)
    let averaged = 1 + max(0, Int(((window * rate - Double(length)) / hop + 1e-9).rounded(.down)))
    let stride = max(1, Int((every * rate / hop).rounded()))
    return (SlidingWelch(rate: rate, length: length, averaged: averaged, stride: stride), slot)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let channel = layout.channels[try welch(on: layout).slot]
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: output, kind: .numeric,
        unit: isRelative ? .one : Unit(rawValue: channel.unit.rawValue + "2"),
        axis: bands.map(\.name), delay: channel.delay), key: "output")
    return layout
  }

  struct State: Sendable {
    var welch: SlidingWelch
    var memory: SlidingWelch.State
    var slot: Int
    var output: Int
    /// The position of the first sample of the run.
    var origin: Int?
    /// How many spectra there have been.
    var count = 0
    var spectra: [Float] = []
  }

  func start(on layout: Layout) -> State {
    do {
      let (welch, slot) = try welch(on: layout)
      return State(
        welch: welch, memory: welch.start(), slot: slot, output: layout.channels.count)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  /// A value has the time of the last sample it is of.
  func process(_ part: inout Recording, _ state: inout State) {
    let input = part.channels[state.slot]
    part.channels[state.output].through = input.through
    if state.origin == nil, input.count > 0 { state.origin = input.first }
    guard let origin = state.origin, let rate = input.description.rate else { return }
    var spectra: [Float] = []
    swap(&spectra, &state.spectra)
    defer { swap(&spectra, &state.spectra) }
    spectra.removeAll(keepingCapacity: true)
    state.welch.process(input.samples.span, &state.memory, into: &spectra)
    let width = state.welch.width
    for index in 0..<spectra.count / width {
      let spectrum = spectra.span.extracting(index * width..<(index + 1) * width)
      let whole = isRelative ? state.welch.power(of: spectrum, in: 0..<rate.hertz / 2) : 1
      for band in bands {
        part.channels[state.output].samples.append(
          Float(state.welch.power(of: spectrum, in: band.low..<band.high) / whole))
      }
      let last = origin + state.welch.end(ofSpectrum: state.count) - 1
      part.channels[state.output].times.append(rate.time(of: last))
      state.count += 1
    }
  }
}
