import Configuration
import Formats
import Signals
import Testing

/// A lead of an ECG, a blood pressure in kPa that is said to be in mmHg, and a saturation.
private func writeOddUnits(to path: String) throws {
  let rate = try #require(Rate(hertz: 100))
  let layout = Layout(channels: [
    ChannelDescription(name: "II", kind: .ecg, lead: "II", unit: .millivolt, rate: rate),
    ChannelDescription(name: "ABP", kind: .abp, unit: .millimetreOfMercury, rate: rate),
    ChannelDescription(name: "SpO2", kind: .numeric, unit: .percent),
    ChannelDescription(name: "a channel of a long name", kind: .other, unit: .one, rate: rate),
  ])
  let duration = rate.time(of: 1000)
  let writer = try RecordingWriter(creating: path)
  try writer.begin(Header(layout: layout, duration: duration))
  var part = Recording(layout)
  for index in 0..<1000 {
    let isGap = (200..<250).contains(index) || index == 600
    part.channels[0].samples.append(isGap ? .nan : Float(index % 100) * 10)
    part.channels[1].samples.append(index < 500 ? 10 + Float(index % 50) / 10 : .nan)
    part.channels[3].samples.append(2)
  }
  for (second, value) in [(1, 97.0), (2, 98), (3, 97), (9, 96)] {
    part.channels[2].append(Float(value), at: Time(seconds: Double(second)))
  }
  for slot in part.channels.indices { part.channels[slot].through = duration }
  try writer.append(part)
  try writer.finish()
}

@Suite struct InfoTests {
  @Test func itSaysWhatIsInARecording() throws {
    try withScratch { folder in
      try writeOddUnits(to: folder + "/a.h5")
      let outcome = try vigil("info", "a.h5", in: folder)
      #expect(outcome.status == 0 && outcome.errors == "")
      #expect(
        outcome.output == """
          a.h5: 10 s, layout 'Vigil 1'
            channel  kind     unit      rate  samples  missing  lowest  highest  amplitude
            II       ecg      mV      100 Hz     1000    5.1 %       0      990  odd, see below
            ABP      abp      mm[Hg]  100 Hz     1000   50.0 %      10     14.9  odd, see below
            SpO2     numeric  %       uneven        4      0 %      96       98  plausible
            a channel of a long name
                     other    1       100 Hz     1000      0 %       2        2  constant
            II: 2 gaps, 0.51 s in all, the longest 0.5 s at 2 s
            II: from the 1st to the 99th percentile it spans 980 mV, where an ECG has
              0.1 to 10 mV: it looks 1000 times too large; is the unit uV?
            ABP: measured from 0 s to 4.99 s
            ABP: its median is 12.5 mm[Hg], where an arterial pressure has 20 to 300
              mm[Hg]: it looks 7.5 times too small; is the unit kPa?
            SpO2: measured from 1 s to 9 s, every 1 s (median), at most 6 s apart, after
              3 s
            SpO2: 1 gap of more than 1.5 s, 5 s in all
            the civil time of the start is not known

          """)
    }
  }

  @Test func inJSONItSaysWhatTheReadingProcessGaveUp() throws {
    let outcome = try vigil("info", "--json", "fixtures/asystole/recording.h5")
    let parsed = try JSON.parse(SourceText(path: "info", outcome.output))
    guard case .array(let entries)? = parsed["isolation"]?.value, let first = entries.first else {
      throw Failure("no isolation in \(outcome.output)")
    }
    #expect(entries.count == IsolationReport.Measure.allCases.count)
    #expect(first["measure"]?.value.line == #""memory""#)
    #expect(first["standing"]?.value.line == #""holds""#)
  }

  @Test func aFileOfSeveralIsListed() throws {
    try withScratch { folder in
      let rate = try #require(Rate(hertz: 10))
      let layout = Layout(channels: [
        ChannelDescription(name: "II", kind: .ecg, unit: .millivolt, rate: rate)
      ])
      let writer = try RecordingWriter(creating: folder + "/a.h5")
      for (name, count) in [("one", 20), ("two", 35)] {
        let duration = rate.time(of: count)
        try writer.begin(Header(layout: layout, duration: duration), id: name)
        var part = Recording(layout)
        part.channels[0].samples = [Float](repeating: 1, count: count)
        part.channels[0].through = duration
        try writer.append(part)
      }
      try writer.finish()
      let list = try vigil("info", "a.h5", in: folder)
      #expect(
        list
          == Outcome(
            status: 0,
            output: """
              a.h5: 2 recordings
                a.h5#one           2 s  1 channel
                a.h5#two         3.5 s  1 channel

              """, errors: ""))
      #expect(try vigil("info", "a.h5#two", in: folder).output.hasPrefix("a.h5#two: 3.5 s, "))
    }
  }
}
