internal import Kernels

/// A narrow filter that takes out one frequency, such as the mains'.
public enum Notch {
  /// Rejects `frequency`; −3 dB at `frequency / quality` from flank to flank.
  ///
  /// The design is that of `scipy.signal.iirnotch`: S. J. Orfanidis, Introduction to Signal
  /// Processing, Prentice Hall 1996, §11.3.
  ///
  /// - Parameters:
  ///   - frequency: in Hz, between zero and half the rate.
  ///   - quality: centre frequency over bandwidth, above zero.
  ///   - rate: samples per second.
  /// - Returns: a single section.
  public static func design(
    frequency: Double, quality: Double, rate: Double
  ) -> SecondOrderSections {
    precondition(frequency > 0 && frequency < rate / 2, "0 < frequency < rate / 2")
    precondition(quality > 0, "quality > 0")
    let angle = 2 * frequency / rate * Double.pi
    let bandwidth = angle / quality
    let gain = 1 / (1 + Elementary.tan(bandwidth / 2))
    let middle = -2 * gain * Elementary.cos(angle)
    return SecondOrderSections([
      SecondOrderSections.Section(
        b0: gain, b1: middle, b2: gain, a1: middle, a2: 2 * gain - 1)
    ])
  }
}
