/// Finds the heartbeats of one ECG lead by the length of its curve.
///
/// It is made to be compared with ``QRSDetector``, of which it shares nothing but the signal: two
/// detectors that fail in different ways agree where the signal is good (``BeatAgreement``). It has
/// neither a search back nor rules for T waves.
///
/// The curve of the low-passed signal is measured over 130 ms; a beat is where that exceeds a third of
/// what the beats before came to, after W. Zong, G. B. Moody, D. Jiang, A robust open-source algorithm
/// to detect onset and duration of QRS complexes, Computers in Cardiology 30 (2003) 737–740,
/// doi:10.1109/CIC.2003.1291262. Lengths are taken above that of a line at rest, time being scaled so
/// that a slope of 10 mV/s is at 45°: what is less steep hardly counts. The highest of the peaks
/// within 0.2 s is the beat. Where none comes for 2.5 s the level falls by a tenth every 0.1 s.
///
/// The input is in mV, at 100 Hz and more. What is not finite, or 1 V and more, is missing: up to 0.1 s
/// is bridged with the last value, after more the filter starts anew and the level is kept.
public struct CurveLengthDetector: Sendable {
  /// Where one run of the detector stands.
  public struct State: Sendable {
    fileprivate var count = 0
    fileprivate var filter: RecursiveFilter.State
    fileprivate var before: Double?
    fileprivate var missing = 0
    /// The last samples' lengths, a ring, and the sum of the window.
    fileprivate var lengths: [Double]
    fileprivate var sum = 0.0
    fileprivate var sumBefore = 0.0
    fileprivate var candidate: (position: Int, height: Double)?
    fileprivate var level = 0.0
    /// Samples since the last beat, or since the level last fell.
    fileprivate var quiet = 0
    fileprivate var last = -1
  }

  /// The samples per second.
  public let rate: Double
  /// The largest distance in samples from a beat's position to the sample at which it is announced.
  public let delay: Int

  private let lowPass: RecursiveFilter
  private let filterDelay: Int
  private let window: Int
  private let refractory: Int
  private let patience: Int
  private let easing: Int
  /// What the curve of a slope of 10 mV/s rises by from one sample to the next, in mV.
  private let step: Double

  /// A detector for a signal of `rate` samples per second, at least 100.
  public init(rate: Double) {
    precondition(rate >= 100, "an ECG has at least 100 samples per second")
    self.rate = rate
    func samples(_ seconds: Double) -> Int { max(1, Int((seconds * rate).rounded())) }
    let sections = Butterworth.lowPass(order: 2, frequency: 16, rate: rate)
    lowPass = RecursiveFilter(sections, rate: rate)
    filterDelay = Int((sections.groupDelay(at: 8, rate: rate) * rate).rounded())
    window = samples(0.130)
    refractory = samples(0.200)
    patience = samples(2.5)
    easing = samples(0.1)
    step = 10 / rate
    delay = filterDelay + window + refractory
  }

  /// The state before the first sample.
  public func start() -> State {
    State(filter: lowPass.start(), lengths: Array(repeating: 0, count: window + refractory))
  }

  /// Appends to `beats` the positions of those that the samples make certain, in increasing order.
  ///
  /// Positions are of the steepest part of a complex and count from the first sample the state has
  /// seen. Nothing is allocated where `beats` has room.
  public func process(_ samples: Span<Float>, _ state: inout State, into beats: inout [Int]) {
    for index in samples.indices {
      let value = Double(samples[index])
      advance(QRSDetector.isValid(value) ? value : .nan, &state, &beats)
    }
  }

  /// The number of samples from the start up to which all beats have been announced.
  public func through(_ state: State) -> Int { max(0, state.count - delay) }

  private func advance(_ value: Double, _ state: inout State, _ beats: inout [Int]) {
    let now = state.count
    let ring = state.lengths.count
    state.sum -= state.lengths[(now + ring - window) % ring]
    state.lengths[now % ring] = length(value, &state)
    state.sum += state.lengths[now % ring]
    // The sum anew now and then, so that rounding does not add up.
    if now % ring == 0 { state.sum = exactSum(state, now) }
    state.count += 1

    let threshold = max(Self.floor, state.level / 3)
    let isHigher = state.sum > (state.candidate?.height ?? threshold)
    if isHigher, state.sum > state.sumBefore { state.candidate = (now, state.sum) }
    state.sumBefore = state.sum
    state.quiet += 1
    if let candidate = state.candidate {
      if now - candidate.position >= refractory { accept(candidate, &state, &beats) }
    } else if state.quiet >= patience + easing {
      state.quiet -= easing
      state.level *= 0.9
    }
  }

  /// By how much the curve becomes longer with a sample; zero where nothing is measured.
  private func length(_ value: Double, _ state: inout State) -> Double {
    let filtered = lowPass.next(value, &state.filter)
    guard value.isFinite else {
      state.missing += 1
      if state.missing > lowPass.bridge { state.before = nil }
      return 0
    }
    state.missing = 0
    defer { state.before = filtered }
    guard let before = state.before else { return 0 }
    let rise = filtered - before
    return (step * step + rise * rise).squareRoot() - step
  }

  private func exactSum(_ state: State, _ now: Int) -> Double {
    let ring = state.lengths.count
    return (0..<window).reduce(0) { $0 + state.lengths[(now + ring - $1) % ring] }
  }

  private func accept(
    _ candidate: (position: Int, height: Double), _ state: inout State, _ beats: inout [Int]
  ) {
    let ring = state.lengths.count
    var steepest = candidate.position
    for offset in 1..<window {
      let position = candidate.position - offset
      guard position >= 0 else { break }
      if state.lengths[position % ring] > state.lengths[steepest % ring] { steepest = position }
    }
    state.last = max(state.last + 1, steepest - filterDelay)
    beats.append(state.last)
    state.candidate = nil
    state.quiet = state.count - candidate.position
    // What one beat adds is limited, so that an artefact does not blind the detector.
    let height = state.level > 0 ? min(candidate.height, 2 * state.level) : candidate.height
    // Quick to rise and slow to fall: T waves that a pause has let in do not hold the level down.
    let share = state.level == 0 ? 1 : height > state.level ? 0.5 : 0.125
    state.level += share * (height - state.level)
  }

  /// The least length of a beat, in mV above a line at rest.
  private static let floor = 0.06
}
