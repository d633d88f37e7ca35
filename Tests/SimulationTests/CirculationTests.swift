internal import Signals
internal import Simulation
internal import Testing

@Suite struct CirculationTests {
  @Test("Each beat's pulse rises at the stated delay after its R peak")
  func delay() throws {
    let recording = try simulate("\"duration\": 30", steady, quiet)
    let samples = recording.samples("PPG")
    for beat in recording.beats.dropFirst().dropLast(2) {
      let foot = Int(((beat.onset.seconds + 0.25) * 125).rounded(.up))
      // Up to the foot the pulse before dies away; from it on the wave rises for 110 ms.
      #expect(samples[foot - 1] <= samples[foot - 4])
      for index in foot + 2...foot + 12 { #expect(samples[index] > samples[index - 1]) }
    }
  }

  @Test("A premature beat has a weak pulse, and the beat after its pause a full one")
  func weakPulse() throws {
    let recording = try simulate(
      "\"duration\": 30", steady, quiet, "\"ectopics\": [ { \"at\": 10 } ]")
    let height = { (name: String, beat: Interval, delay: Double) in
      let wave = recording.samples(
        name, beat.onset.seconds + delay, beat.onset.seconds + delay + 0.3)
      return (wave.max() ?? 0) - (wave.first ?? 0)
    }
    let index = try #require(recording.beats.firstIndex { $0.label == "V" })
    for (name, delay) in [("PPG", 0.25), ("ABP", 0.15)] {
      let normal = height(name, recording.beats[index - 2], delay)
      #expect(height(name, recording.beats[index], delay) < 0.6 * normal)
      #expect(height(name, recording.beats[index + 1], delay) >= 0.95 * normal)
    }
  }

  @Test("Steady beats reach the patient's pressures")
  func pressures() throws {
    let recording = try simulate(
      "\"duration\": 60",
      """
      "patient": { "heartRate": 80, "variability": 0, "sinusArrhythmia": 0, "systolic": 140,
        "diastolic": 90 }
      """, quiet)
    let wave = recording.samples("ABP", 30, 60)
    #expect(abs((wave.max() ?? 0) - 140) < 5)
    #expect(abs((wave.min() ?? 0) - 90) < 5)
  }

  @Test("In asystole nothing pulses and the pressure falls without a rise")
  func asystole() throws {
    let recording = try simulate(
      "\"duration\": 60", steady, quiet,
      "\"events\": [ { \"event\": \"asystole\", \"from\": 30, \"for\": 12 } ]")
    #expect(!recording.beats.contains { (30.0..<42.0).contains($0.onset.seconds) })
    #expect(recording.beats.contains { $0.onset.seconds == 42 })
    #expect(recording.samples("II", 30.8, 41.6).allSatisfy { abs($0) < 1e-3 })
    #expect(recording.samples("PPG", 31.2, 42.2).allSatisfy { abs($0) < 1e-3 })
    let pressure = recording.samples("ABP", 31, 42)
    #expect(zip(pressure, pressure.dropFirst()).allSatisfy { $1 <= $0 })
    #expect((pressure.last ?? 99) < 30)
    #expect(recording.intervals("rhythm").map(\.label) == ["(N", "(ASYS", "(N"])
    #expect(recording.intervals("events").map(\.label) == ["asystole"])
    #expect(recording.intervals("events").first?.duration == Time(seconds: 12))
  }

  @Test("The breath is as frequent as asked, and stops in an apnoea")
  func breathing() throws {
    let recording = try simulate(
      "\"duration\": 120", steady, quiet,
      "\"events\": [ { \"event\": \"apnoea\", \"from\": 60, \"for\": 30 } ]")
    let wave = recording.samples("RESP", 0, 60)
    let crossings = zip(wave, wave.dropFirst()).count { $0 < 0 && $1 >= 0 }
    #expect((14...16).contains(crossings))
    #expect(recording.samples("RESP", 65, 90).allSatisfy { $0 == -0.5 })
  }
}
