internal import Kernels

/// The waves of a beat as Gaussian pulses of the heart's dipole around its R peak.
struct Morphology {
  /// One Gaussian pulse.
  struct Wave {
    /// Millivolts to the left, downwards and backwards.
    var dipole: SIMD3<Double>
    /// Seconds after the R peak, at one beat a second.
    var center: Double
    /// The standard deviation in seconds, at one beat a second.
    var width: Double
    /// Whether centre and width grow with the root of the interval, as those of the T wave do.
    var stretches = false
  }

  private(set) var waves: [Wave]

  /// The beats of a patient that begin at a place.
  init(_ origin: HeartBeat.Origin, of patient: Patient) {
    switch origin {
    case .sinus: waves = Self.atrial(patient, center: -0.16) + Self.narrow(patient)
    case .atrial: waves = Self.ectopicAtrial(patient) + Self.narrow(patient)
    case .fibrillating: waves = Self.narrow(patient)
    case .ventricular: waves = Self.wide(patient)
    }
    for index in waves.indices {
      let axis = origin == .ventricular ? patient.ventricularAxis : patient.axis
      waves[index].dipole = Self.turned(waves[index].dipole * patient.amplitude, by: axis)
    }
    align()
  }

  /// Adds a beat to samples of a lead.
  ///
  /// Pulses are cut off at seven standard deviations, where they are below 10⁻¹⁰ of their height.
  func add(
    _ beat: HeartBeat, gain: Double, _ lead: Electrodes, rate: Double, to samples: inout [Double]
  ) {
    let stretch = min(max(beat.interval, 0.3), 1.6).squareRoot()
    for wave in waves {
      let scale = wave.stretches ? stretch : 1
      let width = wave.width * scale
      let center = beat.time + wave.center * scale
      let height = gain * lead.projection(of: wave.dipole)
      let first = max(0, Int(((center - 7 * width) * rate).rounded(.up)))
      let last = min(samples.count - 1, Int(((center + 7 * width) * rate).rounded(.down)))
      guard first <= last else { continue }
      for index in first...last {
        let distance = (Double(index) / rate - center) / width
        samples[index] += height * Elementary.exp(-0.5 * distance * distance)
      }
    }
  }

  /// What lead II shows at a time after the nominal R peak, at one beat a second.
  func value(at time: Double) -> Double {
    var sum = 0.0
    for wave in waves {
      let distance = (time - wave.center) / wave.width
      sum +=
        Electrodes.two.projection(of: wave.dipole) * Elementary.exp(-0.5 * distance * distance)
    }
    return sum
  }

  /// Moves the waves so that lead II is farthest from nought at the very time of the beat: near
  /// waves pull the peak of their sum away from that of the R wave.
  private mutating func align() {
    var peak = 0.0
    for step in -300...300 {
      let time = Double(step) * 1e-4
      if abs(value(at: time)) > abs(value(at: peak)) { peak = time }
    }
    for index in waves.indices { waves[index].center -= peak }
  }

  private static func atrial(_ patient: Patient, center: Double) -> [Wave] {
    [
      Wave(
        dipole: SIMD3(0.08, 0.09, -0.03) * patient.atrialAmplitude, center: center, width: 0.022)
    ]
  }

  /// A P wave that begins low in the atria: upside down in II and close to the QRS complex.
  private static func ectopicAtrial(_ patient: Patient) -> [Wave] {
    [
      Wave(
        dipole: SIMD3(0.03, -0.08, -0.04) * patient.atrialAmplitude, center: -0.12, width: 0.018)
    ]
  }

  private static func narrow(_ patient: Patient) -> [Wave] {
    let widening = patient.width
    let recovery = patient.recoveryAmplitude
    return [
      Wave(dipole: SIMD3(-0.12, -0.06, -0.25), center: -0.028 * widening, width: 0.008 * widening),
      Wave(dipole: SIMD3(1.05, 0.75, 0.35), center: 0, width: 0.011 * widening),
      Wave(dipole: SIMD3(-0.10, -0.15, 0.45), center: 0.030 * widening, width: 0.010 * widening),
      Wave(
        dipole: SIMD3(0.17, 0.13, -0.06) * recovery, center: 0.25, width: 0.050, stretches: true),
      Wave(
        dipole: SIMD3(0.17, 0.13, -0.06) * recovery, center: 0.29, width: 0.033, stretches: true),
    ]
  }

  private static func wide(_ patient: Patient) -> [Wave] {
    let widening = patient.ventricularWidth
    let recovery = patient.recoveryAmplitude
    return [
      Wave(dipole: SIMD3(0.25, 0.35, 0.10), center: -0.045 * widening, width: 0.018 * widening),
      Wave(dipole: SIMD3(0.70, 1.20, 0.80), center: 0, width: 0.030 * widening),
      Wave(dipole: SIMD3(-0.30, -0.35, -0.10), center: 0.075 * widening, width: 0.030 * widening),
      Wave(
        dipole: SIMD3(-0.40, -0.45, -0.15) * recovery, center: 0.32, width: 0.060, stretches: true),
    ]
  }

  /// A dipole turned in the frontal plane, clockwise as a doctor sees it, by degrees.
  private static func turned(_ dipole: SIMD3<Double>, by degrees: Double) -> SIMD3<Double> {
    let angle = degrees * .pi / 180
    let cosine = Elementary.cos(angle)
    let sine = Elementary.sin(angle)
    return SIMD3(
      cosine * dipole.x - sine * dipole.y, sine * dipole.x + cosine * dipole.y, dipole.z)
  }
}
