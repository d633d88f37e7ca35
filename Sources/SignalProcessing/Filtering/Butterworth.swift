internal import Kernels

/// Butterworth filters: no ripple anywhere, −3 dB at the stated frequencies.
///
/// The designs are those of `scipy.signal.butter(order, frequencies, fs: rate, output: "sos")`.
///
/// S. Butterworth, On the Theory of Filter Amplifiers, Experimental Wireless 7 (1930) 536–541.
public enum Butterworth {
  /// Passes what is below `frequency`, falling by `6 · order` dB an octave above it.
  ///
  /// - Parameters:
  ///   - order: at least 1.
  ///   - frequency: in Hz, between zero and half the rate.
  ///   - rate: samples per second.
  /// - Returns: the cascade, its gain in the first section.
  public static func lowPass(
    order: Int, frequency: Double, rate: Double
  ) -> SecondOrderSections {
    digital(prototype(order).lowPass(warped(frequency, rate)))
  }

  /// Passes what is above `frequency`, falling by `6 · order` dB an octave below it.
  ///
  /// - Parameters:
  ///   - order: at least 1.
  ///   - frequency: in Hz, between zero and half the rate.
  ///   - rate: samples per second.
  /// - Returns: the cascade, its gain in the first section.
  public static func highPass(
    order: Int, frequency: Double, rate: Double
  ) -> SecondOrderSections {
    digital(prototype(order).highPass(warped(frequency, rate)))
  }

  /// Passes what lies between `low` and `high`.
  ///
  /// - Parameters:
  ///   - order: of each flank, at least 1.
  ///   - low: in Hz, above zero.
  ///   - high: in Hz, above `low` and below half the rate.
  ///   - rate: samples per second.
  /// - Returns: the cascade, its gain in the first section.
  public static func bandPass(
    order: Int, low: Double, high: Double, rate: Double
  ) -> SecondOrderSections {
    let band = warpedBand(low, high, rate)
    return digital(prototype(order).bandPass(centre: band.centre, width: band.width))
  }

  /// Rejects what lies between `low` and `high`.
  ///
  /// - Parameters:
  ///   - order: of each flank, at least 1.
  ///   - low: in Hz, above zero.
  ///   - high: in Hz, above `low` and below half the rate.
  ///   - rate: samples per second.
  /// - Returns: the cascade, its gain in the first section.
  public static func bandStop(
    order: Int, low: Double, high: Double, rate: Double
  ) -> SecondOrderSections {
    let band = warpedBand(low, high, rate)
    return digital(prototype(order).bandStop(centre: band.centre, width: band.width))
  }

  /// Poles evenly on the left half of the unit circle.
  private static func prototype(_ order: Int) -> ZerosPolesGain {
    precondition(order >= 1, "a filter has at least order 1")
    let poles = stride(from: 1 - order, to: order, by: 2).map { m in
      let angle = Double.pi * Double(m) / Double(2 * order)
      return Complex(-Elementary.cos(angle), -Elementary.sin(angle))
    }
    return ZerosPolesGain(zeros: [], poles: poles, gain: 1)
  }

  /// The analog frequency that the bilinear transform at two samples a second takes to `frequency`.
  private static func warped(_ frequency: Double, _ rate: Double) -> Double {
    precondition(frequency > 0 && frequency < rate / 2, "0 < frequency < rate / 2")
    return 4 * Elementary.tan(Double.pi * (2 * frequency / rate) / 2)
  }

  private static func warpedBand(
    _ low: Double, _ high: Double, _ rate: Double
  ) -> (centre: Double, width: Double) {
    precondition(low < high, "low < high")
    let lower = warped(low, rate)
    let upper = warped(high, rate)
    return ((lower * upper).squareRoot(), upper - lower)
  }

  private static func digital(_ analog: ZerosPolesGain) -> SecondOrderSections {
    SecondOrderSections(analog.bilinear().sections())
  }
}
