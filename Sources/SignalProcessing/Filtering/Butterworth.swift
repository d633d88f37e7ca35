/// Butterworth filters: no ripple anywhere, −3 dB at the stated frequencies.
///
/// The designs are those of ``RecursiveDesign/butterworth``, by the names of their bands.
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
    RecursiveDesign.butterworth.sections(order: order, band: .lowPass(frequency), rate: rate)
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
    RecursiveDesign.butterworth.sections(order: order, band: .highPass(frequency), rate: rate)
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
    RecursiveDesign.butterworth.sections(order: order, band: .bandPass(low, high), rate: rate)
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
    RecursiveDesign.butterworth.sections(order: order, band: .bandStop(low, high), rate: rate)
  }
}
