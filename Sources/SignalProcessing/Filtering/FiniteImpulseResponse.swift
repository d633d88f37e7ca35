internal import Kernels

/// A filter that weights a finite stretch of the signal, the same to either side of its middle.
///
/// Its phase is linear: every frequency is delayed by ``delay`` samples. The designs are sinc
/// functions under a Hamming window (`scipy.signal.firwin`), with the transition bands and lengths
/// of MNE (`mne.filter.create_filter`): a transition is a quarter of its cut-off wide, at least 2 Hz,
/// as far as there is room; a filter is 3.3 divided by its transition long. −6 dB is reached in the
/// middle of the transition, which lies outside the pass band.
public struct FiniteImpulseResponse: Sendable, Equatable {
  /// The weights, an odd number of them, symmetric about the middle.
  public let taps: [Double]

  /// The samples by which the filter delays: half its length.
  public var delay: Int { taps.count / 2 }

  /// A filter of `taps`, an odd number of them that reads the same backwards.
  public init(taps: [Double]) {
    precondition(taps.count % 2 == 1 && taps == taps.reversed(), "linear phase needs symmetry")
    self.taps = taps
  }

  /// Passes what is below `frequency`, which lies between zero and half the rate, in Hz.
  public static func lowPass(frequency: Double, rate: Double) -> FiniteImpulseResponse {
    let transition = upperTransition(frequency, rate)
    return FiniteImpulseResponse(
      taps: windowedSinc(
        cutoff: frequency + transition / 2, count: length(transition, rate), rate: rate))
  }

  /// Passes what is above `frequency`, which lies between zero and half the rate, in Hz.
  public static func highPass(frequency: Double, rate: Double) -> FiniteImpulseResponse {
    let transition = lowerTransition(frequency)
    let low = windowedSinc(
      cutoff: frequency - transition / 2, count: length(transition, rate), rate: rate)
    return FiniteImpulseResponse(taps: difference([1], low))
  }

  /// Passes what lies between `low` and `high`, both between zero and half the rate, in Hz.
  public static func bandPass(low: Double, high: Double, rate: Double) -> FiniteImpulseResponse {
    precondition(low < high, "low < high")
    let upper = lowPass(frequency: high, rate: rate)
    let transition = lowerTransition(low)
    let lower = windowedSinc(
      cutoff: low - transition / 2, count: length(transition, rate), rate: rate)
    return FiniteImpulseResponse(taps: difference(upper.taps, lower))
  }

  /// By how much `frequency` is multiplied; negative where it is turned over.
  public func gain(at frequency: Double, rate: Double) -> Double {
    let step = 2 * Double.pi * frequency / rate
    return (1...max(1, delay)).reduce(taps[delay]) { sum, offset in
      guard delay + offset < taps.count else { return sum }
      return sum + 2 * taps[delay + offset] * Elementary.cos(step * Double(offset))
    }
  }

  private static func lowerTransition(_ frequency: Double) -> Double {
    precondition(frequency > 0, "frequency > 0")
    return min(max(0.25 * frequency, 2), frequency)
  }

  private static func upperTransition(_ frequency: Double, _ rate: Double) -> Double {
    precondition(frequency > 0 && frequency < rate / 2, "0 < frequency < rate / 2")
    return min(max(0.25 * frequency, 2), rate / 2 - frequency)
  }

  /// The odd number of taps that spans 3.3 / `transition` seconds.
  private static func length(_ transition: Double, _ rate: Double) -> Int {
    2 * Int((3.3 / transition * rate / 2).rounded(.up)) + 1
  }

  /// A low-pass filter of −6 dB at `cutoff`, its gain at zero being one.
  static func windowedSinc(
    cutoff: Double, count: Int, rate: Double, window: Window = .hamming
  ) -> [Double] {
    let middle = count / 2
    let angle = 2 * Double.pi * cutoff / rate
    var half = (0...middle).map { offset -> Double in
      let sinc =
        offset == 0 ? angle : Elementary.sin(angle * Double(offset)) / Double(offset)
      return sinc * window.value(at: Double(offset) / Double(max(1, middle)))
    }
    let sum = half.dropFirst().reduce(half[0]) { $0 + 2 * $1 }
    for index in half.indices { half[index] /= sum }
    return half.dropFirst().reversed() + half
  }

  /// `left − right`, both about their middles.
  private static func difference(_ left: [Double], _ right: [Double]) -> [Double] {
    var taps = [Double](repeating: 0, count: max(left.count, right.count))
    for (index, tap) in left.enumerated() { taps[index + (taps.count - left.count) / 2] += tap }
    for (index, tap) in right.enumerated() { taps[index + (taps.count - right.count) / 2] -= tap }
    return taps
  }
}
