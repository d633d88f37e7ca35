import Configuration
import Formats
import Signals
import Testing

private func header(_ text: String) throws(Diagnostics) -> WFDBHeader {
  try WFDBHeader(parsing: SourceText(path: "r.hea", text))
}

private func problems(_ text: String) -> String {
  do {
    _ = try header(text)
    return ""
  } catch {
    return error.description
  }
}

@Suite struct WFDBHeaderTests {
  @Test func aHeaderSaysWhatTheGuideSays() throws {
    let header = try header(
      """
      # made by hand
      r 3 360/24000(7) 650000 10:20:30 01/02/2003
      r.dat 212 200 11 1024 995 -22131 0 MLII
      r.dat 212 12.5(-100)/mmHg 12 0 0 5 0 ABP
      s/x.dat 16+24 0 16 3 0 7 0 MLII

      # 69 M
      """)
    #expect(header.name == "r" && header.rate == Rate(hertz: 360) && header.frames == 650_000)
    #expect(header.hasBaseTime)
    #expect(header.comments == ["made by hand", "69 M"])
    #expect(header.signals.map(\.name) == ["MLII", "ABP", "MLII (2)"])
    #expect(header.signals.map(\.gain) == [200, 12.5, 200])
    #expect(header.signals.map(\.baseline) == [1024, -100, 3])
    #expect(header.signals.map(\.isCalibrated) == [true, true, false])
    #expect(header.signals.map(\.units) == ["mV", "mmHg", "mV"])
    #expect(header.signals.map(\.checksum) == [-22131, 5, 7])
    #expect(header.signals.map(\.offset) == [0, 0, 24])
    #expect(header.signals.map(\.samplesPerFrame) == [1, 1, 1])
    #expect(header.signals.map(\.resolution) == [11, 12, 16])
    #expect(header.signals.map(\.zero) == [1024, 0, 3])
    #expect(header.signals.map(\.initialValue) == [995, 0, 0])
    #expect(header.counterRate == 24_000 && header.counterStart == 7 && header.statesRate)
    #expect(header.signals[2].location.description == "r.hea:5:1")
  }

  @Test func whatALineLeavesOutHasTheDefaultOfTheGuide() throws {
    let header = try header("r 1\nr.dat 16\n")
    #expect(header.rate == Rate(hertz: 250) && header.frames == nil && !header.hasBaseTime)
    let signal = try #require(header.signals.first)
    #expect(signal.gain == 200 && signal.baseline == 0 && signal.units == "mV")
    #expect(signal.checksum == nil && signal.name == "signal 0" && !signal.isCalibrated)
  }

