internal import Signals
internal import Simulation
internal import Testing

@Suite struct HeartTests {
  @Test("Without variation every interval is that of the heart rate")
  func steadyRhythm() throws {
    let beats = try simulate("\"duration\": 60", steady, quiet).beats
    #expect(beats.count == 75)
    for (first, second) in zip(beats, beats.dropFirst()) {
      #expect(abs((second.onset - first.onset).seconds - 0.8) < 2e-9)
    }
  }

  @Test("The annotation of a beat lies within a sample of the R peak", arguments: [250, 360])
  func peaks(rate: Int) throws {
    let recording = try simulate(
      "\"duration\": 60",
      """
      "patient": { "ventricularAxis": 20, "axis": 10 },
      "rhythms": [ { "rhythm": "sinus", "ventricular": 0.1, "supraventricular": 0.1 } ],
      "channels": [ { "kind": "ecg", "noise": 0, "wander": 0, "rate": \(rate) } ]
      """)
    #expect(Set(recording.beats.map(\.label)) == ["N", "S", "V"])
    for beat in recording.beats.dropLast() {
      let peak = recording.peak(of: "II", near: beat.onset)
      #expect(abs(Double(peak) - beat.onset.seconds * Double(rate)) <= 1)
    }
  }

  @Test("A premature ventricular beat comes early, and the beat after it keeps the old stride")
  func compensation() throws {
    let recording = try simulate(
      "\"duration\": 30", steady, quiet,
      "\"ectopics\": [ { \"at\": 10, \"prematurity\": 0.6 } ]")
    let beats = recording.beats
    let index = try #require(beats.firstIndex { $0.label == "V" })
    #expect(beats.count { $0.label == "V" } == 1)
    #expect(beats[index].onset.seconds > 10)
    #expect(abs((beats[index].onset - beats[index - 1].onset).seconds - 0.48) < 2e-9)
    #expect(abs((beats[index + 1].onset - beats[index - 1].onset).seconds - 1.6) < 2e-9)
  }

  @Test("A premature atrial beat resets the sinus node")
  func reset() throws {
    let recording = try simulate(
      "\"duration\": 30", steady, quiet,
      "\"ectopics\": [ { \"at\": 10, \"origin\": \"supraventricular\", \"prematurity\": 0.7 } ]")
    let beats = recording.beats
    let index = try #require(beats.firstIndex { $0.label == "S" })
    #expect(abs((beats[index].onset - beats[index - 1].onset).seconds - 0.56) < 2e-9)
    #expect(abs((beats[index + 1].onset - beats[index].onset).seconds - 0.88) < 2e-9)
  }

  @Test("Ventricular beats are at least half as wide again as normal ones")
  func widths() throws {
    let recording = try simulate(
      "\"duration\": 30", steady, quiet, "\"ectopics\": [ { \"at\": 10 } ]")
    let width = { (beat: Interval) in
      let samples = recording.samples("II")
      let peak = recording.peak(of: "II", near: beat.onset)
      let half = abs(samples[peak]) / 2
      let before = samples[..<peak].lastIndex { abs($0) < half } ?? 0
      let after = samples[peak...].firstIndex { abs($0) < half } ?? samples.count
      return after - before
    }
    let normal = try #require(recording.beats.first { $0.label == "N" && $0.onset.seconds > 2 })
    let ventricular = try #require(recording.beats.first { $0.label == "V" })
    #expect(2 * width(ventricular) >= 3 * width(normal))
  }

