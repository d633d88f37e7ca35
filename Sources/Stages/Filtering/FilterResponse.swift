import Kernels
public import Pipelines
import SignalProcessing
public import Signals

/// What a filtering stage makes of an impulse and of a step, as measured by running it.
///
/// Samples keep their times, so responses lie about the moment zero: delay is not among their phase.
public struct FilterResponse: Sendable {
  /// Samples about the moment zero.
  public struct Curve: Sendable {
    /// Samples per second.
    public var rate: Double
    /// The index of the sample at zero.
    public var origin: Int
    /// The samples.
    public var values: [Double]
  }

  /// The rate of the channel, and that of what comes out.
  public let rates: (input: Double, output: Double)
  /// The response to a sample of height one; where the rate changes, on the grid of both rates.
  public let impulse: Curve
  /// The response to a step of height one.
  public let step: Curve
  /// Whether sums and multiples of signals come out as those of their responses.
  public let isLinear: Bool
  /// The longest that a sample is held back; the distant future where that is to the end.
  public let delay: Time
  /// Which samples beside a gap are not to be trusted; nil where all are.
  public let edges: String?

  /// How many samples of the grid there are for each of the input.
  private let fineness: Int

  /// Measures a stage on a channel; nil for a stage that is no filter.
  ///
  /// Throws where the stage cannot filter the channel.
  public init?(of stage: any Stage, on channel: ChannelDescription) throws(Mismatch) {
    guard let stage = stage as? any FilteringStage, let rate = channel.rate else { return nil }
    let filter = try stage.filter(for: channel)
    let output = filter.output(for: channel)
    delay = output.delay
    edges = filter.edgeWords(at: rate)
    rates = (rate.hertz, output.rate?.hertz ?? rate.hertz)
    let ratio = (filter as? OtherRate).map { ($0.resampler.up, $0.resampler.down) } ?? (1, 1)
    fineness = ratio.0
    let half = Self.reach(of: filter)
    impulse = Self.impulse(of: filter, half: half, ratio: ratio, rate: rate.hertz)
    let step = Self.run(filter, over: (0..<(2 * half)).map { $0 < half ? 0 : 1 })
    // Where there is none at zero, the first sample behind it is as near as the grid allows.
    let origin = (half * ratio.0 + ratio.1 - 1) / ratio.1
    self.step = Curve(
      rate: rates.output, origin: origin - step.first, values: step.values.map { Double($0) })
    isLinear = Self.isLinear(filter)
  }

  /// The response to an oscillation of unit height, as its real and imaginary part.
  ///
  /// A sum over the response to an impulse, which takes as long as that is.
  public func gain(at frequency: Double) -> (real: Double, imaginary: Double) {
    let angle = -2 * Double.pi * frequency / impulse.rate
    let turn = (Elementary.cos(angle), Elementary.sin(angle))
    let start = -angle * Double(impulse.origin)
    var phasor = (Elementary.cos(start), Elementary.sin(start))
    var sum = (0.0, 0.0)
    for value in impulse.values {
      sum.0 += value * phasor.0
      sum.1 += value * phasor.1
      let real = phasor.0 * turn.0 - phasor.1 * turn.1
      phasor.1 = phasor.0 * turn.1 + phasor.1 * turn.0
      phasor.0 = real
    }
    return (sum.0 / Double(fineness), sum.1 / Double(fineness))
  }

  /// The magnitudes of the response at multiples of a frequency from zero to half the channel's rate.
  public var spectrum: (step: Double, magnitudes: [Double]) {
    let transform = RealFourierTransform(count: impulse.values.count)
    var coefficients = [SIMD2<Float>](repeating: .zero, count: transform.coefficientCount)
    let samples = impulse.values.map { Float($0) }
    var span = coefficients.mutableSpan
    transform.forward(samples.span, into: &span)
    let step = impulse.rate / Double(transform.count)
    let kept = min(coefficients.count, Int(rates.input / 2 / step) + 1)
    return (
      step,
      coefficients.prefix(kept).map { coefficient in
        let square = coefficient * coefficient
        return Double(square.sum()).squareRoot() / Double(fineness)
      }
    )
  }
}

extension FilterResponse {
  /// Runs a filter over samples, and gives the position of the first that comes out, and all.
  private static func run(
    _ filter: any ChannelFilter, over samples: [Float]
  ) -> (first: Int, values: [Float]) {
    var run = filter.start()
    var output = FilteredSamples()
    let first = run.begin(at: 0)
    run.process(samples.span, into: &output)
    run.finish(into: &output)
    return (first, output.values)
  }

  /// Half the length of a signal in whose middle an impulse dies away, unless it never does.
  private static func reach(of filter: any ChannelFilter) -> Int {
    var half = 1024
    while half < 1 << 17 {
      let response = run(filter, over: (0..<(2 * half)).map { $0 == half ? 1 : 0 }).values
      let tail = response.count / 8
      var sums = (all: 0.0, tails: 0.0)
      for (index, value) in response.enumerated() where value.isFinite {
        let size = Double(value.magnitude)
        sums.all += size
        if index < tail || index >= response.count - tail { sums.tails += size }
      }
      if sums.tails <= 1e-6 * sums.all { return half }
      half *= 2
    }
    return half
  }

  /// The response to an impulse, of a filter that changes the rate from impulses at each of the
  /// positions that are different to it.
  private static func impulse(
    of filter: any ChannelFilter, half: Int, ratio: (up: Int, down: Int), rate: Double
  ) -> Curve {
    let origin = half * ratio.up
    var values = [Double](repeating: 0, count: 2 * origin)
    for shift in 0..<ratio.down {
      let response = run(filter, over: (0..<(2 * half)).map { $0 == half + shift ? 1 : 0 })
      for (index, value) in response.values.enumerated() where value.isFinite {
        let place = (response.first + index) * ratio.down - shift * ratio.up
        if values.indices.contains(place) { values[place] = Double(value) }
      }
    }
    return Curve(rate: rate * Double(ratio.up), origin: origin, values: values)
  }

  /// Tries a filter on two signals of chance, on their sum, and on a thousand times one of them.
  private static func isLinear(_ filter: any ChannelFilter) -> Bool {
    var random = Xoshiro(seed: 1)
    func signal() -> [Float] {
      (0..<2048).map { (768..<1280).contains($0) ? 2 * random.uniform() - 1 : 0 }
    }
    let (one, other) = (signal(), signal())
    let first = run(filter, over: one).values
    let second = run(filter, over: other).values
    let sum = run(filter, over: zip(one, other).map { $0 + $1 }).values
    let large = run(filter, over: one.map { 1000 * $0 }).values
    let limit = 1e-3 * max(1e-6, first.map(\.magnitude).filter(\.isFinite).max() ?? 0)
    for index in first.indices where first[index].isFinite {
      if (sum[index] - first[index] - second[index]).magnitude > limit { return false }
      if (large[index] / 1000 - first[index]).magnitude > limit { return false }
    }
    return true
  }
}
