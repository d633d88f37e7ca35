import Configuration
import Formats
import Foundation
import HDF5
import Scratch
import Signals
import Testing

/// Layouts of others, each file as small as it can be.
@Suite(.enabled(if: SharedFiles.hasLayouts, "the example layouts are not beside the package"))
struct MappingTests {
  /// What a reader says is wrong.
  private func message(_ name: String, _ mapping: String? = nil) throws -> String {
    let mapping = try mapping.map { try Mapping(SourceText(path: "m.json", $0)) }
    do {
      _ = try RecordingReader(SharedFiles.layout(name), mapping: mapping)
      return "no error"
    } catch { return error.description }
  }

  private func whole(_ reader: RecordingReader) throws -> Recording {
    var part = Recording(reader.header.layout)
    try reader.read(until: .distantFuture, into: &part)
    return part
  }

  /// The signal that the example files hold, in millivolts.
  private func expected(_ position: Int) -> Float {
    let number = (sin(2 * Double.pi * 1.2 * Double(position) / 250) * 200).rounded(.toNearestOrEven)
    return Float(number / 200)
  }

  @Test func `explicit times are read with their gap`() throws {
    let reader = try RecordingReader(SharedFiles.layout("plain_timestamps.h5"))
    #expect(reader.layoutName == "plain timestamps")
    #expect(reader.header.clock?.steps.first?.unixNanoseconds == 1_700_000_000_000_000_000)
    let channel = try whole(reader).channels[0]
    #expect(channel.description.name == "ecg")
    #expect(channel.description.unit == .millivolt)
    #expect(channel.description.kind == .ecg)
    #expect(channel.count == 1500)
    for index in 0..<1500 {
      let position = index < 1000 ? index : index + 500
      #expect(channel.times[index] == Time(seconds: Double(position) / 250))
      #expect(abs(channel.samples[index] - expected(position)) < 1e-6)
    }
  }

  @Test func `cutting explicit times changes nothing`() throws {
    let path = SharedFiles.layout("plain_timestamps.h5")
    let one = Contents(try whole(try RecordingReader(path)))
    let reader = try RecordingReader(path)
    var part = Recording(reader.header.layout)
    var contents = Contents(reader.header.layout)
    for step in 1...27 {
      try reader.read(until: Time(seconds: Double(step) * 0.31), into: &part)
      contents.append(part)
    }
    #expect(contents == one)
  }

  @Test func `blocks with times become a grid with a gap, in millivolts and not in counts`() throws
  {
    let reader = try RecordingReader(SharedFiles.layout("uva_prevent.h5"))
    #expect(reader.layoutName == "UVA PreVent")
    let part = try whole(reader)
    #expect(part.channels.map(\.description.name) == ["II", "HR"])
    #expect(part.channels[0].description.rate?.hertz == 250)
    #expect(part.channels[0].description.lead == "II")
    #expect(part.channels[0].count == 2000)
    for position in 0..<2000 {
      let value = part.channels[0].samples[position]
      if (1000..<1500).contains(position) {
        #expect(value.isNaN)
      } else {
        #expect(value == expected(position))
      }
    }
    #expect(part.channels[1].samples == [72, 73, 71, 72, 75, 74])
    #expect(part.channels[1].description.unit == .perMinute)
    #expect(part.channels[1].times[4] == Time(nanoseconds: 6_400_000_000))
    #expect(reader.header.clock?.steps.first?.unixNanoseconds == 1_700_000_000_000_000_000)
  }

  @Test func `a rate among the attributes is enough, and the sentinel is no value`() throws {
    let reader = try RecordingReader(SharedFiles.layout("chorus_ccdef.h5"))
    #expect(reader.layoutName == "CHoRUS")
    let channel = try whole(reader).channels[0]
    #expect(channel.description.rate?.hertz == 250)
    #expect(channel.description.lead == "II")
    for position in 0..<2000 {
      let value = channel.samples[position]
      if (1000..<1500).contains(position) {
        #expect(value.isNaN)
      } else {
        #expect(value == expected(position))
      }
    }
  }

