import Kernels

/// A pulse wave as sums of Gaussian bells: an upstroke and a dicrotic wave at stated times.
struct SyntheticPulse {
  var rate: Double
  var low = 80.0
  /// By how much the upstroke rises where no bell overlaps another.
  var height = 40.0
  /// The height of the dicrotic wave as a share of the upstroke's.
  var dicrotic = 0.35
  /// By how much bells are wider than usual.
  var damping = 1.0

  /// `seconds` of the wave with peaks of the upstrokes at `times`, `interval` apart.
  func samples(seconds: Double, peaks times: [Double], interval: Double) -> [Float] {
    var samples = [Double](repeating: low, count: Int(seconds * rate))
    // As the heart is faster, all parts of the wave are shorter.
    let scale = interval.squareRoot() * damping
    let bells = [(0.0, 0.06 * scale, 1.0), (0.26 * scale, 0.1 * scale, dicrotic)]
    for time in times {
      for (offset, width, share) in bells {
        let centre = time + offset
        let first = max(0, Int((centre - 5 * width) * rate))
        let last = min(samples.count - 1, Int((centre + 5 * width) * rate))
        guard first <= last else { continue }
        for index in first...last {
          let z = (Double(index) / rate - centre) / width
          samples[index] += height * share * Elementary.exp(-z * z / 2)
        }
      }
    }
    return samples.map(Float.init)
  }
}
