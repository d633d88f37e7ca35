internal import Configuration

extension Scenario {
  /// Something that happens to the patient, to a channel or to the clock.
  struct Event: Sendable {
    /// What happens.
    enum Kind: String, CaseIterable, Sendable {
      case bradycardia
      case tachycardia
      case asystole
      case desaturation
      case apnoea
      case leadOff = "lead-off"
      case saturation
      case gap
      case noise
      case clockJump = "clock-jump"
    }

    /// What an amplifier shows that is connected to nothing.
    enum Disconnection: String, CaseIterable, Sendable { case rail, flat }

    /// The spectrum of noise.
    enum Color: String, CaseIterable, Sendable { case white, wander, muscle, mains }

    var kind: Kind
    var span: Range<Double>
    var channel: String?
    /// Beats a minute during bradycardia and tachycardia.
    var rate: Double?
    /// The lowest oxygen saturation.
    var level: Double
    var disconnection: Disconnection
    /// How many times larger a saturated amplifier makes the signal.
    var factor: Double
    /// The power of signal over that of noise, in decibels.
    var ratio: Double
    var color: Color
    /// Seconds by which the clock jumps.
    var step: Double

    init(_ settings: inout Settings, channels: [String], duration: Double) {
      kind = settings.choice("event", "What happens.")
      let from = settings.number("from", in: 0...86_400, unit: "s", "When it begins.")
      let length = settings.optionalNumber(
        "for", in: 0.01...86_400, unit: "s", "How long it lasts; a clock jumps at once.")
      channel = settings.optionalString(
        "channel", "Where, of what happens to a channel; all channels if not given.")
      let rate = settings.optionalNumber(
        "rate", in: 20...300, unit: "/min", "Beats: in bradycardia 35, in tachycardia 150.")
      level = settings.number(
        "level", in: 30...99, default: 80, unit: "%", "Lowest saturation of a desaturation.")
      disconnection = settings.choice(
        "shows", default: .rail, "What an amplifier shows whose lead is off.")
      factor = settings.number(
        "factor", in: 2...1_000, default: 20, "Gain of a saturated amplifier.")
      ratio = settings.number(
        "snr", in: -40...60, default: 0, unit: "dB", "Signal to noise.")
      color = settings.choice("spectrum", default: .white, "Spectrum of noise.")
      step = settings.number(
        "step", in: -31_536_000...31_536_000, default: 3_600, unit: "s",
        "By how much the clock jumps.")
      span = from..<max(from, min(from + (length ?? 0), duration))
      self.rate =
        switch kind {
        case .bradycardia: rate ?? 35
        case .tachycardia: rate ?? 150
        default: nil
        }
      check(&settings, channels, from: from, length: length, duration: duration)
    }

    private mutating func check(
      _ settings: inout Settings, _ channels: [String], from: Double, length: Double?,
      duration: Double
    ) {
      if from >= duration {
        settings.refuse("from", "must be before the end of the recording")
      }
      if length == nil, kind != .clockJump { settings.refuse("for", "must be given") }
      if let channel, !channels.contains(channel) {
        let names = channels.map { "'\($0)'" }.joined(separator: ", ")
        settings.refuse("channel", "must be one of \(names)")
      }
      if channel == nil, kind == .leadOff { settings.refuse("channel", "must be given") }
      let own = kind.keys
      for key in ["for", "channel", "rate", "level", "shows", "factor", "snr", "spectrum", "step"]
      where settings.has(key) && !own.contains(key) {
        settings.refuse(key, "has no meaning for '\(kind.rawValue)'")
      }
    }

    /// Whether this happens to a channel.
    func concerns(_ name: String) -> Bool { channel == nil || channel == name }
  }
}

extension Scenario.Event.Kind {
  /// The settings that have a meaning besides the event and its beginning.
  fileprivate var keys: [String] {
    switch self {
    case .bradycardia, .tachycardia: ["for", "rate"]
    case .asystole, .apnoea: ["for"]
    case .desaturation: ["for", "level"]
    case .leadOff: ["for", "channel", "shows"]
    case .saturation: ["for", "channel", "factor"]
    case .gap: ["for", "channel"]
    case .noise: ["for", "channel", "snr", "spectrum"]
    case .clockJump: ["step"]
    }
  }
}
