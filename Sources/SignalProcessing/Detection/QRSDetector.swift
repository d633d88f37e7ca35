/// Finds the heartbeats of one ECG lead as its samples come.
///
/// The detector is of the Pan–Tompkins family: a band-pass filter, a rectified slope, a moving
/// window, and rules with thresholds that follow the signal.
/// - J. Pan, W. J. Tompkins, A real-time QRS detection algorithm, IEEE Trans. Biomed. Eng. 32
///   (1985) 230–236, doi:10.1109/TBME.1985.325532: the slope rule for T waves, the search back.
/// - P. S. Hamilton, Open source ECG analysis, Computers in Cardiology 29 (2002) 101–104,
///   doi:10.1109/CIC.2002.1166717: the rectified (not squared) slope, medians of the last eight
///   beats and noise peaks, peaks within 0.2 s of a higher one, level shifts.
///
/// Seven things are its own. The search back looks ahead by a fixed 0.7 s instead of waiting for
/// 1.66 mean intervals, so that ``delay`` is bounded. Within it a premature peak that a pause follows
/// is a beat, unless it is like the T waves or the noise of the beats before. Wide beats are several
/// times less steep than narrow ones: others like the last beat need no search, and four peaks alike
/// at short and even intervals are beats whatever the level. No threshold falls below a floor in
/// mV/s and below a multiple of the noise between the beats at 20–35 Hz, so that neither P waves nor
/// muscle become beats in an asystole. What one beat adds to the level is limited, so that an
/// artefact does not blind it. What a T wave may have of the beat before it falls with the time since
/// that. And a small beat is announced only when no beat follows whose P wave it may have been.
///
/// The input is in mV, raw or filtered, at 100 Hz and more. What is not finite, or 1 V and more, is
/// missing: up to 0.1 s is bridged with the last value, after more the filters start anew and the
/// thresholds are kept. Heart rates above 300 beats a minute are not followed.
public struct QRSDetector: Sendable {
  /// One heartbeat.
  public struct Beat: Sendable, Equatable {
    /// The number of samples before its R peak (or S where that is deeper), from the start.
    public var position: Int
    /// The height of that peak over its surroundings of 150 ms, in mV; negative where it is a trough.
    public var amplitude: Float
    /// Its height in the moving window as a share of the usual beat's.
    var strength: Float = 1
    /// The usual beat's height over that of what lies between beats.
    var clarity: Float = 1
  }

  /// The samples per second.
  public let rate: Double
  /// The largest distance in samples from a beat's peak to the sample at which it is announced.
  public let delay: Int

  let bands: Bands
  /// The longest run of missing samples that does not restart the filters.
  let bridge: Int
  let times: Times
  /// One less than a power of two: the lengths of the ring buffers.
  let mask: Int
  /// The most samples that are filtered at a time.
  let longestRun: Int

  /// A detector for a signal of `rate` samples per second, at least 100.
  public init(rate: Double) {
    precondition(rate >= 100, "an ECG has at least 100 samples per second")
    self.rate = rate
    let sections = Butterworth.bandPass(order: 2, low: 5, high: 16, rate: rate)
    bands = Bands(
      beats: sections, noise: Butterworth.bandPass(order: 2, low: 20, high: 35, rate: rate))
    bridge = Int((0.1 * rate).rounded(.down))
    times = Times(rate: rate, filterDelay: sections.groupDelay(at: 9, rate: rate) * rate)
    delay = times.lookahead + times.latency + times.search + 1
    var length = 1
    let needed = delay + times.surroundings + times.slope + 1
    while length <= needed { length *= 2 }
    mask = length - 1
    longestRun = min(64, length - needed)
  }

  /// The state before the first sample.
  public func start() -> State {
    State(length: mask + 1)
  }

  /// Appends to `beats` those that the samples make certain, in the order of time.
  ///
  /// Positions count from the first sample the state has seen. Nothing is allocated where `beats`
  /// has room.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into beats: inout [Beat]
  ) {
    var index = 0
    while index < samples.count {
      index = scan(samples, from: index, &state)
      decide(&state, &beats)
    }
  }

  /// The number of samples from the start up to which all beats have been announced.
  public func through(_ state: State) -> Int { max(0, state.count - delay) }
}

extension QRSDetector {
  /// The rules' durations in samples.
  struct Times: Sendable {
    /// Over which the slope is taken.
    let slope: Int
    /// Over which slopes are averaged: about the width of a QRS complex.
    let window: Int
    /// Within which only the highest of several peaks counts.
    let refractory: Int
    /// How long a peak below the threshold waits for what comes after.
    let lookahead: Int
    /// Within which a peak may be the T wave of the beat before.
    let tWave: Int
    /// Within which it may be one where the beats come slowly.
    let lateTWave: Int
    /// Within which the T wave of a beat is looked for, to learn what it is like.
    let recovery: Int
    /// Between the beats of a run that are too small to be beats by themselves.
    let runIntervals: Range<Int>
    /// From the steepest part of a complex to the peak it makes in the moving window.
    let latency: Int
    /// To either side, where the R peak is looked for.
    let search: Int
    /// To either side, within which a complex must rise and fall.
    let halfComplex: Int
    /// From the R peak to the end of a narrow complex.
    let halfQRS: Int
    /// To either side, over which the R peak is smoothed.
    let smoothing: Int
    /// To either side, over which the R peak's height is measured.
    let surroundings: Int
    /// Over which the noise is averaged before its median is taken.
    let noise: Int

    init(rate: Double, filterDelay: Double) {
      func samples(_ seconds: Double) -> Int { max(1, Int((seconds * rate).rounded())) }
      slope = samples(0.010)
      window = samples(0.090)
      refractory = samples(0.200)
      lookahead = samples(0.700)
      tWave = samples(0.360)
      lateTWave = samples(0.450)
      recovery = samples(0.450)
      runIntervals = samples(0.260)..<samples(0.520)
      latency = Int((filterDelay + Double(slope + window) / 2).rounded())
      search = samples(0.100)
      halfComplex = samples(0.150)
      halfQRS = samples(0.050)
      smoothing = samples(0.010)
      surroundings = samples(0.075)
      noise = samples(0.100)
    }
  }
}
