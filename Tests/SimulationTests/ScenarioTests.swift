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

  @Test("Whatever numbers a person writes, the scenario is refused or makes a recording")
  func shuffledNumbers() throws {
    let numbers = [-1, 0, 0.001, 0.3, 0.95, 1, 2, 12, 19.9, 20, 21, 80, 150, 300, 1e6, 1e300]
    // Knuth's linear congruence is random enough to shuffle with, and fails again where it failed.
    var state: UInt64 = 2_026
    let pick = { (among: ArraySlice<Double>) in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return among[among.startIndex + Int(state >> 33) % among.count]
    }
    var made = 0
    for _ in 0..<300 {
      let number = { pick(numbers[...]) }
      let share = { pick(numbers[1...5]) }
      let time = { pick(numbers[1...10]) }
      let text = """
        { "duration": 20, "seed": 5,
          "patient": { "heartRate": \(pick(numbers[9...13])), "variability": \(share() / 5),
            "systolic": 150, "diastolic": \(30 + 10 * share()), "axis": \(number()) },
          "rhythms": [ { "rhythm": "sinus", "ventricular": \(share() / 2) },
            { "rhythm": "ventricular-fibrillation", "from": \(time()) } ],
          "ectopics": [ { "at": \(time()), "prematurity": \(0.3 + share() / 2), "count": 20 } ],
          "channels": [ { "kind": "ecg", "rate": \(pick(numbers[5...13])) }, { "kind": "ppg" },
            { "kind": "abp", "delay": \(share() / 2) } ],
          "numerics": [ { "quantity": "heart-rate", "every": \(0.4 + time()) } ],
          "events": [ { "event": "gap", "from": \(time()), "for": \(number()) },
            { "event": "noise", "from": \(time()), "for": \(time()), "spectrum": "mains" },
            { "event": "asystole", "from": \(time()), "for": \(time()) },
            { "event": "apnoea", "from": \(time()), "for": \(time()) } ] }
        """
      guard let scenario = try? read(text) else { continue }
      made += 1
      let recording = scenario.simulate()
      let gap = try #require(recording.intervals("events").first { $0.label == "gap" })
      for channel in recording.recording.channels where channel.description.rate != nil {
        let missing = channel.samples.indices.filter { !channel.samples[$0].isFinite }
        let end = gap.onset + (gap.duration ?? .zero)
        #expect(missing.allSatisfy { (gap.onset..<end).contains(channel.time(of: $0)) })
      }
    }
    #expect((10..<290).contains(made))
  }
}
