internal import Kernels

extension Scenario.Event.Color {
  /// Noise of this spectrum with mean 0 and mean square 1.
  func samples(_ count: Int, rate: Double, _ random: inout RandomStream) -> [Double] {
    guard count > 1 else { return [Double](repeating: 0, count: count) }
    var samples = self == .mains ? mains(count, rate) : filtered(count, rate, &random)
    var mean = 0.0
    for sample in samples { mean += sample }
    mean /= Double(count)
    var power = 0.0
    for sample in samples { power += (sample - mean) * (sample - mean) }
    let scale = power > 0 ? (Double(count) / power).squareRoot() : 0
    for index in samples.indices { samples[index] = (samples[index] - mean) * scale }
    return samples
  }

  private func filtered(_ count: Int, _ rate: Double, _ random: inout RandomStream) -> [Double] {
    // Below 0.4 Hz for a base line that wanders, above 30 Hz for muscles; two first-order sections.
    let cutoff = self == .wander ? 0.4 : 30.0
    let decay = Elementary.exp(-2 * .pi * min(cutoff, 0.4 * rate) / rate)
    var first = 0.0
    var second = 0.0
    var samples: [Double] = []
    samples.reserveCapacity(count)
    for _ in 0..<count {
      let draw = random.gaussian()
      first = decay * first + (1 - decay) * draw
      second = decay * second + (1 - decay) * first
      switch self {
      case .wander: samples.append(second)
      case .muscle: samples.append(draw - 2 * first + second)
      default: samples.append(draw)
      }
    }
    return samples
  }

  /// The hum of 50 Hz with its third harmonic.
  private func mains(_ count: Int, _ rate: Double) -> [Double] {
    (0..<count).map { index in
      let phase = 2 * .pi * 50 * Double(index) / rate
      return Elementary.sin(phase) + 0.2 * Elementary.sin(3 * phase + 0.5)
    }
  }
}
