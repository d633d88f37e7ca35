import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Gives the power spectral density of a channel.
struct Spectrum: Stage {
  static let name = "spectrum"
  static let summary =
    "Gives the power spectral density of a channel over a sliding window, by Welch or by multitaper."

  static let example = StageExample(
    #"{ "stage": "spectrum", "high": 40 }"#, seconds: 0...30)

  private enum Method: String, CaseIterable {
    case welch, multitaper
  }

  private let channels: ChannelSelection
  private let method: Method
  private let spectra: WelchSettings
  private let halfBandwidth: Double
  private let limits: FrequencyLimits
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The channel to measure: of several that fit, the one named first, else the first.")
    method = settings.choice(
      "method", default: .welch,
      "'welch' averages over segments under Hann's window, in steps of 1 / 'segment' Hz;"
        + " 'multitaper' over Slepian's tapers of the whole window, in steps of 1 / 'window' Hz.")
    spectra = WelchSettings(&settings)
    halfBandwidth = settings.number(
      "halfBandwidth", in: 1...20, default: 4,
      "How far the tapers of 'multitaper' smooth to either side, in multiples of 1 / 'window' Hz;"
        + " there are twice as many less one.")
    limits = FrequencyLimits(&settings)
    output = settings.string("output", default: "spectrum", "The name of the channel of spectra.")
  }

  private struct Parts {
    var welch: SlidingWelch
    var indices: Range<Int>
    var slot: Int
  }

  private func parts(on layout: Layout) throws(Mismatch) -> Parts {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let welch = method == .welch ? try spectra.welch(on: channel) : try multitaper(on: channel)
    let indices = try FrequencyLimits.indices(
      of: welch.frequencies, in: limits.band(on: channel),
      key: method == .welch ? "segment" : "window")
    return Parts(welch: welch, indices: indices, slot: slot)
  }

  private func multitaper(on channel: ChannelDescription) throws(Mismatch) -> SlidingWelch {
    let rate = try channel.wave(key: "channels").hertz
    let length = Int((spectra.window * rate).rounded())
    guard Double(length) > 4 * halfBandwidth else {
      throw Mismatch(
        "window", "'window' must hold more than \(4 * halfBandwidth) samples of '\(channel.name)'")
    }
    guard length <= Self.longest else {
      throw Mismatch(
        "window", "'window' must hold at most \(Self.longest) samples of '\(channel.name)'")
    }
    let count = max(1, Int((2 * halfBandwidth).rounded(.down)) - 1)
    return SlidingWelch(
      rate: rate,
      tapers: .slepian(length: length, halfBandwidth: halfBandwidth, count: count),
      hop: max(1, Int((spectra.every * rate).rounded())))
  }

  /// Longer tapers take seconds to find.
  private static let longest = 100_000

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let parts = try parts(on: layout)
    let channel = layout.channels[parts.slot]
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: output, kind: .numeric, unit: channel.unit.squared.perHertz,
        axis: parts.indices.map { FrequencyLimits.word(parts.welch.frequencies[$0]) },
        delay: channel.delay), key: "output")
    return layout
  }

  struct State: Sendable {
    var run: SpectralRun
    var indices: Range<Int>
  }

  func start(on layout: Layout) -> State {
    do {
      let parts = try parts(on: layout)
      return State(
        run: SpectralRun(parts.welch, slot: parts.slot, output: layout.channels.count),
        indices: parts.indices)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  /// A spectrum has the time of the last sample it is of.
  func process(_ part: inout Recording, _ state: inout State) {
    let indices = state.indices
    state.run.process(&part) { spectrum, values in
      for index in indices { values.append(spectrum[index]) }
    }
  }
}
