internal import Kernels

/// The pressure in the aorta: a reservoir that each beat fills and that drains through the body.
///
/// The windkessel of two elements (Frank 1899; Westerhof et al. 2009,
/// doi:10.1007/s11517-008-0359-2): dP/dt = flow / C − (P − P₀) / RC. Weak and early beats, their
/// compensation and the fall in asystole follow by themselves. RC and the flow are such that steady
/// beats at the patient's rate reach the patient's pressures.
struct ArterialPressure {
  /// Samples per second of the model.
  private static let rate = 250.0
  /// What remains when nothing flows, in mm[Hg].
  private static let rest = 10.0
  /// How long a beat ejects, in seconds.
  private static let ejection = 0.28

  private let samples: [Double]

  init(_ scenario: Scenario, beats: [HeartBeat], breathing: Breathing) {
    let patient = scenario.patient
    let interval = 60 / patient.heartRate
    let model = Self.fitted(to: patient, interval: interval)
    let count = Int((scenario.duration * Self.rate).rounded(.up)) + 1
    let usual = min(1, max(0, (interval - 0.2) / 0.55)).squareRoot()
    var flow = [Double](repeating: 0, count: count)
    for beat in beats {
      // The right heart fills less, and with it the left, while one breathes in.
      let breath = 1 - 0.06 * (breathing.volume(at: beat.time) - 0.5)
      Self.eject(model.flow * beat.stroke / usual * breath, at: beat.time, into: &flow)
    }
    samples = Self.pressures(flow, decay: model.decay, from: patient.diastolic)
  }

  /// The pressure at a time, linear between samples.
  func value(at time: Double) -> Double {
    let position = max(0, time * Self.rate)
    let index = min(Int(position), samples.count - 2)
    return samples[index] + (samples[index + 1] - samples[index]) * (position - Double(index))
  }

  /// The highest, lowest and mean pressure of the four seconds before a time.
  func summary(before time: Double) -> (systolic: Double, diastolic: Double, mean: Double) {
    let last = min(samples.count - 1, max(0, Int(time * Self.rate)))
    let window = samples[max(0, last - Int(4 * Self.rate))...last]
    var sum = 0.0
    for sample in window { sum += sample }
    return (window.max() ?? 0, window.min() ?? 0, sum / Double(window.count))
  }

  /// Adds a beat to the flow: half a wave of squared sine, and a short flow back that closes the
  /// valve.
  private static func eject(_ amount: Double, at time: Double, into flow: inout [Double]) {
    let closure = 0.04
    let first = max(0, Int((time * rate).rounded(.up)))
    let last = min(flow.count - 1, Int((time + ejection + closure) * rate))
    for index in first..<max(first, last + 1) {
      let passed = Double(index) / rate - time
      if passed < ejection {
        let sine = Elementary.sin(.pi * passed / ejection)
        flow[index] += amount * sine * sine
      } else {
        let sine = Elementary.sin(.pi * (passed - ejection) / closure)
        flow[index] -= 0.35 * amount * sine * sine
      }
    }
  }

  private static func pressures(_ flow: [Double], decay: Double, from start: Double) -> [Double] {
    var pressure = start
    return flow.map { flow in
      pressure = rest + (pressure - rest) * decay + flow
      return pressure
    }
  }

  /// The decay from sample to sample and the flow with which steady beats reach the pressures.
  private static func fitted(to patient: Patient, interval: Double) -> (decay: Double, flow: Double)
  {
    let target = (patient.diastolic - rest) / (patient.systolic - rest)
    let length = max(4, Int(interval * rate))
    var flow = [Double](repeating: 0, count: 24 * length)
    for beat in 0..<24 { eject(1, at: Double(beat * length) / rate, into: &flow) }
    // The slower the reservoir drains, the nearer the lowest pressure comes to the highest.
    var low = 0.1
    var high = 20.0
    var decay = 0.0
    var top = 1.0
    for _ in 0..<40 {
      let drainage = (low * high).squareRoot()
      decay = Elementary.exp(-1 / (drainage * rate))
      // A start near the mean of the steady beats leaves little to settle.
      let mean = 0.5 * ejection / (Double(length) / rate) / (1 - decay)
      let steady = pressures(flow, decay: decay, from: rest + mean).suffix(2 * length)
      top = (steady.max() ?? 1) - rest
      let bottom = (steady.min() ?? 0) - rest
      if bottom / top < target { low = drainage } else { high = drainage }
    }
    return (decay, (patient.systolic - rest) / top)
  }
}
