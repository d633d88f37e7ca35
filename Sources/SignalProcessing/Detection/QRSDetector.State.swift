extension QRSDetector {
  /// A peak of the moving window.
  struct Peak: Sendable {
    /// The sample at which the window was highest.
    var position: Int
    /// The mean slope in the window, in mV/s.
    var height: Double
    /// The greatest slope in the window, in mV/s.
    var slope = 0.0
    /// What a first beat, and every beat, must reach.
    var floor = 0.0
    /// What it would have had to reach to be a beat at once.
    var threshold = 0.0
  }

  /// Where one run of the detector stands.
  public struct State: Sendable {
    /// The samples seen.
    var count = 0
    var band: RecursiveFilter.State
    var noiseBand: RecursiveFilter.State
    var held = 0.0
    var missing = 0

    // The last second of the signal, of its band, and of the slope of that.
    var signal: [Double]
    var banded: [Double]
    var slopes: [Double]
    var slopeSum = 0.0
    var windowBefore = 0.0
    var isRising = false

    var noiseSum = 0.0
    var noiseCount = 0
    /// Means over 0.1 s, the last two seconds.
    var noise = RecentValues(capacity: 20)

    var candidate: Peak?
    /// Peaks that may yet be beats, the oldest first.
    var waiting: [Peak] = []
    /// Peaks since the last beat that may be a run of small ones.
    var run: [Peak] = []
    var last: Peak?
    var lastBeat: Int?
    /// Samples measured since the last beat.
    var quiet = 0
    var beatHeights = RecentValues(capacity: 8)
    var noiseHeights = RecentValues(capacity: 8)
    /// Of noise peaks that are no T waves.
    var strayHeights = RecentValues(capacity: 8)
    /// The highest peak soon after the last beat: its T wave where it has one.
    var recovery: Peak?
    var recoveryHeights = RecentValues(capacity: 8)
    /// In samples.
    var recoveryDelays = RecentValues(capacity: 8)
    /// In samples.
    var intervals = RecentValues(capacity: 8)

    init(band: RecursiveFilter.State, noiseBand: RecursiveFilter.State, length: Int) {
      self.band = band
      self.noiseBand = noiseBand
      signal = Array(repeating: 0, count: length)
      banded = signal
      slopes = signal
      waiting.reserveCapacity(16)
      run.reserveCapacity(4)
    }
  }
}
