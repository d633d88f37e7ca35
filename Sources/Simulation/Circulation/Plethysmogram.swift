internal import Kernels

/// The pulse of a finger: each beat sends a wave that arrives after a delay and echoes twice.
enum Plethysmogram {
  /// How long a pulse rises, in seconds.
  private static let rise = 0.11

  /// Adds the pulse of a beat whose foot comes `delay` seconds after the R peak.
  ///
  /// The rise is half a squared sine, so that the foot is where the sample before is at rest; what
  /// follows is Gaussian, and over within a second.
  static func add(_ beat: HeartBeat, delay: Double, rate: Double, to samples: inout [Double]) {
    let foot = beat.time + delay
    let first = max(0, Int((foot * rate).rounded(.up)))
    let last = min(samples.count - 1, Int((foot + 1) * rate))
    for index in first..<max(first, last + 1) {
      samples[index] += beat.stroke * shape(Double(index) / rate - foot)
    }
  }

  /// The height of a pulse at a time after its foot.
  private static func shape(_ time: Double) -> Double {
    let after = time - rise
    let echoes = 0.38 * bell(after, 0.20, 0.08) + 0.10 * bell(after, 0.36, 0.12)
    guard after < 0 else { return bell(after, 0, 0.10) + echoes }
    let sine = Elementary.sin(.pi * time / (2 * rise))
    return sine * sine * (1 + echoes)
  }

  private static func bell(_ time: Double, _ center: Double, _ width: Double) -> Double {
    let distance = (time - center) / width
    return Elementary.exp(-0.5 * distance * distance)
  }
}
