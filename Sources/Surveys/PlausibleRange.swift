internal import Formats
public import Signals

/// How large a quantity usually is in people, so that a wrong unit shows.
public struct PlausibleRange: Sendable {
  /// What of a channel is held against the range.
  public enum Measure: String, Sendable {
    /// From the first to the 99th percentile: of waves whose zero is free.
    case spread
    /// The median.
    case median
  }

  /// The quantity in words.
  public var quantity: String
  /// The kinds of channel that measure it, whatever they are called.
  public var kinds: [Kind]
  /// Words in the names of other channels that measure it, in capitals.
  public var words: Set<String>
  /// What is held against the range.
  public var measure: Measure
  /// The unit of the range.
  public var unit: Unit
  /// The usual sizes.
  public var range: ClosedRange<Double>
  /// The units that it is also told in, the likeliest first.
  public var alternatives: [Unit]
  /// Where the range is from.
  public var source: String

  /// The range that a channel can be held against, if there is one: of its quantity, and in a unit
  /// that can be worked out.
  static func of(_ channel: ChannelDescription) -> (range: PlausibleRange, ratio: Double)? {
    let words = Set(
      channel.name.uppercased().split { !$0.isLetter && !$0.isNumber }.map { String($0) })
    for range in all {
      guard range.kinds.contains(channel.kind) || range.names(channel.kind, words),
        let ratio = UnitScale(channel.unit)?.ratio(in: range.unit)
      else { continue }
      return (range, ratio)
    }
    return nil
  }

  private func names(_ kind: Kind, _ others: Set<String>) -> Bool {
    (kind == .numeric || kind == .other) && !words.isDisjoint(with: others)
  }
}

extension UnitScale {
  /// How many of a unit make one of this; nothing where they measure different things.
  func ratio(in unit: Unit) -> Double? { UnitScale(unit).flatMap { ratio(to: $0) } }
}

extension PlausibleRange {
  /// The ranges, the first that fits first.
  public static let all = [
    PlausibleRange(
      quantity: "an ECG", kinds: [.ecg], words: [], measure: .spread, unit: .millivolt,
      range: 0.1...10, alternatives: units("uV", "mV", "V", "nV"),
      source: "QRS complexes of 0.5 to 5 mV are to be detected (IEC 60601-2-27:2011); a fifth of "
        + "the least and twice the most"),
    PlausibleRange(
      quantity: "an arterial pressure", kinds: [.abp],
      words: ["ABP", "ART", "NIBP", "SBP", "DBP", "MAP", "SYSABP", "DIASABP", "NISYSABP"],
      measure: .median, unit: .millimetreOfMercury, range: 20...300,
      alternatives: units("mm[Hg]", "kPa", "cm[H2O]", "Pa", "bar"),
      source: "diastolic pressures below 20 and systolic ones above 300 mmHg are artefacts "
        + "(Sun, Reisner, Mark: A signal abnormality index for arterial blood pressure waveforms, "
        + "Computers in Cardiology 2006)"),
    PlausibleRange(
      quantity: "an oxygen saturation", kinds: [], words: ["SPO2", "SAO2", "O2SAT", "OSAT"],
      measure: .median, unit: .percent, range: 50...100, alternatives: units("%", "1"),
      source: "oximeters state their accuracy from 70 to 100 % (ISO 80601-2-61:2017); what they "
        + "show for long is hardly below 50 %"),
    PlausibleRange(
      quantity: "a heart rate", kinds: [], words: ["HR", "PULSE", "PR", "HEARTRATE"],
      measure: .median, unit: .perMinute, range: 20...300, alternatives: units("/min", "Hz"),
      source: "rates below 20 /min are artefacts (Sun, Reisner, Mark 2006); monitors measure up to "
        + "300 /min"),
    PlausibleRange(
      quantity: "a respiratory rate", kinds: [], words: ["RR", "RESP", "RESPRATE", "BR"],
      measure: .median, unit: .perMinute, range: 2...150, alternatives: units("/min", "Hz"),
      source: "monitors measure up to 150 /min in newborns"),
    temperature("Cel", 20...45), temperature("[degF]", 68...113), temperature("K", 293...318),
  ]

  private static func temperature(_ unit: String, _ range: ClosedRange<Double>) -> PlausibleRange {
    PlausibleRange(
      quantity: "a body temperature", kinds: [],
      words: ["TEMP", "TEMPERATURE", "T1", "T2", "TBLOOD"],
      measure: .median, unit: Unit(rawValue: unit), range: range,
      alternatives: units("Cel", "[degF]", "K"),
      source: "clinical thermometers cover 34 to 43 °C at least (ISO 80601-2-56:2017); deep "
        + "hypothermia lies lower")
  }

  private static func units(_ codes: String...) -> [Unit] { codes.map { Unit(rawValue: $0) } }
}
