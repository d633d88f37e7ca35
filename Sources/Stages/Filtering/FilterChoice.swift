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
      "design", default: .butterworth,
      "How second-order sections trade ripple, flanks and phase: the stated frequencies are at −3 dB for"
        + " butterworth (−6 dB by zeroPhase), where the ripple ends for chebyshev1 and elliptic, and"
        + " where the stop band begins for chebyshev2. A filter of linear phase is at −6 dB half its"
        + " transition farther out.")
    ripple = settings.number(
      "ripple", in: 0.001...10, default: 1, unit: "dB",
      "How far the pass band of chebyshev1 and elliptic ripples; of even order they also lose as much"
        + " at frequency zero, and pressures with it.")
    attenuation = settings.number(
      "attenuation", in: 11...150, default: 40, unit: "dB",
      "How far the stop band of chebyshev2 and elliptic is down.")
    latency = settings.number(
      "latency", in: 0.001...10, default: 0.25, unit: "s",
      "The longest block of the filter of linear phase.")
  }

  /// Whether the filter can give nothing before the end of the recording.
  var needsWhole: Bool { method == .zeroPhase }

  /// The filter of a band for a channel, whose rate has been checked to hold the band.
  func filter(
    _ band: FilterBand, of channel: ChannelDescription, _ gaps: GapPolicy
  ) throws(Mismatch) -> any ChannelFilter {
    let rate = try channel.wave(key: "channels").hertz
    switch method {
    case .sections:
      return SameRate(
        RecursiveFilter(
          try settling(sections(band, rate), on: channel), rate: rate, bridging: gaps.bridge))
    case .linearPhase:
      return SameRate(
        LinearPhaseFilter(
          try channel.linearPhase(band), rate: rate, latency: latency, bridging: gaps.bridge))
    case .zeroPhase:
      return WholeChannel(
        filter: ZeroPhaseFilter(
          try settling(sections(band, rate), on: channel), bridge: gaps.bridge(at: rate)))
    }
  }

  /// Throws where a filter is so steep or so narrow that rounding or time leaves it no steady state.
  private func settling(
    _ sections: SecondOrderSections, on channel: ChannelDescription
  ) throws(Mismatch) -> SecondOrderSections {
    guard sections.settling(to: 0.01) < .max else {
      throw Mismatch(
        "order",
        "the filter would not settle on '\(channel.name)': it is too steep or too narrow for its rate"
      )
    }
    return sections
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
  /// The filter of linear phase for a band that the channel's rate holds; throws where it would be
  /// longer than there is room for.
  func linearPhase(_ band: FilterBand) throws(Mismatch) -> FiniteImpulseResponse {
    let rate = try wave(key: "channels").hertz
    guard FiniteImpulseResponse.length(band, rate: rate) <= Self.mostTaps else {
      throw Mismatch(
        "method",
        "a filter of linear phase for so narrow a transition would have more than a million samples"
          + " of '\(name)'")
    }
    return .design(band, rate: rate)
  }

  private static let mostTaps = 1e6

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
