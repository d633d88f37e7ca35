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

  /// A small beat that is announced unless it turns out to be the P wave of the next one.
  struct Doubt: Sendable {
    var beat: Beat
    var peak: Peak
    /// The last beat before it.
    var last: Peak?
  }

  /// Where one run of the detector stands.
  public struct State: Sendable {
    /// The samples seen.
    var count = 0
    /// The last second or so of the signal in mV, of its band of 5–16 Hz, of the rectified slope of
    /// that in mV/s, and of the rectified noise in mV, one after the other.
    var rings: [Double]
    var scan = Scan()
    var absence = Absence()
    /// Means over 0.1 s, the last two seconds.
    var noise = RecentValues(capacity: 20)

    /// Peaks that may yet be beats, the oldest first.
    var waiting: [Peak] = []
    var doubt: Doubt?
    /// Peaks since the last beat that may be a run of small ones.
    var run: [Peak] = []
    var last: Peak?
    var lastBeat: Int?
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

    init(length: Int) {
      rings = Array(repeating: 0, count: 4 * length)
      waiting.reserveCapacity(16)
      run.reserveCapacity(4)
    }
  }
}
