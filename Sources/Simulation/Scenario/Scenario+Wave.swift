internal import Configuration
internal import Signals

extension Scenario {
  /// A channel sampled at a steady rate.
  struct Wave: Sendable {
    /// What is measured.
    enum Quantity: String, CaseIterable, Sendable { case ecg, ppg, abp, respiration }

    var quantity: Quantity
    var lead: Electrodes
    var name: String
    /// Samples per second.
    var hertz: Double
    /// The standard deviation of white noise.
    var noise: Double
    /// How far breathing and movement shift the base line.
    var wander: Double
    /// From the R peak to the foot of the pulse, in seconds.
    var delay: Double
    /// The largest magnitude that the amplifier passes on.
    var limit: Double

    init(_ settings: inout Settings) {
      quantity = settings.choice("kind", "What is measured.")
      lead = settings.choice("lead", default: .two, "Electrodes of an electrocardiogram.")
      let standard = quantity.standard
      name =
        settings.optionalString("name", "Name, if not that of the lead or PPG, ABP, RESP.")
        ?? (quantity == .ecg ? lead.rawValue : standard.name)
      hertz =
        settings.optionalNumber(
          "rate", in: 1...10_000, unit: "Hz",
          "Sampling rate: 250 Hz, of pulse and pressure 125 Hz, of respiration 50 Hz by default.")
        ?? standard.hertz
      noise =
        settings.optionalNumber(
          "noise", in: 0...100, "Standard deviation of white noise in the channel's unit.")
        ?? standard.noise
      wander =
        settings.optionalNumber(
          "wander", in: 0...100, "Shift of the base line with breathing in the channel's unit.")
        ?? standard.wander
      delay =
        settings.optionalNumber(
          "delay", in: 0...0.6, unit: "s", "From the R peak to the foot of the pulse.")
        ?? standard.delay
      limit =
        settings.optionalNumber(
          "limit", in: 0.1...1_000, "Largest magnitude that the amplifier passes on.")
        ?? standard.limit
      if quantity != .ecg, settings.has("lead") {
        settings.refuse("lead", "has no meaning for '\(quantity.rawValue)'")
      }
      if quantity != .ppg, quantity != .abp, settings.has("delay") {
        settings.refuse("delay", "has no meaning for '\(quantity.rawValue)'")
      }
    }

    var description: ChannelDescription {
      ChannelDescription(
        name: name, kind: Kind(rawValue: quantity.rawValue),
        lead: quantity == .ecg ? lead.rawValue : nil, unit: quantity.unit, rate: Rate(hertz: hertz))
    }
  }
}

extension Scenario.Wave.Quantity {
  var unit: Unit {
    switch self {
    case .ecg: .millivolt
    case .abp: .millimetreOfMercury
    case .ppg: .one
    case .respiration: Unit(rawValue: "Ohm")
    }
  }

  /// Steps of a whole number per unit in which a file keeps the samples.
  var gain: Double {
    switch self {
    case .ecg: 200
    case .abp: 20
    case .ppg, .respiration: 1_000
    }
  }

  /// What a channel is like where the scenario does not say.
  fileprivate var standard: Standard {
    switch self {
    case .ecg: Standard("ECG", hertz: 250, noise: 0.01, wander: 0.05, delay: 0, limit: 5)
    case .ppg: Standard("PPG", hertz: 125, noise: 0.005, wander: 0.1, delay: 0.25, limit: 4)
    case .abp: Standard("ABP", hertz: 125, noise: 0.2, wander: 0, delay: 0.15, limit: 320)
    case .respiration: Standard("RESP", hertz: 50, noise: 0.005, wander: 0, delay: 0, limit: 4)
    }
  }
}

private struct Standard {
  var name: String
  var hertz: Double
  var noise: Double
  var wander: Double
  var delay: Double
  var limit: Double

  init(_ name: String, hertz: Double, noise: Double, wander: Double, delay: Double, limit: Double) {
    self.name = name
    self.hertz = hertz
    self.noise = noise
    self.wander = wander
    self.delay = delay
    self.limit = limit
  }
}
