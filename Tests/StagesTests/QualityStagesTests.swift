import Configuration
import Pipelines
import Signals
import Stages
import Testing

private func pipeline(_ stages: String) throws -> Pipeline {
  try Pipeline(
    SourceText(path: "test.json", #"{ "stages": [ \#(stages) ] }"#), catalogue: catalogue)
}

private func words(_ layer: [Annotation]?) -> [String] {
  (layer ?? []).joined().map {
    "\($0.label) \($0.channel ?? "-") \($0.onset.seconds) \($0.duration?.seconds ?? .infinity)"
  }
}

@Test func aLeadIsOffThatStaysAtARailWhetherStatedOrLearned() throws {
  for rails in [#""low": -5, "high": 5"#, #""railHold": 0.5"#] {
    let found = try Outcome(
      pipeline(
        #"""
        { "stage": "quality", "channels": "II", \#(rails), "leadOffFor": 1.5, "output": "signal" }
        """#), over: SyntheticRecording.whole, on: SyntheticRecording.layout)
    #expect(
      words(found.layers["signal"]) == [
        "gap II 20.0 1.5", "saturation II 30.0 1.0", "flat line II 40.0 3.0",
        "lead off II 40.0 3.0", "saturation II 40.0 3.0",
      ])
  }
}

@Test func aLeadIsOffOnlyWhereThereAreRails() throws {
  #expect(throws: Diagnostics.self) {
    try pipeline(#"{ "stage": "quality", "leadOffFor": 2 }"#)
  }
  #expect(throws: Diagnostics.self) {
    try pipeline(#"{ "stage": "quality-indices", "indices": ["saturated"] }"#)
  }
}

@Test func beatsAreNotComparedWithThemselves() {
  let error = #expect(throws: Diagnostics.self) {
    try pipeline(
      #"{ "stage": "quality-indices", "indices": ["bSQI"], "beats": ["QRS", "QRS"] }"#)
  }
  #expect(error.map { "\($0)" }?.contains("must differ") == true)
}

/// A flat line beside a pulse is the lead's, and a flat line on all cardiac channels the patient's.
@Test(arguments: [true, false]) func aFlatLineInhibitsOnlyBesideAPulse(hasPulse: Bool) throws {
  var whole = SyntheticRecording.whole
  for slot in 0..<3 where slot == 0 || !hasPulse {
    for index in 0..<whole.channels[slot].count {
      let seconds = whole.channels[slot].time(of: index).seconds
      if seconds >= 50 { whole.channels[slot].samples[index] = slot == 2 ? 80 : 0 }
    }
  }
  whole.layers[0].annotations.removeAll { $0.time >= Time(seconds: 50) }
  whole.layers[1].annotations = SyntheticRecording.beats.map {
    Annotation(.beat, at: $0 + Time(seconds: 0.2), label: "N", channel: "ABP")
  }.filter { hasPulse || $0.time < Time(seconds: 50) }
  let found = try Outcome(
    pipeline(
      #"""
      { "stage": "quality", "channels": ["II", "V1"], "output": "signal" },
      { "stage": "alarm", "name": "asystole", "priority": "high",
        "when": { "since": "QRS", "atLeast": 4 },
        "inhibitedBy": { "quality": "signal", "channel": "II", "pulse": "pulse" } }
      """#), over: whole, on: SyntheticRecording.layout)
  #expect(words(found.layers["signal"]).contains("flat line II 50.0 inf"))
  #expect(words(found.layers["signal"]).contains("flat line V1 50.0 inf") == !hasPulse)
  let starts = found.alerts.filter { $0.phase == .start && $0.onset > Time(seconds: 48) }
  #expect(starts.isEmpty == hasPulse)
}

/// Two channels of rates: equal, apart for 15 s, for 3 s, and apart while one has stopped.
private func rates() -> (Layout, Recording) {
  let layout = Layout(channels: [
    ChannelDescription(name: "heart rate", kind: .numeric, unit: .perMinute),
    ChannelDescription(name: "pulse rate", kind: .numeric, unit: .perMinute),
    ChannelDescription(name: "SpO2", kind: .numeric, unit: .percent),
  ])
  var whole = Recording(layout)
  for second in 0..<100 {
    let time = Time(seconds: Double(second))
    whole.channels[0].append((20..<35).contains(second) || second == 45 ? 140 : 80, at: time)
    if second < 60 || second >= 90 {
      whole.channels[1].append(second == 95 ? .nan : 82, at: time + Time(seconds: 0.5))
    }
  }
  for slot in 60..<100 { whole.channels[0].samples[slot] = 50 }
  SyntheticRecording.complete(&whole)
  for slot in whole.channels.indices { whole.channels[slot].through = Time(seconds: 100) }
  return (layout, whole)
}

@Test func ratesThatDisagreeAreDiscordant() throws {
  let (layout, whole) = rates()
  let found = try Outcome(
    pipeline(
      #"""
      { "stage": "discordance", "second": "pulse rate", "for": 4, "validFor": 5 },
      { "stage": "alarm", "name": "rates disagree", "priority": "low", "category": "technical",
        "when": { "during": "discordance", "layer": "discordance", "for": 5 } }
      """#), over: whole, on: layout)
  // From 60 s on one rate is old, and counts until 64.5 s; at 95.5 s it is not a number.
  #expect(
    words(found.layers["discordance"]) == [
      "discordance - 20.0 15.0", "discordance - 60.0 4.5", "discordance - 90.5 5.0",
    ])
  #expect(found.alerts.first?.onset == Time(seconds: 20))
}

@Test func ratesOfDifferentUnitsAreNotCompared() throws {
  let (layout, _) = rates()
  #expect(throws: Diagnostics.self) {
    try pipeline(#"{ "stage": "discordance", "second": "SpO2" }"#).run(on: layout)
  }
}

@Test func indicesHaveTheTimeOfTheirWindowsLastSample() throws {
  let found = try Outcome(
    pipeline(
      #"""
      { "stage": "quality-indices", "channels": ["II", "V1"], "beats": ["QRS", "pulse"],
        "indices": ["template", "bSQI", "saturated", "missing", "flat"], "high": 5, "low": -5 }
      """#), over: SyntheticRecording.whole, on: SyntheticRecording.layout)
  let lead = try #require(found["II quality indices"])
  #expect(lead.times.first == Time(seconds: 10 - 0.004))
  #expect(lead.times.count == 26)
  func value(_ second: Double, _ place: Int) -> Float? {
    lead.times.firstIndex(of: Time(seconds: second - 0.004)).map { lead.values[5 * $0 + place] }
  }
  #expect(value(30, 3) == 0.15)
  #expect(value(40, 2) == 0.1)
  #expect(value(50, 2) == 0.3)
  #expect(value(50, 4) == 0.3)
  #expect(try #require(value(10, 0)) > 0.8)
  // The pulse keeps no step with the beats here.
  #expect(try #require(value(10, 1)) < 0.6)
}

@Test func detectorsAgreeWhereTheSignalIsGood() throws {
  let found = try Outcome(
    pipeline(
      #"""
      { "stage": "qrs", "channels": "II", "output": "one" },
      { "stage": "curve-length", "channels": "II", "output": "other" },
      { "stage": "quality-indices", "channels": "II", "beats": ["one", "other"],
        "indices": ["bSQI", "template"] }
      """#), over: SyntheticRecording.whole, on: SyntheticRecording.layout)
  let quality = try #require(found["II quality indices"])
  #expect(try #require(quality.values.first) > 0.9)
}