  @Test func `where everything was read is told`() throws {
    let origins = try RecordingReader(SharedFiles.layout("chorus_ccdef.h5")).origins()
    #expect(origins.count == 1)
    #expect(
      origins[0].contains(
        Origin(
          "samples", place: "/Waveforms/II",
          text: "int16 (2000), chunks of 500, shuffle, gzip")))
    #expect(origins[0].contains(Origin("unit", place: "/Waveforms/II@uom", text: "mV")))
    #expect(origins[0].contains(Origin("gain", place: "/Waveforms/II@gain", text: "200.0")))
    #expect(origins[0].contains(Origin("rate", place: "/Waveforms/II@sample_rate", text: "250.0")))
    #expect(origins[0][0].what == "rule" && origins[0][0].text == "/Waveforms/{name}")
    let stated = try RecordingReader(
      SharedFiles.layout("audata.h5"),
      mapping: try Mapping(
        SourceText(
          path: "m",
          """
          { "layout": "x", "signals": [ { "match": "/vitals", "field": "HR", "kind": "numeric",
            "unit": { "text": "/min" },
            "time": { "kind": "timestamps", "field": "time", "unit": { "text": "s" } } } ] }
          """))
    ).origins()
    #expect(stated[0].contains(Origin("unit", place: Origin.theMapping, text: "/min")))
  }

  @Test func `raw counts without a known sensor are an error until a mapping says what they are`()
    throws
  {
    let raw = try RecordingReader(SharedFiles.layout("opensignals.h5")).header.layout.channels
    #expect(raw.map(\.unit) == [.one])
    let mapping = """
      { "layout": "own", "signals": [ { "match": "/*/raw/{name}", "kind": "ecg", "lead": "I",
        "name": "@sensor", "unit": { "text": "mV" },
        "transform": { "kind": "gain", "gain": { "value": 200 }, "baseline": { "value": 512 } },
        "time": { "kind": "rate", "rate": "../..@sampling rate" } } ] }
      """
    let reader = try RecordingReader(
      SharedFiles.layout("opensignals.h5"), mapping: try Mapping(SourceText(path: "m", mapping)))
    let channel = try whole(reader).channels[0]
    #expect(channel.description.name == "ECG")
    #expect(channel.description.rate?.hertz == 250)
    #expect(channel.count == 2000)
    for position in 0..<2000 { #expect(channel.samples[position] == expected(position)) }
    let unitless = mapping.replacing("{ \"text\": \"mV\" }", with: "\"@unit\"")
    #expect(try message("opensignals.h5", unitless).contains("the unit is not known; state 'unit'"))
    let odd = mapping.replacing("\"mV\"", with: "\"furlong\"")
    #expect(try message("opensignals.h5", odd).contains("the unit 'furlong' is not known"))
    let rateless = mapping.replacing("@sampling rate", with: "@speed")
    #expect(try message("opensignals.h5", rateless).contains("the rate is not known"))
  }

  @Test func `channels that are rows of one dataset are taken one by one`() throws {
    let signal = { (name: String, column: Int) in
      """
      { "match": "/record-0/signals", "name": { "text": "\(name)" }, "column": \(column),
        "transposed": true, "unit": { "text": "mV" },
        "transform": { "kind": "scale", "scale": { "value": 0.005 } },
        "time": { "kind": "rate", "rate": "..@sample_frequency" } }
      """
    }
    let mapping = """
      { "layout": "eeghdf", "start": { "text": "2023-11-14T22:13:20Z" },
        "signals": [ \(signal("one", 0)), \(signal("other", 1)) ] }
      """
    let reader = try RecordingReader(
      SharedFiles.layout("eeghdf.eeg.h5"), mapping: try Mapping(SourceText(path: "m", mapping)))
    let part = try whole(reader)
    #expect(part.channels[0].count == 2000)
    for position in 0..<2000 {
      #expect(abs(part.channels[0].samples[position] - expected(position)) < 1e-6)
      #expect(part.channels[1].samples[position] == -part.channels[0].samples[position])
    }
  }

  @Test func `a column of a table is a channel`() throws {
    let mapping = """
      { "layout": "audata", "signals": [ { "match": "/vitals", "name": { "text": "HR" },
        "kind": "numeric", "field": "HR", "unit": { "text": "/min" },
        "time": { "kind": "timestamps", "field": "time", "unit": { "text": "s" } } } ] }
      """
    let reader = try RecordingReader(
      SharedFiles.layout("audata.h5"), mapping: try Mapping(SourceText(path: "m", mapping)))
    let channel = try whole(reader).channels[0]
    #expect(channel.samples == [72, 73, 71, 72, 75, 74])
    #expect(channel.times.map(\.seconds) == [0, 1.02, 2.01, 3, 6.4, 7.4])
  }

  @Test func `every mistake in a mapping is reported in its place`() {
    let mapping = """
      { "layout": "x",
        "signals": [ { "match": "/a", "unit": "mV", "colour": 1,
          "time": { "kind": "rates" } },
          { "match": "/b", "unit": { "text": "mV" }, "transform": { "kind": "gain" },
            "time": { "kind": "timestamps" } } ] }
      """
    do {
      _ = try Mapping(SourceText(path: "m.json", mapping))
      Issue.record("took a wrong mapping")
    } catch {
      let text = error.description
      for part in [
        "m.json:2:", "must be an attribute as PATH@NAME, not 'mV'", "unknown key 'colour'",
        "did you mean 'rate'?", "must be given for the transform 'gain'",
        "must be given for times of the kind 'timestamps'",
      ] { #expect(text.contains(part), "\(text)") }
    }
  }
}

/// Files that real devices and archives wrote, against what other programs say of them.
@Suite(.enabled(if: SharedFiles.hasRecordings, "the recordings are not beside the package"))
struct RealRecordingTests {
  @Test func `a recording of OpenSignals is in millivolts`() throws {
    let path = try #require(SharedFiles.recordings) + "/ecg_5_min.h5"
    let reader = try RecordingReader(path)
    #expect(reader.layoutName == "OpenSignals of biosignalsplux")
    #expect(reader.header.duration == Time(seconds: 300))
    var part = Recording(reader.header.layout)
    try reader.read(until: .distantFuture, into: &part)
    let channel = part.channels[0]
    #expect(channel.description.rate?.hertz == 1000)
    #expect(channel.description.unit == .millivolt)
    let file = try File(reading: path)
    let raw = try file.read("00:07:80:58:9B:3F/raw/channel_1", as: Double.self)
    #expect(channel.count == raw.count)
    // As `raw_to_phy` of biosignalsnotebooks writes it, which sums in another order.
    for (number, value) in zip(raw, channel.samples) {
      #expect(abs(Double(value) - (number * 3 / 65536 - 1.5) / 1.019) < 1e-7)
    }
  }

  @Test func `a recording of PreVent has the millivolts of its WFDB original`() throws {
    let folder = try #require(SharedFiles.recordings)
    let reader = try RecordingReader(folder + "/3000221.hdf5")
    var part = Recording(reader.header.layout)
    try reader.read(until: .distantFuture, into: &part)
    #expect(part.channels.map(\.description.lead) == ["II", "III"])
    #expect(part.channels.map(\.count) == [30_000, 30_000])
    // The last segment: 25 625 frames of format 80, II in 127 steps per millivolt from −64 on, and
    // III in 128 from −65 on; −128 is missing.
    let bytes = TemporaryFolder.bytes(of: folder + "/wfdb_3000221/3000221_0004.dat")
    #expect(bytes.count == 2 * 25_625)
    let start = 30_000 - 25_625
    var measured = 0
    for frame in 0..<25_625 {
      for (signal, (gain, baseline)) in [(127.0, -64.0), (128.0, -65.0)].enumerated() {
        let number = Double(bytes[2 * frame + signal]) - 128
        let expected: Float = number == -128 ? .nan : Float((number - baseline) / gain)
        let value = part.channels[signal].samples[start + frame]
        #expect(value.bits == expected.bits)
        if !value.isNaN { measured += 1 }
      }
    }
    #expect(measured > 20_000)
  }

  @Test(.enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
  func `a process reads them as this one does`() throws {
    let folder = try #require(SharedFiles.recordings)
    for name in ["3000221.hdf5", "ecg_20_sec_1000_Hz.h5", "bvp_rest.h5", "emg_fatigue.h5"] {
      let direct = try RecordingReader(folder + "/" + name)
      let isolated = try IsolatedReader(folder + "/" + name, program: Program.path)
      #expect(direct.layoutName == isolated.layoutName)
      #expect(try direct.origins() == isolated.origins())
      var one = Recording(direct.header.layout)
      var other = one
      for until in stride(from: 7.0, to: direct.header.duration.seconds + 7, by: 7) {
        try direct.read(until: Time(seconds: until), into: &one)
        try isolated.read(until: Time(seconds: until), into: &other)
        #expect(Contents(one) == Contents(other))
      }
    }
  }
}