  @Test("Atrial fibrillation is irregular, has no P waves and has waves of its own")
  func atrialFibrillation() throws {
    let channels = "\"duration\": 60"
    let sinus = try simulate(channels, steady, quiet)
    let fibrillation = try simulate(
      channels, steady, quiet, "\"rhythms\": [ { \"rhythm\": \"atrial-fibrillation\" } ]")
    #expect(fibrillation.intervals("rhythm").map(\.label) == ["(AFIB"])
    let intervals = zip(fibrillation.beats, fibrillation.beats.dropFirst()).map {
      ($1.onset - $0.onset).seconds
    }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    let variance =
      intervals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(intervals.count - 1)
    #expect(variance.squareRoot() / mean > 0.12)
    // In II a P wave stands 160 ms before the R peak of a sinus beat.
    let height = { (recording: SimulatedRecording) in
      let beats = recording.beats.dropFirst(2).dropLast(2)
      return beats.reduce(Float(0)) { sum, beat in
        let index = Int((beat.onset.seconds - 0.16) * 250)
        return sum + recording.samples("II")[index]
      } / Float(beats.count)
    }
    #expect(height(sinus) > 0.08)
    #expect(abs(height(fibrillation)) < 0.05)
    // Between beats V1 rests in sinus rhythm, and not in fibrillation.
    let unrest = { (recording: SimulatedRecording) in
      recording.beats.dropFirst(2).dropLast(2).reduce(Float(0)) { sum, beat in
        let start = Int((beat.onset.seconds - 0.26) * 250)
        return sum + abs(recording.samples("V1")[start])
      }
    }
    #expect(unrest(fibrillation) > 5 * unrest(sinus))
  }

  @Test("Ventricular tachycardia is fast and wide, ventricular fibrillation has no beats")
  func ventricularRhythms() throws {
    let recording = try simulate(
      "\"duration\": 40", steady, quiet,
      """
      "rhythms": [ { "rhythm": "sinus" },
        { "rhythm": "ventricular-tachycardia", "from": 10, "rate": 180 },
        { "rhythm": "ventricular-fibrillation", "from": 20 }, { "rhythm": "sinus", "from": 30 } ]
      """)
    #expect(recording.intervals("rhythm").map(\.label) == ["(N", "(VT", "(VF", "(N"])
    let during = recording.beats.filter { (11.0..<20.0).contains($0.onset.seconds) }
    #expect(during.allSatisfy { $0.label == "V" })
    #expect((26...28).contains(during.count))
    #expect(!recording.beats.contains { (20.5..<30.0).contains($0.onset.seconds) })
    let wave = recording.samples("II", 21, 29)
    #expect((wave.max() ?? 0) > 0.3)
    // About five waves a second: nought is crossed upwards as often.
    let crossings = zip(wave, wave.dropFirst()).count { $0 < 0 && $1 >= 0 }
    #expect((30...50).contains(crossings))
  }

  @Test("The leads see one dipole: III is II less I, and aVF half of II and III")
  func leads() throws {
    let lead = { (name: String) in
      "{ \"kind\": \"ecg\", \"lead\": \"\(name)\", \"noise\": 0, \"wander\": 0 }"
    }
    let names = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V5"]
    let recording = try simulate(
      "\"duration\": 5", steady,
      "\"channels\": [ \(names.map(lead).joined(separator: ", ")) ]")
    let (one, two) = (recording.samples("I"), recording.samples("II"))
    for index in one.indices {
      #expect(abs(recording.samples("III")[index] - (two[index] - one[index])) < 1e-6)
      #expect(abs(recording.samples("aVF")[index] - (two[index] - one[index] / 2)) < 1e-6)
      #expect(abs(recording.samples("aVR")[index] + (one[index] + two[index]) / 2) < 1e-6)
    }
    // The R wave is up in V5 and down in V1.
    #expect((recording.samples("V5").max() ?? 0) > 0.8)
    #expect((recording.samples("V1").min() ?? 0) < -0.4)
  }

  @Test("Sinus arrhythmia makes the heart beat with the breath, and only as much as asked")
  func sinusArrhythmia() throws {
    let recording = try simulate(
      "\"duration\": 120", quiet,
      "\"patient\": { \"heartRate\": 60, \"variability\": 0, \"sinusArrhythmia\": 0.1 }")
    let intervals = zip(recording.beats, recording.beats.dropFirst()).map {
      ($1.onset - $0.onset).seconds
    }
    let (shortest, longest) = (intervals.min() ?? 0, intervals.max() ?? 0)
    #expect((0.89...0.95).contains(shortest))
    #expect((1.05...1.11).contains(longest))
  }
}
