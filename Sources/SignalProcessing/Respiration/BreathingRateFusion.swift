/// Estimates the breathing rate from what breathing does to the heartbeats.
///
/// Breathing modulates pulses and beats in three ways: their baseline, their amplitude and their
/// intervals. Each modulation comes as a value a beat, is put on an even grid of 4 Hz, and has its
/// spectrum over a window estimated. The spectra, each times its frequency, since what is no
/// breathing is mostly slow, and as heavy as the square of the share of its power near its peak, are
/// added; the rate is where their sum is highest. The share of the power near there is how far they
/// agree: where that is too little, or elsewhere the sum is 0.4 as high, there is no rate.
/// - P. H. Charlton, T. Bonnici, L. Tarassenko, D. A. Clifton, R. Beale, P. J. Watkinson, An
///   assessment of algorithms to estimate respiratory rate from the electrocardiogram and
///   photoplethysmogram, Physiol. Meas. 37 (2016) 610–626, doi:10.1088/0967-3334/37/4/610: the three
///   modulations, a value a beat, windows of 32 s.
/// - W. Karlen, S. Raman, J. M. Ansermino, G. A. Dumont, Multiparameter respiratory rate estimation
///   from the photoplethysmogram, IEEE Trans. Biomed. Eng. 60 (2013) 1946–1953,
///   doi:10.1109/TBME.2013.2246160: fusing them, and keeping still where they disagree.
///
/// Rates of 4 to 45 breaths a minute are estimated, and none above half the rate of the beats.
public struct BreathingRateFusion: Sendable {
  /// A rate, and how far the modulations agree on it.
  public struct Estimate: Sendable, Equatable {
    /// Breaths per minute; not a number where the modulations agree on none.
    public var rate: Double
    /// The share of the spectra's power near the rate, from 0 to 1.
    public var agreement: Double
  }

  /// The number of modulations.
  public let modulations: Int
  /// Over how many seconds a rate is estimated.
  public let window: Double
  /// The least share of the power near the rate.
  public let leastAgreement: Double

  let transform: RealFourierTransform
  /// The number of values on the grid.
  let count: Int
  let taper: [Double]

  /// Values per second on the grid.
  static let gridRate = 4.0
  /// In Hz: the rates that are estimated.
  static let band = 4.0 / 60...45.0 / 60

  /// A fusion of this many modulations, at least one, over `window` seconds, at least 8.
  public init(modulations: Int, window: Double = 32, leastAgreement: Double = 0.35) {
    precondition(modulations >= 1, "there is at least one modulation")
    precondition(window >= 8 && window <= 600, "a window has 8 to 600 seconds")
    self.modulations = modulations
    self.window = window
    self.leastAgreement = leastAgreement
    count = Int((window * Self.gridRate).rounded())
    taper = Window.hann.periodic(count)
    // Padded, so that the coefficients lie close to one another.
    var length = 1
    while length < 8 * count { length *= 2 }
    transform = RealFourierTransform(count: length)
  }

  /// The state before the first value.
  public func start() -> State { State(self) }

  /// Takes in the value of a beat, at a time in seconds that is later than those before.
  ///
  /// What is not a number is passed over. Constant time, no allocation.
  public func append(
    _ value: Float, at time: Double, to modulation: Int, _ state: inout State
  ) {
    guard value.isFinite else { return }
    state.series[modulation].append(Double(value), at: time)
  }

  /// Estimates the rate over the window that ends at a time in seconds.
  ///
  /// One transform a modulation, no allocation.
  public func estimate(at time: Double, _ state: inout State) -> Estimate {
    for index in state.sum.indices { state.sum[index] = 0 }
    var weights = 0.0
    for modulation in 0..<modulations {
      weights += addSpectrum(of: modulation, until: time, &state)
    }
    guard weights > 0, let peak = Self.peak(of: state.sum) else {
      return Estimate(rate: .nan, agreement: 0)
    }
    let agreement = share(near: peak, of: state.sum)
    let isClear = agreement >= leastAgreement && !hasRival(of: peak, in: state.sum)
    let rate = isClear ? 60 * frequency(of: peak) : .nan
    return Estimate(rate: rate, agreement: agreement)
  }
}

extension BreathingRateFusion {
  /// Where one run of the fusion stands.
  public struct State: Sendable {
    var series: [ModulationSeries]
    /// The modulation on the grid, padded with zeros.
    var grid: [Float]
    var coefficients: [SIMD2<Float>]
    var power: [Double]
    var sum: [Double]

    init(_ fusion: BreathingRateFusion) {
      series = Array(
        repeating: ModulationSeries(window: fusion.window), count: fusion.modulations)
      grid = Array(repeating: 0, count: fusion.transform.count)
      coefficients = Array(repeating: .zero, count: fusion.transform.coefficientCount)
      power = Array(repeating: 0, count: fusion.transform.coefficientCount)
      sum = power
    }
  }
}
