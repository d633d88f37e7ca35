import Configuration
import Pipelines
import SignalProcessing
import Signals

/// How a stage filters a band: the kind of filter and what it costs.
struct FilterChoice: Sendable {
  private enum Method: String, CaseIterable, Sendable { case sections, linearPhase, zeroPhase }

  private enum Design: String, CaseIterable, Sendable {
    case butterworth, chebyshev1, chebyshev2, elliptic, bessel
  }

  private let order: Int
  private let method: Method
  private let design: Design
  private let ripple: Double
  private let attenuation: Double
  private let latency: Double

  /// Reads the choice.
  init(_ settings: inout Settings) {
    order = settings.integer(
      "order", in: 1...8, default: 2, "The order of each flank of second-order sections.")
    method = settings.choice(
      "method", default: .sections,
      "Second-order sections, without delay; a filter of linear phase, which delays and keeps shapes;"
        + " or sections forth and back, which keep shapes too and need the whole recording.")
    design = settings.choice(
      "design", default: .butterworth, "How second-order sections trade ripple, flanks and phase.")
    ripple = settings.number(
      "ripple", in: 0.001...10, default: 1, unit: "dB",
      "How far the pass band of chebyshev1 and elliptic ripples.")
    attenuation = settings.number(
      "attenuation", in: 11...150, default: 40, unit: "dB",
      "How far the stop band of chebyshev2 and elliptic is down.")
    latency = settings.number(
      "latency", in: 0.001...10, default: 0.25, unit: "s",
      "The longest block of the filter of linear phase.")
  }

  /// Whether the filter can give nothing before the end of the recording.
  var needsWhole: Bool { method == .zeroPhase }

  /// The filter of a band for a channel of `rate`, which has been checked to hold the band.
  func filter(_ band: FilterBand, rate: Double, _ gaps: GapPolicy) -> any ChannelFilter {
    switch method {
    case .sections:
      SameRate(RecursiveFilter(sections(band, rate), rate: rate, bridging: gaps.bridge))
    case .linearPhase:
      SameRate(
        LinearPhaseFilter(
          FiniteImpulseResponse.design(band, rate: rate), rate: rate, latency: latency,
          bridging: gaps.bridge))
    case .zeroPhase:
      WholeChannel(
        filter: ZeroPhaseFilter(sections(band, rate), bridge: gaps.bridge(at: rate)))
    }
  }

  private func sections(_ band: FilterBand, _ rate: Double) -> SecondOrderSections {
    let kind: RecursiveDesign =
      switch design {
      case .butterworth: .butterworth
      case .chebyshev1: .chebyshevI(ripple: ripple)
      case .chebyshev2: .chebyshevII(attenuation: attenuation)
      case .elliptic: .elliptic(ripple: ripple, attenuation: attenuation)
      case .bessel: .bessel(.phase)
      }
    return kind.sections(order: order, band: band, rate: rate)
  }
}

extension ChannelDescription {
  /// The rate of a wave that holds `frequency`; throws, naming the setting `key`, where it does not.
  func rate(above frequency: Double, key: String) throws(Mismatch) -> Double {
    let rate = try wave(key: "channels").hertz
    guard frequency < rate / 2 else {
      throw Mismatch(
        key, "'\(key)' must be below half the rate of '\(name)', which is \(rate / 2) Hz")
    }
    return rate
  }
}
