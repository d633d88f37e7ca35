extension PulseDetector {
  /// A maximum of the slope sum.
  struct Rise: Sendable {
    /// The sample at which the sum was highest.
    var position: Int
    /// The sum, in the unit of the samples.
    var height: Double
  }

  /// Where one run of the detector stands.
  public struct State: Sendable {
    /// The samples seen.
    var count = 0
    var lowPass: RecursiveFilter.State
    var noiseBand: RecursiveFilter.State
    var held = 0.0
    var missing = 0
    /// The first sample after the latest gap; none in a gap.
    var segment: Int?

    // The last seconds of the wave, of the sum of it, of the segments that its samples are in, of
    // its rises, of the sum of these and of the noise.
    var wave: [Double]
    var totals: [Double]
    var segments: [Int]
    var rises: [Double]
    var sums: [Double]
    var noises: [Double]
    var total = 0.0
    var smooth = 0.0
    var sum = 0.0
    var isRising = false

    var noiseSum = 0.0
    var noiseCount = 0
    /// Means over 0.1 s, the last two seconds.
    var noise = RecentValues(capacity: 20)

    var candidate: Rise?
    /// Maxima that may yet be pulses, the oldest first.
    var waiting: [Rise] = []
    /// The maximum of the last pulse, where that rises most steeply, its onset, and the sum of the wave
    /// before this.
    var last: Rise?
    var lastSteepest: Int?
    var lastOnset = 0
    var lastTotal = 0.0
    var heights = RecentValues(capacity: 8)
    /// In samples.
    var intervals = RecentValues(capacity: 8)

    init(lowPass: RecursiveFilter.State, noiseBand: RecursiveFilter.State, length: Int) {
      self.lowPass = lowPass
      self.noiseBand = noiseBand
      wave = Array(repeating: 0, count: length)
      totals = wave
      rises = wave
      sums = wave
      noises = wave
      segments = Array(repeating: .max, count: length)
      waiting.reserveCapacity(16)
    }
  }
}
