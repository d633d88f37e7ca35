internal import Kernels

/// The beats of a recording as the scenario's rhythms, ectopic beats and events want them.
///
/// The intervals of sinus rhythm vary with breathing, with the ten-second rhythm of blood pressure
/// and by chance; those of atrial fibrillation by chance alone. A premature ventricular beat leaves
/// the sinus node in its stride, so that a full compensatory pause follows; an atrial one resets it.
struct HeartRhythm {
  private(set) var beats: [HeartBeat] = []

  private let scenario: Scenario
  private let breathing: Breathing
  private var random: RandomStream
  private var chance: RandomStream
  private var ectopics: [Scenario.Ectopic]
  /// When the beat after a premature ventricular one is due.
  private var resumption: Double?

  init(_ scenario: Scenario, breathing: Breathing, seed: UInt64) {
    self.scenario = scenario
    self.breathing = breathing
    random = RandomStream(seed: seed, "intervals")
    chance = RandomStream(seed: seed, "ectopic beats")
    ectopics = scenario.ectopics.sorted { $0.at < $1.at }
    generate()
  }

  private mutating func generate() {
    var time = 0.4
    while time < scenario.duration {
      let rhythm = scenario.rhythm(at: time)
      guard rhythm.beats else {
        time = scenario.nextChange(after: time)
        resumption = nil
        continue
      }
      add(at: time, rhythm.origin)
      time = next(after: time)
    }
  }

  private mutating func next(after time: Double) -> Double {
    let regular = interval(at: time)
    if let resumption {
      self.resumption = nil
      return resumption
    }
    let rhythm = scenario.rhythm(at: time)
    guard rhythm.origin != .ventricular, let ectopic = ectopic(after: time, regular, in: rhythm)
    else { return time + regular }
    var last = time
    for _ in 0..<ectopic.count {
      let early = last + ectopic.prematurity * regular
      guard early < scenario.duration, scenario.rhythm(at: early).beats else { return early }
      add(at: early, ectopic.origin == .ventricular ? .ventricular : .atrial)
      last = early
    }
    guard ectopic.origin == .ventricular else { return last + 1.1 * regular }
    // The first sinus beat on the old beat that comes late enough after the last premature one.
    var due = time + 2 * regular
    while due < last + 0.8 * regular { due += regular }
    return due
  }

  /// The scripted or chance ectopic beat that comes before the next regular one.
  private mutating func ectopic(
    after time: Double, _ regular: Double, in rhythm: Scenario.Rhythm
  ) -> Scenario.Ectopic? {
    let draw = chance.uniform()
    let earliness = chance.uniform(0.55, 0.72)
    if let first = ectopics.first, first.at < time + regular {
      ectopics.removeFirst()
      return first
    }
    if beats.last?.origin == .ventricular || beats.last?.origin == .atrial { return nil }
    if draw < rhythm.ventricular {
      return Scenario.Ectopic(at: time, origin: .ventricular, prematurity: earliness, count: 1)
    }
    guard draw < rhythm.ventricular + rhythm.supraventricular else { return nil }
    return Scenario.Ectopic(
      at: time, origin: .supraventricular, prematurity: earliness + 0.08, count: 1)
  }

  /// The interval that follows a regular beat.
  private mutating func interval(at time: Double) -> Double {
    let mean = 60 / scenario.heartRate(at: time)
    let patient = scenario.patient
    let draw = random.gaussian()
    switch scenario.rhythm(at: time).kind {
    case .atrialFibrillation: return max(0.3, mean * (1 + 0.22 * draw))
    case .ventricularTachycardia: return max(0.25, mean * (1 + 0.01 * draw))
    default: break
    }
    let arrhythmia = Elementary.sin(2 * .pi * breathing.phase(at: time))
    let pressure = Elementary.sin(2 * .pi * 0.1 * time)
    let variation =
      patient.sinusArrhythmia * arrhythmia + patient.variability * (0.6 * pressure + 0.6 * draw)
    return max(0.3, mean * (1 + variation))
  }

  private mutating func add(at time: Double, _ origin: HeartBeat.Origin) {
    let interval = beats.last.map { time - $0.time } ?? 60 / scenario.heartRate(at: time)
    // The ventricles fill while they rest, and a beat that begins in them pumps badly.
    let filling = min(1, max(0, (interval - 0.2) / 0.55)).squareRoot()
    let pumping = origin == .ventricular ? 0.55 : 1.0
    beats.append(
      HeartBeat(time: time, origin: origin, interval: interval, stroke: filling * pumping))
  }
}
