internal import Signals

/// The units that files name in words of their own, as UCUM codes.
enum UnitNames {
  /// The unit that a file means, or nil where that is not known.
  static func unit(_ text: String) -> Unit? {
    let text = text.split(separator: " ").joined(separator: " ")
    if codes.contains(text) { return Unit(rawValue: text) }
    return aliases.first { $0.0 == text.lowercased() }.map { Unit(rawValue: $0.1) }
  }

  private static let codes = [
    "1", "%", "mV", "V", "uV", "A", "mA", "uA", "s", "ms", "min", "h", "Hz", "/min", "mm[Hg]",
    "kPa", "cm[H2O]", "Cel", "Ohm", "uS", "S", "L", "mL", "L/min", "g", "kg", "m/s2", "[g]",
  ]

  private static let aliases = [
    ("mv", "mV"), ("millivolt", "mV"), ("millivolts", "mV"), ("volt", "V"), ("volts", "V"),
    ("uv", "uV"), ("µv", "uV"), ("microvolts", "uV"), ("ua", "uA"), ("µa", "uA"),
    ("mmhg", "mm[Hg]"), ("cmh2o", "cm[H2O]"), ("bpm", "/min"), ("1/min", "/min"),
    ("beats/min", "/min"), ("breaths/min", "/min"), ("/min", "/min"), ("percent", "%"),
    ("degc", "Cel"), ("°c", "Cel"), ("celsius", "Cel"), ("ohm", "Ohm"), ("ohms", "Ohm"),
    ("sec", "s"), ("second", "s"), ("seconds", "s"), ("nu", "1"), ("a.u.", "1"), ("adu", "1"),
  ]

  /// Nanoseconds of a unit of time, or nil where it is none.
  static func nanoseconds(_ text: String) -> Double? {
    switch text {
    case "s", "sec", "seconds", "second": 1e9
    case "ms": 1e6
    case "us", "µs": 1e3
    case "100ns": 100
    case "ns": 1
    default: nil
    }
  }
}
