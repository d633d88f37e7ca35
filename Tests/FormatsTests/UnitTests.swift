import Signals
import Testing

@testable import Formats

@Suite struct UnitTests {
  @Test(arguments: [
    ("mV", "mV"), ("MV", "MV"), ("mv", "mV"), ("millivolts", "mV"), ("uV", "uV"),
    ("\u{B5}V", "uV"), ("\u{3BC}V", "uV"), ("V", "V"), ("volts", "V"), ("1e-4 V", "10*-4.V"),
    ("mmHg", "mm[Hg]"), ("MMHG", "mm[Hg]"), ("mm[Hg]", "mm[Hg]"), ("bpm", "/min"),
    ("Bpm", "/min"), ("1/min", "/min"), ("/min", "/min"), ("breaths/min", "/min"),
    ("rpm", "/min"), ("{beats}/min", "{beats}/min"), ("degC", "Cel"), ("\u{B0}C", "Cel"),
    ("\u{2103}", "Cel"), ("nu", "1"), ("%", "%"), ("kOhm", "kOhm"), ("k\u{3A9}", "kOhm"),
    ("uS", "uS"), ("msec", "ms"), ("cmH2O", "cm[H2O]"), ("m/s2", "m/s2"), ("m/s\u{B2}", "m/s2"),
    ("K/uL", "10*3/uL"), ("mmol/L", "mmol/L"), ("  beats  per minute ", "/min"),
  ])
  func aSpellingIsReadAsItsCode(_ spelling: String, _ code: String) {
    #expect(UnitNames.unit(spelling)?.rawValue == code)
  }

  @Test(arguments: [
    "", "furlong", "UV", "C", "F", "mmHgg", "m//s", "mV.", "{", "mV{", "(", "99999999999999999999",
  ])
  func whatIsNoUnitIsNotGuessed(_ spelling: String) {
    #expect(UnitNames.unit(spelling) == nil)
  }

  @Test func whatUCUMHasNoCodeForIsWrittenInBraces() {
    #expect(UnitNames.annotation("furlong").rawValue == "{furlong}")
    #expect(UnitNames.annotation("a {b} c").rawValue == "{a__b__c}")
    #expect(UnitNames.annotation("") == .one)
    #expect(UnitNames.annotation("mmHg") == .millimetreOfMercury)
    #expect(UnitNames.unit("{furlong}")?.rawValue == "{furlong}")
  }

  private static let ratios: [(String, String, Double)] = [
    ("mV", "uV", 1000), ("V", "mV", 1000), ("MV", "mV", 1e9), ("10*-4.V", "mV", 0.1),
    ("kPa", "mm[Hg]", 7.50064), ("cm[H2O]", "mm[Hg]", 0.735561), ("/min", "Hz", 1.0 / 60),
    ("%", "1", 0.01), ("L/min", "mL/s", 1000.0 / 60), ("V/A", "Ohm", 1), ("mV2", "uV2", 1e6),
    ("m.s-2", "[g]", 1 / 9.80665), ("mL/(min.kg)", "mL/min/kg", 1),
  ]

  @Test(arguments: ratios)
  func unitsOfOneDimensionHaveARatio(_ unit: String, _ other: String, _ ratio: Double) throws {
    let scale = try #require(UnitScale(Unit(rawValue: unit)))
    let target = try #require(UnitScale(Unit(rawValue: other)))
    let found = try #require(scale.ratio(to: target))
    #expect(abs(found / ratio - 1) < 1e-5)
  }

  @Test(arguments: [("mV", "mm[Hg]"), ("Cel", "K"), ("Cel", "[degF]"), ("s", "Hz"), ("1", "mV")])
  func unitsOfDifferentThingsHaveNone(_ unit: String, _ other: String) throws {
    let scale = try #require(UnitScale(Unit(rawValue: unit)))
    let target = try #require(UnitScale(Unit(rawValue: other)))
    #expect(scale.ratio(to: target) == nil)
  }
}
