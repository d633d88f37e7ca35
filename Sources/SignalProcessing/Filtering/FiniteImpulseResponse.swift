internal import Kernels

/// A filter that weights a finite stretch of the signal, the same to either side of its middle.
///
/// Its phase is linear: every frequency is delayed by ``delay`` samples. The designs are sinc
/// functions under a Hamming window (`scipy.signal.firwin`), with the transition bands and lengths
/// of MNE (`mne.filter.create_filter`). A transition is a quarter of its cut-off wide, at least 2 Hz,
/// as far as there is room, if its width is not given; a filter is 3.3 divided by its narrower
/// transition long, in seconds. The stated frequencies are where the pass bands end: −6 dB is reached
/// half a transition farther out, in the middle of the transition. Of a band-stop filter the transitions
/// lie inside the band; if not given, each is half of it at most, where MNE refuses.
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
    design(.lowPass(frequency), rate: rate)
  }

  /// Passes what is above `frequency`, which lies between zero and half the rate, in Hz.
  public static func highPass(frequency: Double, rate: Double) -> FiniteImpulseResponse {
    design(.highPass(frequency), rate: rate)
  }

  /// Passes what lies between `low` and `high`, both between zero and half the rate, in Hz.
  public static func bandPass(low: Double, high: Double, rate: Double) -> FiniteImpulseResponse {
    design(.bandPass(low, high), rate: rate)
  }

  /// Rejects what lies between `low` and `high`, both between zero and half the rate, in Hz.
  public static func bandStop(low: Double, high: Double, rate: Double) -> FiniteImpulseResponse {
    design(.bandStop(low, high), rate: rate)
  }

  /// The filter for `band` at `rate`.
  ///
  /// - Parameters:
  ///   - band: what is let through.
  ///   - rate: samples per second.
  ///   - lower: the width of the transition at the lower frequency in Hz, or nil for that of the rule;
  ///     it ends at zero or above, or in the middle of a band to be stopped.
  ///   - upper: the width of the transition at the upper frequency in Hz, or nil for that of the rule;
  ///     it ends at half the rate or below, or in the middle of a band to be stopped.
  /// - Returns: a filter of 3.3 · rate / width taps, rounded, or one more to make it odd.
  public static func design(
    _ band: FilterBand, rate: Double, lowerTransition lower: Double? = nil,
    upperTransition upper: Double? = nil
  ) -> FiniteImpulseResponse {
    let taps =
      switch band {
      case .lowPass(let frequency): fall(frequency, upper, .infinity, rate)
      case .highPass(let frequency): difference([1], rise(frequency, lower, .infinity, rate))
      case .bandPass(let low, let high):
        difference(fall(high, upper, .infinity, rate), rise(low, lower, .infinity, rate))
      case .bandStop(let low, let high):
        sum(
          low: rise(low, lower, (high - low) / 2, rate, inwards: true),
          high: fall(high, upper, (high - low) / 2, rate, inwards: true))
      }
    return FiniteImpulseResponse(taps: taps)
  }

  /// About how many taps the rule's filter for `band` has: infinite where a transition has no room.
  public static func length(_ band: FilterBand, rate: Double) -> Double {
    func lower(_ frequency: Double) -> Double { min(max(0.25 * frequency, 2), frequency) }
    func upper(_ frequency: Double) -> Double {
      min(max(0.25 * frequency, 2), rate / 2 - frequency)
    }
    let transition =
      switch band {
      case .lowPass(let frequency): upper(frequency)
      case .highPass(let frequency): lower(frequency)
      case .bandPass(let low, let high): min(lower(low), upper(high))
      case .bandStop(let low, let high): min(lower(low), upper(high), (high - low) / 2)
      }
    return transition > 0 ? 3.3 * rate / transition : .infinity
  }

  /// By how much `frequency` is multiplied; negative where it is turned over.
  public func gain(at frequency: Double, rate: Double) -> Double {
    let step = 2 * Double.pi * frequency / rate
    return (1...max(1, delay)).reduce(taps[delay]) { sum, offset in
      guard delay + offset < taps.count else { return sum }
      return sum + 2 * taps[delay + offset] * Elementary.cos(step * Double(offset))
    }
  }

  /// The low-pass filter of a transition beside an upper frequency: above it, or inwards below.
  private static func fall(
    _ frequency: Double, _ width: Double?, _ room: Double, _ rate: Double, inwards: Bool = false
  ) -> [Double] {
    precondition(frequency > 0 && frequency < rate / 2, "0 < frequency < rate / 2")
    let automatic = min(max(0.25 * frequency, 2), rate / 2 - frequency)
    return edge(frequency, width ?? min(automatic, room), inwards ? -1 : 1, rate)
  }

  /// The low-pass filter of a transition beside a lower frequency: below it, or inwards above.
  private static func rise(
    _ frequency: Double, _ width: Double?, _ room: Double, _ rate: Double, inwards: Bool = false
  ) -> [Double] {
    precondition(frequency > 0 && frequency < rate / 2, "0 < frequency < rate / 2")
    let automatic = min(max(0.25 * frequency, 2), frequency)
    return edge(frequency, width ?? min(automatic, room), inwards ? 1 : -1, rate)
  }

  private static func edge(
    _ frequency: Double, _ width: Double, _ side: Double, _ rate: Double
  ) -> [Double] {
    let cutoff = frequency + side * width / 2
    precondition(width > 0 && cutoff > 0 && cutoff < rate / 2, "a transition has room")
    // As MNE rounds: a length in the middle between two depends on the order of divisions.
    let far = (frequency + side * width) / (rate / 2)
    let transition = (far - frequency / (rate / 2)).magnitude / 2
    let count = Int((3.3 / transition).rounded(.toNearestOrEven))
    return windowedSinc(cutoff: cutoff, count: count + 1 - count % 2, rate: rate)
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

  /// What passes below `low` and what does not pass below `high`.
  private static func sum(low: [Double], high: [Double]) -> [Double] {
    difference(low, difference(high, [1]))
  }

  /// `left − right`, both about their middles.
  private static func difference(_ left: [Double], _ right: [Double]) -> [Double] {
    var taps = [Double](repeating: 0, count: max(left.count, right.count))
    for (index, tap) in left.enumerated() { taps[index + (taps.count - left.count) / 2] += tap }
    for (index, tap) in right.enumerated() { taps[index + (taps.count - right.count) / 2] -= tap }
    return taps
  }
}
