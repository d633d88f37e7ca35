internal import Kernels

/// The sums over weighted samples of which a Lomb–Scargle periodogram is made: of cosines (`x`) and
/// sines (`y`) at each frequency of a grid.
struct HarmonicSums {
  /// Σ w y cos ωt and Σ w y sin ωt.
  private var values: [SIMD2<Double>]
  /// Σ w cos ωt and Σ w sin ωt.
  private var weights: [SIMD2<Double>]
  /// Σ w cos 2ωt and Σ w sin 2ωt.
  private var doubled: [SIMD2<Double>]

  /// Room for the sums at so many frequencies.
  init(count: Int) {
    let zero = [SIMD2<Double>](repeating: .zero, count: count)
    (values, weights, doubled) = (zero, zero, zero)
  }

  /// One by one.
  init(direct samples: WeightedSamples, _ grid: LombScargle.Grid) {
    self.init(count: grid.count)
    add(samples, grid)
  }

  /// Finds the sums of other samples one by one, in the room of those before.
  mutating func find(direct samples: WeightedSamples, _ grid: LombScargle.Grid) {
    precondition(values.count == grid.count)
    for place in values.indices {
      values[place] = .zero
      weights[place] = .zero
      doubled[place] = .zero
    }
    add(samples, grid)
  }

  /// The angle of a sample turns by the same from each frequency to the next, and is taken afresh
  /// every 32 of them, before rounding adds up.
  private mutating func add(_ samples: WeightedSamples, _ grid: LombScargle.Grid) {
    for index in 0..<samples.count {
      let time = samples.times[index]
      let step = Self.direction(grid.step * time)
      var start = 0
      while start < grid.count {
        var c = Self.direction(grid[start] * time)
        let end = min(start + 32, grid.count)
        for place in start..<end {
          values[place] += samples.weighted[index] * c
          weights[place] += samples.weights[index] * c
          let square = SIMD2(c.x * c.x - c.y * c.y, 2 * c.x * c.y)
          doubled[place] += samples.weights[index] * square
          c = SIMD2(c.x * step.x - c.y * step.y, c.x * step.y + c.y * step.x)
        }
        start = end
      }
    }
  }

  /// By fast Fourier transforms.
  init(fast samples: WeightedSamples, _ grid: LombScargle.Grid) {
    var single = NonuniformSums(samples.times, first: grid.first, step: grid.step, grid.count)
    values = single.sums(of: samples.weighted)
    weights = single.sums(of: samples.weights)
    var double = NonuniformSums(
      samples.times, first: 2 * grid.first, step: 2 * grid.step, grid.count)
    doubled = double.sums(of: samples.weights)
  }

  /// The mean square of a sine or cosine about its mean below which it is held to be constant.
  ///
  /// What is left of one that is constant is rounding; the sums of neither method are off by as much.
  private static let least = 1e-12

  /// How much of the weighted mean square a sinusoid at the frequency numbered `index` explains.
  ///
  /// Of its two parts, the one that does not vary over the samples explains nothing.
  func explained(at index: Int) -> Double {
    let (y, w, double) = (values[index], weights[index], doubled[index])
    // A shift of time makes sine and cosine orthogonal: by half the angle of this vector.
    let turn = SIMD2(double.x - (w.x * w.x - w.y * w.y), double.y - 2 * w.x * w.y)
    let size = (turn.x * turn.x + turn.y * turn.y).squareRoot()
    let cosine = size > 0 ? turn.x / size : 1
    let sine = size > 0 ? turn.y / size : 0
    // Of the half angle's two, the one that is not small by cancellation, and the other from it.
    let c: Double
    let s: Double
    if cosine >= 0 {
      c = ((1 + cosine) / 2).squareRoot()
      s = sine / (2 * c)
    } else {
      let size = ((1 - cosine) / 2).squareRoot()
      s = sine < 0 ? -size : size
      c = sine / (2 * s)
    }
    let yc = y.x * c + y.y * s
    let ys = y.y * c - y.x * s
    let wc = w.x * c + w.y * s
    let ws = w.y * c - w.x * s
    let along = double.x * cosine + double.y * sine
    let cc = 0.5 * (1 + along) - wc * wc
    let ss = 0.5 * (1 - along) - ws * ws
    let alongCosine = cc < Self.least ? 0 : yc * yc / cc
    let alongSine = ss < Self.least ? 0 : ys * ys / ss
    return alongCosine + alongSine
  }

  /// Cosine and sine of an angle in turns.
  static func direction(_ turns: Double) -> SIMD2<Double> {
    let angle = 2 * Double.pi * (turns - turns.rounded())
    return SIMD2(Elementary.cos(angle), Elementary.sin(angle))
  }
}
