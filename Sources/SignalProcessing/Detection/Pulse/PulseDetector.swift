/// Finds the pulses of a pressure wave or a photoplethysmogram as its samples come.
///
/// The slope sum, which is how far the wave has risen in the latest 0.128 s, is high in each
/// upstroke and nowhere else; its maxima are judged by what came before them and by 0.8 s after.
/// - W. Zong, T. Heldt, G. B. Moody, R. G. Mark, An open-source algorithm to detect onset of
///   arterial blood pressure pulses, Computers in Cardiology 30 (2003) 259–262,
///   doi:10.1109/CIC.2003.1291140: the slope sum and thresholds that follow it.
/// - Y. C. Chiu, P. W. Arand, S. G. Shroff, T. Feldman, J. D. Carroll, Determination of pulse wave
///   velocities with computerized algorithms, Am. Heart J. 121 (1991) 1460–1470,
///   doi:10.1016/0002-8703(91)90153-9: the onset where the tangent to the upstroke meets the foot.
///
/// A pulse rises within 0.4 s, be it in stages, and falls again, higher than dicrotic waves do, and
/// several times above what there is at 12–20 Hz: so neither breathing, steps nor noise make pulses,
/// whatever the gain and the offset.
///
/// What is not finite is missing: up to 0.1 s is bridged with the last value, after more the
/// detector starts anew and keeps its thresholds. Rates of 25 to 240 a minute are followed.
public struct PulseDetector: Sendable {
  /// One pulse.
  public struct Pulse: Sendable, Equatable {
    /// The number of samples before its onset, from the start.
    public var onset: Int
    /// The number of samples before its greatest value.
    public var peak: Int
    /// The least value before the upstroke; of a pressure, the diastolic one.
    public var low: Float
    /// The greatest value; of a pressure, the systolic one.
    public var high: Float
    /// The mean from the onset of the pulse before up to this onset; not a number where that lies
    /// more than 3 s back, or samples are missing between.
    public var meanBefore: Float
  }

  /// The samples per second.
  public let rate: Double
  /// The largest distance in samples from a pulse's onset to the sample at which it is announced.
  public let delay: Int
  /// What every pulse rises by, in the unit of the samples.
  public let leastHeight: Double

  let lowPass: RecursiveFilter
  let noiseBand: RecursiveFilter
  let times: Times
  /// One less than a power of two: the lengths of the ring buffers.
  let mask: Int

  /// A detector for a wave of `rate` samples per second, at least 50, whose pulses rise by
  /// `leastHeight` or more.
  public init(rate: Double, leastHeight: Double = 0) {
    precondition(rate >= 50, "a pulse wave has at least 50 samples per second")
    self.rate = rate
    self.leastHeight = leastHeight
    let sections = Butterworth.lowPass(order: 2, frequency: 8, rate: rate)
    lowPass = RecursiveFilter(sections, bridge: 0)
    noiseBand = RecursiveFilter(
      Butterworth.bandPass(order: 2, low: 12, high: 20, rate: rate), bridge: 0)
    times = Times(rate: rate, filterDelay: sections.groupDelay(at: 2, rate: rate) * rate)
    delay = times.lookahead + times.window + times.latency + times.foot + 1
    var length = 1
    while length <= delay + times.width + 4 * times.slope { length *= 2 }
    mask = length - 1
  }

  /// The state before the first sample.
  public func start() -> State {
    State(lowPass: lowPass.start(), noiseBand: noiseBand.start(), length: mask + 1)
  }

  /// Appends to `pulses` those that the samples make certain, in the order of time.
  ///
  /// Positions count from the first sample the state has seen. Nothing is allocated where `pulses`
  /// has room.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into pulses: inout [Pulse]
  ) {
    for index in samples.indices { advance(Double(samples[index]), &state, &pulses) }
  }

  /// The number of samples from the start up to which all pulses have been announced.
  public func through(_ state: State) -> Int { max(0, state.count - delay) }
}

extension PulseDetector {
  /// The rules' durations in samples.
  struct Times: Sendable {
    /// Over which the slope is summed.
    let window: Int
    /// Of the low-pass filter.
    let latency: Int
    /// Within which only the highest of several maxima counts.
    let refractory: Int
    /// How long a maximum waits for what comes after.
    let lookahead: Int
    /// To either side of a maximum, within which the slope sum falls to its half.
    let width: Int
    /// Before the steepest point, where the foot is looked for.
    let foot: Int
    /// After the steepest point, where the peak is looked for.
    let crest: Int
    /// To either side, over which the wave is smoothed.
    let smoothing: Int
    /// To either side, over which the slope is taken.
    let slope: Int
    /// Over which the noise is averaged before its median is taken.
    let noise: Int
    /// The longest interval between two pulses over which there is a mean.
    let longest: Int
    let bridge: Int

    init(rate: Double, filterDelay: Double) {
      func samples(_ seconds: Double) -> Int { max(1, Int((seconds * rate).rounded())) }
      window = samples(0.128)
      latency = Int(filterDelay.rounded())
      refractory = samples(0.200)
      lookahead = samples(0.800)
      width = samples(0.400)
      foot = samples(0.400)
      crest = samples(0.400)
      smoothing = samples(0.010)
      slope = samples(0.020)
      noise = samples(0.100)
      longest = samples(3)
      bridge = Int((0.1 * rate).rounded(.down))
    }
  }
}
