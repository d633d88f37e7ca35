import Kernels

/// Heartbeats as sums of Gaussian bells, at stated times.
struct SyntheticECG {
  var rate: Double
  /// The height of the R peak, in mV.
  var amplitude = 1.0
  /// Whether there are QRS complexes and T waves, or P waves alone.
  var conducts = true

  /// Bells: time from the R peak in s, width in s, height as a share of R.
  private let atrial = [(-0.16, 0.022, 0.15)]
  private let ventricular = [
    (-0.026, 0.009, -0.12), (0.0, 0.011, 1.0), (0.028, 0.010, -0.2), (0.26, 0.045, 0.28),
  ]

  /// A beat that begins in the ventricles: half as high, a fifth as steep, without a P wave.
  private let ectopic = [
    (-0.060, 0.024, 0.13), (0.0, 0.040, 0.5), (0.100, 0.040, -0.14), (0.34, 0.060, -0.18),
  ]

  /// `seconds` of signal with R peaks at `times`, and with those of wide beats at others.
  func samples(seconds: Double, beats times: [Double], wide: [Double] = []) -> [Float] {
    var samples = [Double](repeating: 0, count: Int(seconds * rate))
    let conducted = conducts ? atrial + ventricular : atrial
    for (time, bells) in times.map({ ($0, conducted) }) + wide.map({ ($0, ectopic) }) {
      for (offset, width, height) in bells {
        let centre = time + offset
        let first = max(0, Int((centre - 5 * width) * rate))
        let last = min(samples.count - 1, Int((centre + 5 * width) * rate))
        guard first <= last else { continue }
        for index in first...last {
          let z = (Double(index) / rate - centre) / width
          samples[index] += amplitude * height * Elementary.exp(-z * z / 2)
        }
      }
    }
    return samples.map(Float.init)
  }

  /// Times of beats every `interval` seconds, a little uneven, up to `seconds`.
  static func times(seconds: Double, interval: Double, seed: UInt64 = 1) -> [Double] {
    var noise = Noise(seed)
    var times: [Double] = []
    var time = 0.5
    while time < seconds - 0.5 {
      times.append(time)
      time += interval * Double.random(in: 0.95...1.05, using: &noise)
    }
    return times
  }
}
