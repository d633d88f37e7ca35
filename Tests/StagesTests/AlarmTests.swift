import Configuration
import Pipelines
import Signals
import Stages
import Testing

/// A recording of a numeric channel and three layers, made for one question.
private struct Scene {
  var recording: Recording
  static let layout = Layout(
    channels: [
      ChannelDescription(name: "SpO2", kind: .numeric, unit: .percent, delay: Time(seconds: 0.5)),
      ChannelDescription(name: "II", kind: .ecg, unit: .millivolt, rate: Rate(hertz: 10)),
    ],
    layers: [
      LayerDescription(name: "QRS", delay: Time(seconds: 0.25)), LayerDescription(name: "pulse"),
      LayerDescription(name: "quality"),
    ])

  init(
    values: [(Double, Float)] = [], beats: [Double] = [], pulse: [Double] = [],
    off: [(Double, Double)] = [], label: String = "lead off", until end: Double = 60
  ) {
    recording = Recording(Self.layout)
    for (time, value) in values {
      recording.channels[0].append(value, at: Time(seconds: time))
    }
    recording.layers[0].annotations = beats.map {
      Annotation(.beat, at: Time(seconds: $0), label: "N")
    }
    recording.layers[1].annotations = pulse.map {
      Annotation(.beat, at: Time(seconds: $0), label: "N")
    }
    recording.layers[2].annotations = off.map {
      Interval(
        .quality, onset: Time(seconds: $0.0), duration: Time(seconds: $0.1 - $0.0), label: label,
        channel: "II")
    }.split()
    for slot in recording.channels.indices { recording.channels[slot].through = Time(seconds: end) }
    for slot in recording.layers.indices { recording.layers[slot].through = Time(seconds: end) }
  }

  /// The phases and times of the alerts that an alarm raises on the scene.
  func alerts(_ settings: String) throws -> [Alert] {
    try Example(stage: "alarm", settings: #""name": "test", "priority": "high", \#(settings)"#)
      .outcome(over: recording, on: Self.layout).alerts
  }
}

private func expect(
  _ alerts: [Alert], _ expected: [(Alert.Phase, Double)],
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  #expect(alerts.map(\.phase) == expected.map(\.0), sourceLocation: sourceLocation)
  #expect(
    alerts.map(\.time) == expected.map { Time(seconds: $0.1) }, sourceLocation: sourceLocation)
}

private let asystole = #""when": { "since": "QRS", "atLeast": 4 }"#
private let inhibited =
  asystole
  + #", "inhibitedBy": { "quality": "quality", "channel": "II", "pulse": "pulse" }"#

@Suite struct AlarmTests {
  @Test func asystoleStartsFourSecondsAfterTheLastBeatAndEndsWithTheNext() throws {
    let alerts = try Scene(beats: [1, 2, 3, 10, 11, 12], until: 13).alerts(asystole)
    expect(alerts, [(.start, 7), (.end, 10)])
    #expect(alerts[0].onset == Time(seconds: 3) && alerts[1].onset == Time(seconds: 3))
    #expect(alerts[0].detected == Time(seconds: 7.25))
    #expect(alerts[0].source == "QRS" && alerts[0].value == 4 && alerts[0].limit == 4)
    #expect(alerts[0].unit == .second && alerts[1].value == 0)
  }

  @Test func timeSinceABeatCountsFromTheStartWhereNoneWasSeen() throws {
    let alerts = try Scene(until: 6).alerts(asystole)
    expect(alerts, [(.start, 4)])
    #expect(alerts[0].onset == .zero)
  }

  @Test func aRecordingThatEndsBeforeTheDelayRaisesNothing() throws {
    expect(try Scene(beats: [1], until: 5).alerts(asystole), [])
    expect(try Scene(beats: [1], until: 5.001).alerts(asystole), [(.start, 5)])
  }

  @Test func aBeatAtTheVeryMomentKeepsTheAlarmQuiet() throws {
    expect(try Scene(beats: [1, 5, 9], until: 10).alerts(asystole), [])
  }

