internal import Kernels

/// The breaths of a recording: when each begins and how long it takes.
struct Breathing {
  private struct Breath {
    var start: Double
    var duration: Double
  }

  private var breaths: [Breath] = []

  /// Breathes at the rate of the patient, each breath a little longer or shorter, and not at all in
  /// an apnoea.
  init(_ patient: Patient, apnoeas: [Range<Double>], until end: Double, seed: UInt64) {
    var random = RandomStream(seed: seed, "breathing")
    let mean = 60 / patient.breathingRate
    var time = -mean * random.uniform()
    while time < end {
      let spread = 1 + patient.breathingVariability * random.gaussian()
      let duration = mean * min(max(spread, 0.5), 2)
      if let apnoea = apnoeas.first(where: { $0.contains(time) }) {
        time = apnoea.upperBound
        continue
      }
      breaths.append(Breath(start: time, duration: duration))
      time += duration
    }
  }

  /// How full the lungs are, from 0 to 1: they fill in two fifths of a breath.
  func volume(at time: Double) -> Double {
    let phase = self.phase(at: time)
    let turn = phase < 0.4 ? phase / 0.8 : 0.5 + (phase - 0.4) / 1.2
    return (1 - Elementary.cos(2 * .pi * turn)) / 2
  }

  /// The share of its breath that has passed, 0 in an apnoea.
  func phase(at time: Double) -> Double {
    guard let breath = latest(at: time) else { return 0 }
    let share = (time - breath.start) / breath.duration
    return share < 1 ? share : 0
  }

  /// Breaths per minute: how many began in the half minute before, or what the latest breath took
  /// where the recording is younger than that.
  func rate(at time: Double) -> Double {
    if time < 30 { return latest(at: time).map { 60 / $0.duration } ?? 0 }
    return 2 * Double(breaths.count { $0.start > time - 30 && $0.start <= time })
  }

  private func latest(at time: Double) -> Breath? {
    var low = 0
    var high = breaths.count
    while low < high {
      let middle = (low + high) / 2
      if breaths[middle].start <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? breaths[low - 1] : nil
  }
}