  @Test func aFormatSaysHowManySamplesWhereAndHowFarAhead() throws {
    let formats = [
      "0", "8", "16", "24", "32", "61", "80", "160", "212", "310", "311", "508", "516", "524",
    ]
    for format in formats {
      let signal = try #require(
        try header("r 1 0.5\nr.dat \(format)x12:34+56 200/mV 12 7").signals.first)
      #expect("\(signal.format.rawValue)" == format)
      #expect(signal.samplesPerFrame == 12 && signal.skew == 34 && signal.offset == 56)
      #expect(signal.baseline == 7 && signal.initialValue == 7)
    }
  }

  @Test func aRecordOfSegmentsNamesThem() throws {
    let header = try header("r/3 4 125 3000 1:02:03 # kept\nlist 0\n~ 1000\ns/one 2000\n# a remark")
    #expect(header.name == "r/3" && header.signalCount == 4 && header.signals.isEmpty)
    #expect(header.segments.map(\.name) == ["list", nil, "s/one"])
    #expect(header.segments.map(\.frames) == [0, 1000, 2000])
    #expect(header.segments[2].location.description == "r.hea:4:1")
    #expect(header.comments == ["a remark"])
  }

  @Test func allMistakesAreReportedInTheirPlaces() {
    #expect(
      problems(
        """
        r 5 360 100
        r.dat 9 200
        r.dat 212x0 2O0
        ../r.dat 16:2000000 200 x
        r.dat 16?
        r.dat 16x1000000 200(2147483648)
        """)
          == """
          r.hea:2:7: error: there is no signal format '9'; the formats are \
          0, 8, 16, 24, 32, 61, 80, 160, 212, 310, 311, 508, 516, 524
          r.hea:3:7: error: a frame must hold 1 to 262144 samples of a signal
          r.hea:3:13: error: a gain must be GAIN[(BASELINE)][/UNITS]
          r.hea:4:1: error: a signal file must lie beside or below its header
          r.hea:4:25: error: must be a whole number
          r.hea:4:10: error: a skew must not exceed 1048576 samples
          r.hea:5:7: error: a format must be FORMAT[xSAMPLES][:SKEW][+OFFSET]
          r.hea:6:7: error: a frame must hold 1 to 262144 samples of a signal
          r.hea:6:18: error: a gain must be GAIN[(BASELINE)][/UNITS]
          """)
  }

  @Test(
    "Headers that are none are refused",
    arguments: [
      ("", "r.hea:1:1: error: the header of a record must begin with a line that names it"),
      ("r/3 2 360 100", "r.hea:1:1: error: 3 segments are stated, and 0 lines name one"),
      ("r/0 2 360 100", "a record of segments must be named NAME/SEGMENTS"),
      ("r/x 2 360 100", "a record of segments must be named NAME/SEGMENTS"),
      ("r/1 2\n../s 9", "r.hea:2:1: error: a segment must lie beside or below its header"),
      ("r/1 2\n/s 9", "r.hea:2:1: error: a segment must lie beside or below its header"),
      ("r/1 2\ns", "r.hea:2:1: error: 'NAME SAMPLES' must name a segment and its length"),
      ("r/2 2\ns 9\nt 0", "r.hea:3:3: error: a segment must have samples"),
      ("r 1 360/x", "r.hea:1:5: error: a rate must be RATE[/COUNTERRATE[(START)]]"),
      ("r 1 360/9(", "r.hea:1:5: error: a rate must be RATE[/COUNTERRATE[(START)]]"),
      ("r 2 360\nr.dat 16x200000\nr.dat 16x200000", "400000 samples in a frame are more than"),
      ("r 2\nr.dat 16", "r.hea:1:3: error: 2 signals are stated, and 1 lines describe one"),
      ("r 0 360", "1 to 1024 signals"), ("r 1 0\nr.dat 16", "r.hea:1:5: error: the sampling rate"),
      ("r 1 nan\nr.dat 16", "the sampling rate must be a positive number"),
      ("r 1 360 -4\nr.dat 16", "r.hea:1:9: error: the number of samples must be a whole number"),
      ("r 1\nr.dat 16 1e-40", "a gain must lie between"),
      ("r 1\nr.dat 16 200(9223372036854775807)", "a gain must be GAIN[(BASELINE)][/UNITS]"),
      ("r 1\nr.dat 16 200 12 -9223372036854775808", "a gain must be GAIN[(BASELINE)][/UNITS]"),
    ])
  func refusal(text: String, message: String) {
    #expect(problems(text).contains(message))
  }

  @Test(
    "Signals are known by their names",
    arguments: [
      ("MLII", Kind.ecg, "MLII"), ("V5", .ecg, "V5"), ("avr", .ecg, "aVR"), ("ECG I", .ecg, "I"),
      ("ECG 1", .ecg, nil), ("ABP", .abp, nil), ("ART", .abp, nil), ("PLETH", .ppg, nil),
      ("Resp", .respiration, nil), ("CO2", .other, nil),
    ] as [(String, Kind, String?)])
  func kind(name: String, kind: Kind, lead: String?) throws {
    let signal = try #require(
      try header("r 1 360\nr.dat 16 200 12 0 0 0 0 \(name)").signals.first)
    #expect(signal.kind == kind && signal.lead == lead)
  }

  @Test(
    "Units become codes of UCUM",
    arguments: [
      ("200", "mV"), ("200/mmHg", "mm[Hg]"), ("2/bpm", "/min"), ("2/NU", "1"), ("2/uV", "uV"),
      ("2/degC", "Cel"), ("2/furlong", "{furlong}"),
    ])
  func unit(gain: String, unit: String) throws {
    let signal = try #require(try header("r 1 360\nr.dat 16 \(gain)").signals.first)
    #expect(signal.unit.rawValue == unit)
  }
}
