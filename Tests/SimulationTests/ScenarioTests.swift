internal import Configuration
internal import Signals
internal import Simulation
internal import Testing

@Suite struct ScenarioTests {
  private let full = """
    { "duration": 30, "seed": 42,
      "rhythms": [ { "rhythm": "sinus", "ventricular": 0.1 },
        { "rhythm": "atrial-fibrillation", "from": 15 } ],
      "channels": [ { "kind": "ecg" }, { "kind": "ecg", "lead": "V5", "rate": 360 },
        { "kind": "ppg" }, { "kind": "abp" }, { "kind": "respiration" } ],
      "numerics": [ { "quantity": "heart-rate" }, { "quantity": "mean-pressure" } ],
      "events": [ { "event": "noise", "from": 5, "for": 5, "snr": 6, "spectrum": "muscle" },
        { "event": "gap", "from": 12, "for": 1, "channel": "PPG" } ] }
    """

  private func read(_ text: String) throws -> Scenario {
    try Scenario.read(SourceText(path: "scenario.json", text))
  }

  @Test("A seed gives the very bits that it gave before, and another seed gives others")
  func determinism() throws {
    let scenario = try read(full)
    let first = scenario.simulate()
    #expect(scenario.simulate().digest == first.digest)
    #expect(scenario.simulate(seed: 42).digest == first.digest)
    #expect(scenario.simulate(seed: 43).digest != first.digest)
    #expect(first.digest == 17_517_056_824_799_012_430)
  }

  @Test("The parts of a recording agree in length, order, rate and completeness")
  func shape() throws {
    let recording = try read(full).simulate()
    let layout = recording.header.layout
    #expect(layout.channels.map(\.name) == ["II", "V5", "PPG", "ABP", "RESP", "HR", "MAP"])
    #expect(layout.layers.isEmpty)
    #expect(
      recording.recording.channels.map(\.count).prefix(5) == [7_500, 10_800, 3_750, 3_750, 1_500])
    #expect(recording.recording.channels.allSatisfy { $0.through == Time(seconds: 30) })
    #expect(recording.storage.map { $0?.gain } == [200, 200, 1_000, 20, 1_000, nil, nil])
    #expect(recording.references.map(\.name) == ["beats", "rhythm", "events"])
    for reference in recording.references {
      #expect(
        zip(reference.intervals, reference.intervals.dropFirst()).allSatisfy {
          $0.onset <= $1.onset
        })
    }
  }

  @Test("Every mistake is reported, each at its place")
  func mistakes() throws {
    let text = """
      { "duration": 30, "durration": 3,
        "patient": { "systolic": 80, "diastolic": 90 },
        "channels": [ { "kind": "ecg" }, { "kind": "ecg", "lead": "X9" },
          { "kind": "ppg", "lead": "V1" } ],
        "rhythms": [ { "rhythm": "sinus", "from": 9 }, { "rhythm": "asystole", "from": 3 } ],
        "events": [ { "event": "gap", "from": 40, "for": 1 }, { "event": "gap", "from": 1 },
          { "event": "lead-off", "from": 1, "for": 1 },
          { "event": "asystole", "from": 1, "for": 1, "snr": 3 },
          { "event": "noise", "from": 1, "for": 1, "channel": "IV" } ] }
      """
    let error = #expect(throws: Diagnostics.self) { _ = try read(text) }
    let messages = error?.all.map(\.message) ?? []
    for expected in [
      "unknown key 'durration'", "'scenario.patient.diastolic' must be below",
      "'scenario.channels[1].lead' must be one of", "'scenario.channels[2].lead' has no meaning",
      "'scenario.channels' must give each channel a name of its own: 'II' comes twice",
      "'scenario.rhythms' must be in the order", "'scenario.events[0].from' must be before the end",
      "'scenario.events[1].for' must be given", "'scenario.events[2].channel' must be given",
      "'scenario.events[3].snr' has no meaning for 'asystole'",
      "'scenario.events[4].channel' must be one of 'II'",
    ] {
      #expect(messages.contains { $0.hasPrefix(expected) }, "\(expected) in \(messages)")
    }
    #expect(messages.count == 11)
    #expect(error?.all.allSatisfy { $0.location != nil } == true)
  }

  @Test("A scenario describes its own settings")
  func description() {
    let parameters = Settings.describing { _ = Scenario(&$0) }
    #expect(parameters.map(\.key).contains("channels"))
    #expect(parameters.allSatisfy { !$0.help.isEmpty })
  }
}
