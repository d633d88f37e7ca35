internal import Kernels

/// The electrical activity of the heart as leads on the body show it.
///
/// The dynamical model of McSharry et al. (2003, doi:10.1109/TBME.2003.808805) in the closed form of
/// Sameni et al. (2007, doi:10.1155/2007/43407): a point runs around a limit cycle once a beat, and
/// at fixed phases Gaussian pulses push the heart's dipole, which each lead projects. Pulses of the
/// QRS complex keep their width in time; those of the T wave keep their place in the cycle, which
/// grows with the root of the interval.
struct Electrocardiogram {
  private let scenario: Scenario
  private let beats: [HeartBeat]
  private let breathing: Breathing
  private let sinus: Morphology
  private let atrial: Morphology
  private let fibrillating: Morphology
  private let ventricular: Morphology
  /// The amplitude of each beat, which breathing and chance vary.
  private let gains: [Double]

  init(_ scenario: Scenario, beats: [HeartBeat], breathing: Breathing, seed: UInt64) {
    self.scenario = scenario
    self.beats = beats
    self.breathing = breathing
    let patient = scenario.patient
    sinus = Morphology(.sinus, of: patient)
    atrial = Morphology(.atrial, of: patient)
    fibrillating = Morphology(.fibrillating, of: patient)
    ventricular = Morphology(.ventricular, of: patient)
    var random = RandomStream(seed: seed, "amplitudes")
    gains = beats.map { beat in
      let breath = 0.06 * (0.5 - breathing.volume(at: beat.time))
      return max(0.5, 1 + breath + patient.beatVariability * random.gaussian())
    }
  }

  /// The samples of a lead, in millivolts, without noise.
  func samples(of lead: Electrodes, count: Int, rate: Double) -> [Double] {
    var samples = [Double](repeating: 0, count: count)
    for (beat, gain) in zip(beats, gains) {
      morphology(of: beat).add(beat, gain: gain, lead, rate: rate, to: &samples)
    }
    for (span, label) in scenario.rhythmStretches() {
      if label == "(AFIB" { addFibrillation(.atria, in: span, lead, rate: rate, to: &samples) }
      if label == "(VF" { addFibrillation(.ventricles, in: span, lead, rate: rate, to: &samples) }
    }
    return samples
  }

  private func morphology(of beat: HeartBeat) -> Morphology {
    switch beat.origin {
    case .sinus: sinus
    case .atrial: atrial
    case .fibrillating: fibrillating
    case .ventricular: ventricular
    }
  }

  /// Adds the waves of fibrillation: a saw tooth of three harmonics whose frequency and amplitude
  /// wander, as Stridh and Sörnmo make them (2001, doi:10.1109/10.900266).
  private func addFibrillation(
    _ chambers: Chambers, in span: Range<Double>, _ lead: Electrodes, rate: Double,
    to samples: inout [Double]
  ) {
    let height = scenario.patient.amplitude * lead.projection(of: chambers.dipole)
    let first = Int((span.lowerBound * rate).rounded(.up))
    let last = min(samples.count, Int((span.upperBound * rate).rounded(.up)))
    for index in first..<max(first, last) {
      let time = Double(index) / rate
      let drift = Elementary.sin(2 * .pi * 0.23 * time)
      let phase = 2 * .pi * chambers.frequency * time + 0.9 * drift
      let swell = 1 + 0.3 * Elementary.sin(2 * .pi * 0.37 * time)
      var wave = 0.0
      for harmonic in 1...3 {
        wave += Elementary.sin(Double(harmonic) * phase) / Double(harmonic)
      }
      // A quarter of a second to come and go, so that no step shows.
      let edge = min(1, 4 * min(time - span.lowerBound, span.upperBound - time))
      samples[index] += height * swell * edge * wave
    }
  }
}

/// What fibrillates.
private enum Chambers {
  case atria
  case ventricles

  /// Cycles a second.
  var frequency: Double { self == .atria ? 6.3 : 4.7 }

  /// Millivolts to the left, downwards and backwards.
  var dipole: SIMD3<Double> {
    self == .atria ? SIMD3(0.01, 0.05, -0.06) : SIMD3(0.30, 0.45, -0.20)
  }
}
