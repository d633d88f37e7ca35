internal import Signals

/// The units that files name in words of their own, as UCUM codes: the one home of such names.
///
/// UCUM is case-sensitive (`mV` is a millivolt, `MV` a megavolt), and so is this: only words whose
/// meaning no capital changes, such as `mmHg`, are taken in any case.
enum UnitNames {
  /// The unit that a file means, or nil where that is not known.
  static func unit(_ spelling: String) -> Unit? {
    let text = plain(spelling)
    if let code = names[text] ?? anyCase[text.lowercased()] { return Unit(rawValue: code) }
    let unit = Unit(rawValue: text)
    return UnitScale(unit) == nil ? nil : unit
  }

  /// The unit that a file means; where that is not known the spelling in braces, as UCUM writes
  /// what it has no code for, and `1` where nothing is spelled.
  static func annotation(_ spelling: String) -> Unit {
    if let unit = unit(spelling) { return unit }
    let letters = spelling.utf8.map { byte -> UInt8 in
      let isAllowed =
        (33...126).contains(byte) && byte != UInt8(ascii: "{")
        && byte != UInt8(ascii: "}")
      return isAllowed ? byte : UInt8(ascii: "_")
    }
    return letters.isEmpty ? .one : Unit(rawValue: "{\(String(decoding: letters, as: UTF8.self))}")
  }

  /// A spelling with single spaces, and with the letters of UCUM for `µ` (two code points) and `Ω`.
  private static func plain(_ spelling: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in spelling.unicodeScalars {
      switch scalar {
      case "\u{B5}", "\u{3BC}": text.append("u")
      case "\u{3A9}", "\u{2126}": text.append(contentsOf: "Ohm".unicodeScalars)
      case "\u{2103}": text.append(contentsOf: "\u{B0}C".unicodeScalars)
      case "\u{B2}": text.append("2")
      default: text.append(scalar)
      }
    }
    return String(text).split(separator: " ").joined(separator: " ")
  }

  /// Spellings whose capitals matter, and codes of UCUM that mean something else in practice.
  private static let names = [
    "mv": "mV", "uv": "uV", "nv": "nV", "ua": "uA", "ma": "mA", "v": "V",
    "1e-4 V": "10*-4.V", "1E-4 V": "10*-4.V", "10^-4 V": "10*-4.V", "0.1 mV": "10*-4.V",
    "K/uL": "10*3/uL", "M/uL": "10*6/uL", "mEq/L": "meq/L", "IU/L": "[iU]/L", "mU/L": "m[iU]/L",
    "1/min": "/min", "1/s": "/s", "l": "L", "ml": "mL", "l/min": "L/min", "ml/min": "mL/min",
  ]

  /// Words that mean the same in any case.
  private static let anyCase = [
    "millivolt": "mV", "millivolts": "mV", "volt": "V", "volts": "V", "microvolt": "uV",
    "microvolts": "uV", "nanovolts": "nV", "microsiemens": "uS", "siemens": "S",
    "mmhg": "mm[Hg]", "torr": "mm[Hg]", "ph": "[pH]", "mm hg": "mm[Hg]", "cmh2o": "cm[H2O]",
    "cm h2o": "cm[H2O]", "kpa": "kPa",
    "bpm": "/min", "rpm": "/min", "/min": "/min", "beats/min": "/min", "beats per minute": "/min",
    "beats/minute": "/min", "breaths/min": "/min", "breaths per minute": "/min",
    "resp/min": "/min", "insp/min": "/min", "per minute": "/min", "brpm": "/min",
    "percent": "%", "pct": "%", "degc": "Cel", "deg c": "Cel", "deg_c": "Cel", "\u{B0}c": "Cel",
    "\u{B0} c": "Cel", "celsius": "Cel", "degrees celsius": "Cel", "degrees c": "Cel",
    "degf": "[degF]", "deg f": "[degF]", "deg_f": "[degF]", "\u{B0}f": "[degF]",
    "fahrenheit": "[degF]", "degrees": "deg", "deg": "deg", "degree": "deg", "ohm": "Ohm",
    "ohms": "Ohm", "kohm": "kOhm", "kohms": "kOhm", "sec": "s", "second": "s", "seconds": "s",
    "msec": "ms", "millisecond": "ms", "milliseconds": "ms", "usec": "us", "minute": "min",
    "minutes": "min", "hours": "h", "hz": "Hz", "hertz": "Hz", "nu": "1", "a.u.": "1", "au": "1",
    "n.u.": "1", "adu": "1", "arbitrary": "1", "dimensionless": "1", "unitless": "1",
    "liter": "L", "litre": "L", "lpm": "L/min", "kg": "kg", "mg/dl": "mg/dL", "mmol/l": "mmol/L",
  ]

  /// Nanoseconds of a unit of time, or nil where it is none.
  static func nanoseconds(_ text: String) -> Double? {
    switch text {
    case "s", "sec", "seconds", "second": 1e9
    case "ms", "msec": 1e6
    case "us", "µs", "usec": 1e3
    case "100ns": 100
    case "ns": 1
    default: nil
    }
  }
}
