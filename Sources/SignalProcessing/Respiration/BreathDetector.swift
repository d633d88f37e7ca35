/// Finds the breaths of a respiration wave, such as that of thoracic impedance, as its samples come.
///
/// The wave is filtered to 0.03–1 Hz. A breath is a peak between two troughs where each way is longer
/// than 0.3 of the usual one, the median of the latest eight; until three are known, than half of the
/// range since the start.
/// - A. Schäfer, K. W. Kratky, Estimation of breathing rate from respiratory sinus arrhythmia:
///   comparison of various methods, Ann. Biomed. Eng. 36 (2008) 476–485,
///   doi:10.1007/s10439-007-9428-1: counting breaths that are high enough beside the others.
///
/// The filter shifts no sine of 0.17 Hz, slower ones to earlier and faster ones to later. Gain and
/// offset do not matter. What is not finite is missing: up to 0.1 s is bridged with the last
/// value; after more the filter starts anew, and a breath that the gap cuts is none. After a minute
/// without a breath the usual way is learnt anew.
public struct BreathDetector: Sendable {
  /// The samples per second.
  public let rate: Double
  /// The largest distance in samples from a breath's peak to the sample at which it is announced.
  public let delay: Int

  let band: RecursiveFilter
  let bridge: Int
  /// Within so many samples a peak is followed by a fall, or is none.
  let patience: Int
  /// So many samples without a breath make the detector forget what is usual.
  let memory: Int

  /// A detector for a wave of `rate` samples per second, at least 4.
  public init(rate: Double) {
    precondition(rate >= 4, "a respiration wave has at least 4 samples per second")
    self.rate = rate
    band = RecursiveFilter(
      Butterworth.bandPass(order: 2, low: 0.03, high: 1, rate: rate), bridge: 0)
    bridge = Int((0.1 * rate).rounded(.down))
    patience = Int((6 * rate).rounded())
    memory = Int((60 * rate).rounded())
    delay = patience
  }

  /// The state before the first sample.
  public func start() -> State { State(band: band.start()) }

  /// Appends to `breaths` the positions of the peaks of those that the samples make certain.
  ///
  /// Positions count from the first sample the state has seen, in order. Nothing is allocated where
  /// `breaths` has room.
  public func process(_ samples: Span<Float>, _ state: inout State, into breaths: inout [Int]) {
    for index in samples.indices { advance(Double(samples[index]), &state, &breaths) }
  }
}

extension BreathDetector {
  /// Where one run of the detector stands.
  public struct State: Sendable {
    var count = 0
    var band: RecursiveFilter.State
    var held = 0.0
    var missing = 0
    var isRunning = false

    /// The extremes since the last turn, and where they are.
    var high = Extreme()
    var low = Extreme()
    /// Whether the wave rises since the last turn; none before the first one.
    var isRising: Bool?
    /// Where the wave turned last.
    var turn = 0.0
    /// The lengths of the latest ways from turn to turn.
    var swings = RecentValues(capacity: 8)
    /// The extremes while too few swings are known.
    var range: ClosedRange<Double>?
    var lastBreath = 0
  }

  /// A value and the sample that had it.
  struct Extreme: Sendable {
    var value = 0.0
    var position = 0
  }
}
