internal import Configuration

extension Scenario {
  /// The rhythm of the heart from some time on.
  struct Rhythm: Sendable {
    /// What beats.
    enum Kind: String, CaseIterable, Sendable {
      case sinus
      case atrialFibrillation = "atrial-fibrillation"
      case ventricularTachycardia = "ventricular-tachycardia"
      case ventricularFibrillation = "ventricular-fibrillation"
      case asystole
    }

    var kind: Kind
    var from: Double
    /// Beats a minute, if not those of the patient.
    var rate: Double?
    /// The probability that the next beat is a premature ventricular one.
    var ventricular: Double
    /// The probability that the next beat is a premature supraventricular one.
    var supraventricular: Double

    init(_ settings: inout Settings) {
      kind = settings.choice("rhythm", "What beats.")
      from = settings.number("from", in: 0...86_400, default: 0, unit: "s", "When it begins.")
      rate = settings.optionalNumber("rate", in: 20...300, unit: "/min", "Beats.")
      ventricular = settings.number(
        "ventricular", in: 0...0.5, default: 0,
        "Probability that a premature ventricular beat comes next.")
      supraventricular = settings.number(
        "supraventricular", in: 0...0.5, default: 0,
        "Probability that a premature supraventricular beat comes next.")
    }

    init(_ kind: Kind) {
      self.kind = kind
      from = 0
      ventricular = 0
      supraventricular = 0
    }

    /// Whether there are beats.
    var beats: Bool { kind != .asystole && kind != .ventricularFibrillation }

    /// Where its beats begin.
    var origin: HeartBeat.Origin {
      switch kind {
      case .atrialFibrillation: .fibrillating
      case .ventricularTachycardia: .ventricular
      default: .sinus
      }
    }
  }

  /// A premature beat, or a run of them, in place of the first regular beat after a time.
  struct Ectopic: Sendable {
    /// Where it begins.
    enum Origin: String, CaseIterable, Sendable { case ventricular, supraventricular }

    var at: Double
    var origin: Origin
    /// The interval before it as a share of the regular one.
    var prematurity: Double
    var count: Int
  }

  /// The rhythm at a time, asystole by an event included.
  func rhythm(at time: Double) -> Rhythm {
    if events.contains(where: { $0.kind == .asystole && $0.span.contains(time) }) {
      return Rhythm(.asystole)
    }
    return rhythms.last { $0.from <= time } ?? Rhythm(.sinus)
  }

  /// Beats a minute at a time, as the latest event or the rhythm says.
  func heartRate(at time: Double) -> Double {
    if let event = events.last(where: { $0.rate != nil && $0.span.contains(time) }),
      let rate = event.rate
    {
      return rate
    }
    let rhythm = rhythm(at: time)
    return rhythm.rate ?? (rhythm.kind == .ventricularTachycardia ? 170 : patient.heartRate)
  }

  /// The first time after another at which a rhythm or an event begins or ends.
  func nextChange(after time: Double) -> Double {
    let changes = rhythms.map(\.from) + events.flatMap { [$0.span.lowerBound, $0.span.upperBound] }
    return changes.filter { $0 > time }.min() ?? duration
  }

  /// The stretches of one label, each until the next begins, over the whole recording.
  func rhythmStretches() -> [(span: Range<Double>, label: String)] {
    var stretches: [(span: Range<Double>, label: String)] = []
    var time = 0.0
    while time < duration {
      let end = min(nextChange(after: time), duration)
      let label = rhythmLabel(at: time)
      if let last = stretches.last, last.label == label {
        stretches[stretches.count - 1].span = last.span.lowerBound..<end
      } else {
        stretches.append((time..<end, label))
      }
      time = end
    }
    return stretches
  }

  /// What cardiologists write on a rhythm; the MIT-BIH databases have no sign for asystole.
  private func rhythmLabel(at time: Double) -> String {
    switch rhythm(at: time).kind {
    case .atrialFibrillation: return "(AFIB"
    case .ventricularTachycardia: return "(VT"
    case .ventricularFibrillation: return "(VF"
    case .asystole: return "(ASYS"
    case .sinus: break
    }
    let isSlow = events.contains { $0.kind == .bradycardia && $0.span.contains(time) }
    return isSlow ? "(SBR" : "(N"
  }
}

extension Scenario.Ectopic {
  init(_ settings: inout Settings) {
    at = settings.number("at", in: 0...86_400, unit: "s", "After when.")
    origin = settings.choice("origin", default: .ventricular, "Where it begins.")
    prematurity = settings.number(
      "prematurity", in: 0.3...0.95, default: 0.6,
      "Interval before it, as a share of the regular one.")
    count = settings.integer("count", in: 1...20, default: 1, "How many in a run.")
  }
}
