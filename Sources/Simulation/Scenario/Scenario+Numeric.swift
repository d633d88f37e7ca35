internal import Configuration
internal import Signals

extension Scenario {
  /// A channel of numbers taken at uneven times.
  struct Numeric: Sendable {
    /// What is counted or measured.
    enum Quantity: String, CaseIterable, Sendable {
      case heartRate = "heart-rate"
      case saturation
      case breathingRate = "breathing-rate"
      case systolic
      case diastolic
      case meanPressure = "mean-pressure"
      case temperature
      case laboratory
    }

    var quantity: Quantity
    var name: String
    /// Seconds between two samples, on average.
    var every: Double
    /// How unevenly they are taken: 0 on the dot, 1 anywhere up to twice the interval.
    var unevenness: Double
    /// The mean of a laboratory value.
    var value: Double
    /// The standard deviation of a laboratory value.
    var deviation: Double
    var unit: Unit

    init(_ settings: inout Settings) {
      quantity = settings.choice("quantity", "What is counted or measured.")
      name =
        settings.optionalString("name", "Name, if not the usual one of a monitor.")
        ?? quantity.standardName
      every = settings.number(
        "every", in: 0.5...86_400, default: 5, unit: "s", "Mean time between samples.")
      unevenness = settings.number(
        "unevenness", in: 0...0.95, default: 0.2, "0: on the dot, 1: up to twice the interval.")
      value = settings.number(
        "value", in: -1e6...1e6, default: 1, "Mean of a laboratory value, in its unit.")
      deviation = settings.number(
        "deviation", in: 0...1e6, default: 0, "Standard deviation of a laboratory value.")
      let code = settings.string("unit", default: "1", "UCUM code of a laboratory value's unit.")
      unit = quantity == .laboratory ? Unit(rawValue: code) : quantity.unit
      guard quantity != .laboratory else { return }
      for key in ["value", "deviation", "unit"] where settings.has(key) {
        settings.refuse(key, "has a meaning for 'laboratory' only")
      }
    }

    var description: ChannelDescription {
      ChannelDescription(name: name, kind: .numeric, unit: unit)
    }
  }
}

extension Scenario.Numeric.Quantity {
  fileprivate var standardName: String {
    switch self {
    case .heartRate: "HR"
    case .saturation: "SpO2"
    case .breathingRate: "RR"
    case .systolic: "SBP"
    case .diastolic: "DBP"
    case .meanPressure: "MAP"
    case .temperature: "Temp"
    case .laboratory: "Lab"
    }
  }

  fileprivate var unit: Unit {
    switch self {
    case .heartRate, .breathingRate: .perMinute
    case .saturation: .percent
    case .systolic, .diastolic, .meanPressure: .millimetreOfMercury
    case .temperature: Unit(rawValue: "Cel")
    case .laboratory: .one
    }
  }
}
