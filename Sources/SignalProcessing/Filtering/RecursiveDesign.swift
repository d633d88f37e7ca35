internal import Kernels

/// A kind of recursive filter: how it trades its flanks against ripple and phase.
///
/// A prototype that passes what is below 1 rad/s is moved to the band wanted, and by the bilinear
/// transform from the analog to the digital plane, as `scipy.signal.iirfilter` does.
public enum RecursiveDesign: Sendable, Equatable {
  /// No ripple anywhere, −3 dB at the stated frequencies (`scipy.signal.butter`).
  ///
  /// S. Butterworth, On the Theory of Filter Amplifiers, Experimental Wireless 7 (1930) 536–541.
  case butterworth
  /// `ripple` dB in the pass band, which ends at the stated frequencies (`scipy.signal.cheby1`).
  ///
  /// T. W. Parks, C. S. Burrus, Digital Filter Design, Wiley 1987.
  case chebyshevI(ripple: Double)
  /// `attenuation` dB in the stop band, which begins at the stated frequencies
  /// (`scipy.signal.cheby2`).
  ///
  /// T. W. Parks, C. S. Burrus, Digital Filter Design, Wiley 1987.
  case chebyshevII(attenuation: Double)
  /// `ripple` dB in the pass band, which ends at the stated frequencies, and the steepest fall to
  /// `attenuation` dB, which is the larger (`scipy.signal.ellip`).
  ///
  /// S. J. Orfanidis, Lecture Notes on Elliptic Filter Design, Rutgers University 2006.
  case elliptic(ripple: Double, attenuation: Double)
  /// The flattest delay, for orders up to 15 (`scipy.signal.bessel`).
  ///
  /// W. E. Thomson, Delay networks having maximally flat frequency characteristics, Proc. IEE 96
  /// (1949) 487–490, doi:10.1049/pi-3.1949.0101. The bilinear transform keeps little of the delay's
  /// flatness near half the rate.
  case bessel(BesselNorm)

  /// What of a Bessel filter lies at the stated frequency.
  public enum BesselNorm: Sendable {
    /// Half the phase: far out the gain is that of a Butterworth filter.
    case phase
    /// The frequency whose inverse is the delay of slow signals.
    case delay
    /// −3 dB.
    case magnitude
  }

  /// The filter of this kind for `band` at `rate`.
  ///
  /// - Parameters:
  ///   - order: at least 1; of each flank where a band has two.
  ///   - band: what is let through.
  ///   - rate: samples per second.
  /// - Returns: the cascade, its gain in the first section, poles nearest to the unit circle last.
  public func sections(order: Int, band: FilterBand, rate: Double) -> SecondOrderSections {
    SecondOrderSections(digital(order: order, band: band, rate: rate).sections())
  }

  /// The zeros, poles and gain in the z-plane.
  func digital(order: Int, band: FilterBand, rate: Double) -> ZerosPolesGain {
    precondition(order >= 1, "a filter has at least order 1")
    let low = prototype(order)
    let analog =
      switch band {
      case .lowPass(let frequency): low.lowPass(warped(frequency, rate))
      case .highPass(let frequency): low.highPass(warped(frequency, rate))
      case .bandPass(let lower, let upper):
        low.bandPass(
          centre: centre(lower, upper, rate), width: warped(upper, rate) - warped(lower, rate))
      case .bandStop(let lower, let upper):
        low.bandStop(
          centre: centre(lower, upper, rate), width: warped(upper, rate) - warped(lower, rate))
      }
    return analog.bilinear()
  }

  private func prototype(_ order: Int) -> ZerosPolesGain {
    switch self {
    case .butterworth: .butterworth(order)
    case .chebyshevI(let ripple): .chebyshevI(order, ripple: ripple)
    case .chebyshevII(let attenuation): .chebyshevII(order, attenuation: attenuation)
    case .elliptic(let ripple, let attenuation):
      .elliptic(order, ripple: ripple, attenuation: attenuation)
    case .bessel(let norm): .bessel(order, norm: norm)
    }
  }

  /// The analog frequency that the bilinear transform at two samples a second takes to `frequency`.
  private func warped(_ frequency: Double, _ rate: Double) -> Double {
    precondition(frequency > 0 && frequency < rate / 2, "0 < frequency < rate / 2")
    return 4 * Elementary.tan(Double.pi * (2 * frequency / rate) / 2)
  }

  private func centre(_ lower: Double, _ upper: Double, _ rate: Double) -> Double {
    precondition(lower < upper, "the lower frequency comes first")
    return (warped(lower, rate) * warped(upper, rate)).squareRoot()
  }
}