  @Test func aResetByBeatsWaitsForThatManyInARow() throws {
    let scene = Scene(beats: [1, 6, 12, 13, 14, 15], until: 16)
    expect(
      try scene.alerts(asystole + #", "reset": { "beats": 3 }"#), [(.start, 5), (.end, 14)])
    expect(try scene.alerts(asystole), [(.start, 5), (.end, 6), (.start, 10), (.end, 12)])
  }

  @Test func hysteresisHoldsAnAlarmUntilItsReset() throws {
    let scene = Scene(
      values: [(0, 95), (1, 87), (2, 89), (3, 87), (4, 91), (5, 92), (6, 87)], until: 7)
    let alerts = try scene.alerts(
      #""when": { "channel": "SpO2", "below": 88 }, "reset": { "channel": "SpO2", "above": 91 }"#)
    expect(alerts, [(.start, 1), (.end, 5), (.start, 6)])
    #expect(alerts.map(\.value) == [87, 92, 87])
    #expect(alerts[0].detected == Time(seconds: 1.5))
  }

  @Test func aDelayNeedsTheConditionWithoutABreak() throws {
    let scene = Scene(values: [(0, 95), (1, 87), (3, 89), (4, 87), (8, 90)], until: 10)
    let alerts = try scene.alerts(#""when": { "channel": "SpO2", "below": 88, "for": 3 }"#)
    expect(alerts, [(.start, 7), (.end, 8)])
    #expect(alerts[0].onset == Time(seconds: 4))
  }

  @Test func notANumberNeitherStartsNorCompletesNorEndsAnAlarm() throws {
    let when = #""when": { "channel": "SpO2", "below": 88, "for": 3 }"#
    expect(try Scene(values: [(0, .nan)], until: 9).alerts(when), [])
    expect(try Scene(values: [(0, 80), (1, .nan)], until: 9).alerts(when), [])
    expect(
      try Scene(values: [(0, 80), (1, .nan), (5, 80)], until: 9).alerts(when), [(.start, 5)])
    expect(
      try Scene(values: [(0, 80), (4, .nan), (5, 80), (6, 95)], until: 9).alerts(when),
      [(.start, 3), (.end, 6)])
  }

  @Test func whatIsInfiniteWasNotMeasured() throws {
    let scene = Scene(values: [(0, 98), (5, -.infinity), (20, 97), (30, 80)])
    expect(try scene.alerts(#""when": { "channel": "SpO2", "below": 85 }"#), [(.start, 30)])
    expect(
      try scene.alerts(#""when": { "since": "SpO2", "atLeast": 12 }"#),
      [(.start, 12), (.end, 20), (.start, 42)])
  }

  @Test func aValueCountsOnlySoLong() throws {
    let when = #""when": { "channel": "SpO2", "below": 88, "for": 3, "hold": 2 }"#
    expect(try Scene(values: [(0, 80)], until: 9).alerts(when), [])
    expect(try Scene(values: [(0, 80), (1.5, 80)], until: 9).alerts(when), [(.start, 3)])
  }

  @Test func aCountLooksBackOverItsSpan() throws {
    let scene = Scene(beats: [1, 3, 5, 5.5, 6, 9], until: 20)
    let alerts = try scene.alerts(#""when": { "count": "QRS", "in": 2, "atLeast": 3 }"#)
    expect(alerts, [(.start, 6), (.end, 7)])
    #expect(alerts[0].onset == Time(seconds: 5))
    #expect(alerts.map(\.value) == [3, 2])
  }

  @Test func anOpenStretchIsACondition() throws {
    let scene = Scene(off: [(2, 3), (10, 15)], until: 20)
    expect(
      try scene.alerts(
        #"""
        "category": "technical",
        "when": { "during": "lead off", "layer": "quality", "channel": "II", "for": 2 }
        """#),
      [(.start, 12), (.end, 15)])
  }

  @Test func conditionsJoin() throws {
    let scene = Scene(
      values: [(0, 95), (1, 80)], beats: [1, 2, 3, 9], off: [(4, 5)], until: 12)
    let low = #"{ "channel": "SpO2", "below": 88 }"#
    let silent = #"{ "since": "QRS", "atLeast": 4 }"#
    let off = #"{ "during": "lead off", "layer": "quality" }"#
    expect(
      try scene.alerts(#""when": { "all": [\#(low), \#(silent)] }"#), [(.start, 7), (.end, 9)])
    expect(try scene.alerts(#""when": { "any": [\#(low), \#(silent)] }"#), [(.start, 1)])
    expect(
      try scene.alerts(#""when": { "all": [\#(low), { "not": \#(off) }] }"#),
      [(.start, 1), (.end, 4), (.start, 5)])
  }

  @Test func whileAnotherChannelShowsAPulseALeadThatIsOffInhibitsAndSaysSo() throws {
    let pulse = stride(from: 0.5, to: 30, by: 1).map(\.self)
    let scene = Scene(beats: [1, 2, 3, 20], pulse: pulse, off: [(3, 19)], until: 22)
    expect(try scene.alerts(inhibited), [(.inhibit, 7), (.rearm, 20)])
  }

  @Test func aLeadThatIsBackHasAsLongToShowABeatAsTheConditionWaits() throws {
    let pulse = stride(from: 0.5, to: 30, by: 1).map(\.self)
    let silent = Scene(beats: [1, 2, 3], pulse: pulse, off: [(3, 19)], until: 30)
    expect(try silent.alerts(inhibited), [(.inhibit, 7), (.start, 23)])
    let arrested = Scene(beats: [1, 2, 3], pulse: [1, 18], off: [(3, 19)], until: 30)
    expect(try arrested.alerts(inhibited), [(.start, 7)])
    let late = Scene(
      beats: [1, 2, 3], pulse: pulse.filter { $0 < 18 }, off: [(3, 19)], until: 30)
    expect(try late.alerts(inhibited), [(.inhibit, 7), (.start, 20)])
  }

  @Test func anInhibitedAlarmIsRearmedWhenItsConditionIsOver() throws {
    let pulse = stride(from: 0.5, to: 30, by: 1).map(\.self)
    let scene = Scene(beats: [1, 2, 3, 10, 12], pulse: pulse, off: [(3, 13)], until: 15)
    expect(try scene.alerts(inhibited), [(.inhibit, 7), (.rearm, 10)])
  }

  @Test func whenThePulseCeasesTheAlarmStartsAtOnce() throws {
    let scene = Scene(beats: [1, 2, 3], pulse: [1, 2, 3, 4, 5, 6], off: [(3, 60)], until: 20)
    let alerts = try scene.alerts(inhibited)
    expect(alerts, [(.inhibit, 7), (.start, 8.5)])
    #expect(alerts[1].onset == Time(seconds: 3))
    let without = Scene(beats: [1, 2, 3], off: [(3, 60)], until: 20)
    expect(try without.alerts(inhibited), [(.start, 7)])
  }

  @Test func lowQualityNeverInhibits() throws {
    let pulse = stride(from: 0.5, to: 30, by: 1).map(\.self)
    let scene = Scene(
      beats: [1, 2, 3], pulse: pulse, off: [(3, 20)], label: "low quality", until: 20)
    expect(try scene.alerts(inhibited), [(.start, 7)])
  }

  @Test func whatIsOpenAtTheEndStaysOpen() throws {
    var tally = AlertTally()
    let pulse = stride(from: 0.5, to: 30, by: 1).map(\.self)
    let scene = Scene(beats: [1, 2, 3, 10, 12], pulse: pulse, off: [(3, 13)], until: 30)
    for alert in try scene.alerts(inhibited) { tally.take(alert) }
    #expect(tally.open.map(\.onset) == [Time(seconds: 12)])
    #expect(tally.counts.map(\.started) == [1] && tally.counts.map(\.inhibited) == [2])
  }

  @Test func theLatencyIsKnownBeforehand() throws {
    let pipeline = try Example(
      stage: "alarm",
      settings: #""name": "asystole", "priority": "high", "within": 10, \#(inhibited)"#
    ).pipeline()
    let alert = try #require(try pipeline.alerts(on: Scene.layout).first)
    #expect(alert.conditionDelay == Time(seconds: 4) && alert.latency == Time(seconds: 4.25))
  }

  @Test func aKnownAlarmHasACode() {
    #expect(EventCode(named: "Asystole")?.code == 199_684)
    #expect(EventCode(named: "lead off")?.code == 196_680)
    #expect(EventCode(named: "my alarm") == nil)
  }
}
