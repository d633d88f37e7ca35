internal import Signals
internal import Simulation
internal import Testing

@Suite struct EventTests {
  private func simulate(event: String...) throws -> SimulatedRecording {
    let events = event.map { "{ \($0) }" }.joined(separator: ", ")
    return try SimulationTests.simulate(
      "\"duration\": 60", "\"start\": 1000", steady, quiet, "\"events\": [ \(events) ]",
      """
      "numerics": [ { "quantity": "heart-rate", "every": 2 },
        { "quantity": "saturation", "every": 2 },
        { "quantity": "laboratory", "name": "K", "value": 4, "deviation": 0.3, "unit": "mmol/L",
          "every": 20, "unevenness": 0.9 } ]
      """)
  }

  @Test("A gap is a run of not-a-number in its channel alone, and no samples of a numeric")
  func gap() throws {
    let one = try simulate(
      event: "\"event\": \"gap\", \"from\": 20, \"for\": 4, \"channel\": \"II\"")
    #expect(one.samples("II").count { $0.isNaN } == 1_000)
    #expect(one.samples("II", 20, 24).allSatisfy { $0.isNaN })
    #expect(!one.samples("V1").contains { $0.isNaN })
    #expect(one.intervals("events").first?.channel == "II")
    let all = try simulate(event: "\"event\": \"gap\", \"from\": 20, \"for\": 4")
    #expect(all.samples("PPG").count { $0.isNaN } == 500)
    #expect(!all.channel("HR").times.contains { (20.0..<24.0).contains($0.seconds) })
    #expect(all.channel("HR").samples.count >= 26)
  }

  @Test("A lead that is off shows the rail or nothing, and other channels go on")
  func leadOff() throws {
    let clean = try simulate()
    let off = try simulate(
      event: "\"event\": \"lead-off\", \"from\": 20, \"for\": 10, \"channel\": \"II\"",
      "\"event\": \"lead-off\", \"from\": 40, \"for\": 5, \"channel\": \"V1\", \"shows\": \"flat\"")
    #expect(off.samples("II", 20, 30).allSatisfy { $0 == 5 })
    #expect(off.samples("II", 30, 60) == clean.samples("II", 30, 60))
    #expect(off.samples("V1", 40, 45).allSatisfy { $0 == 0 })
    #expect(off.samples("V1", 0, 40) == clean.samples("V1", 0, 40))
    #expect(off.samples("PPG") == clean.samples("PPG"))
    #expect(off.beats == clean.beats)
  }

  @Test("A saturated amplifier clips at its limit at each beat")
  func saturation() throws {
    let recording = try simulate(
      event: "\"event\": \"saturation\", \"from\": 20, \"for\": 10, \"channel\": \"II\"")
    let wave = recording.samples("II", 20, 30)
    #expect(wave.count { abs($0) == 5 } > 24)
    #expect(recording.samples("II").allSatisfy { abs($0) <= 5 })
  }

  @Test(
    "Noise has the stated power below the signal's",
    arguments: ["white", "wander", "muscle", "mains"],
    [-6.0, 0, 12])
  func noise(spectrum: String, ratio: Double) throws {
    let clean = try simulate()
    let noisy = try simulate(
      event:
        """
        "event": "noise", "from": 20, "for": 30, "channel": "V1", "snr": \(ratio),
        "spectrum": "\(spectrum)"
        """)
    let signal = clean.samples("V1", 20, 50)
    let noise = zip(noisy.samples("V1", 20, 50), signal).map { Double($0 - $1) }
    let power = { (values: [Double]) in
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    }
    let quotient = power(signal.map(Double.init)) / power(noise)
    // Within half a decibel of the ratio, which is a power of ten.
    let wanted: Double = [-6: 0.251189, 0: 1, 12: 15.8489][ratio] ?? 0
    #expect(quotient > wanted / 1.122 && quotient < wanted * 1.122)
    #expect(noisy.samples("V1", 0, 20) == clean.samples("V1", 0, 20))
    #expect(noisy.samples("II") == clean.samples("II"))
    #expect(noisy.beats == clean.beats)
  }

  @Test("Wandering noise is slow, muscle noise fast, mains noise at fifty cycles")
  func spectra() throws {
    let clean = try simulate()
    let crossings = { (spectrum: String) throws -> Double in
      let noisy = try simulate(
        event:
          "\"event\": \"noise\", \"from\": 20, \"for\": 30, \"snr\": 0, \"spectrum\": \"\(spectrum)\""
      )
      let noise = zip(noisy.samples("II", 20, 50), clean.samples("II", 20, 50)).map { $0 - $1 }
      return Double(zip(noise, noise.dropFirst()).count { $0 < 0 && $1 >= 0 }) / 30
    }
    #expect(try crossings("wander") < 5)
    #expect(abs(try crossings("mains") - 50) < 0.5)
    // White noise crosses nought upwards at a quarter of the sampling rate.
    #expect(abs(try crossings("white") - 62.5) < 3)
    #expect(try crossings("muscle") > 66)
  }

  @Test("A slow and a fast heart beat at the rate of the event, and nowhere else")
  func rates() throws {
    let recording = try simulate(
      event: "\"event\": \"bradycardia\", \"from\": 10, \"for\": 20, \"rate\": 30",
      "\"event\": \"tachycardia\", \"from\": 40, \"for\": 10")
    let count = { (from: Double, to: Double) in
      recording.beats.count { (from..<to).contains($0.onset.seconds) }
    }
    #expect((9...11).contains(count(10, 30)))
    #expect((24...26).contains(count(40, 50)))
    #expect((12...13).contains(count(30, 40)))
    #expect(recording.intervals("rhythm").map(\.label) == ["(N", "(SBR", "(N"])
    let heartRate = recording.channel("HR")
    let last = heartRate.samples.indices.last { heartRate.times[$0].seconds < 29.9 }
    #expect(heartRate.samples[last ?? 0] < 40)
  }

  @Test("A desaturation falls to its level and recovers")
  func desaturation() throws {
    let recording = try simulate(
      event: "\"event\": \"desaturation\", \"from\": 5, \"for\": 30, \"level\": 80")
    let channel = recording.channel("SpO2")
    let value = { (time: Double) in
      channel.samples[channel.times.lastIndex { $0.seconds <= time } ?? 0]
    }
    #expect(abs(value(4.9) - 97) <= 1)
    #expect(abs(value(35) - 80) <= 2)
    #expect(abs(value(60) - 97) <= 2)
  }

  @Test("A clock that jumps makes a step in civil time and none in the recording")
  func clock() throws {
    let recording = try simulate(
      event: "\"event\": \"clock-jump\", \"from\": 20, \"step\": -3600")
    let steps = recording.header.clock?.steps ?? []
    #expect(steps.map(\.position) == [.zero, Time(seconds: 20)])
    #expect(steps.map(\.unixNanoseconds) == [1_000_000_000_000, -2_580_000_000_000])
    let jumps = recording.header.clock?.jumps ?? []
    #expect(jumps.map(\.position) == [Time(seconds: 20)])
    #expect(jumps.map(\.by) == [Time(seconds: -3600)])
    let steadyClock = try simulate()
    #expect(steadyClock.header.clock?.jumps.isEmpty != false)
    #expect(recording.samples("II") == steadyClock.samples("II"))
    #expect(recording.intervals("events").first?.duration == .zero)
  }

  @Test("Numbers come at uneven times in their order, near their mean")
  func laboratory() throws {
    let recording = try SimulationTests.simulate(
      "\"duration\": 86400", quiet.replacing("0 }", with: "0, \"rate\": 1 }"),
      """
      "numerics": [ { "quantity": "laboratory", "name": "K", "value": 4, "deviation": 0.3,
        "unit": "mmol/L", "every": 900, "unevenness": 0.9 } ]
      """)
    let channel = recording.channel("K")
    #expect(channel.count >= 94)
    let steps = zip(channel.times, channel.times.dropFirst()).map { ($1 - $0).seconds }
    #expect(steps.allSatisfy { $0 > 0 })
    #expect((steps.max() ?? 0) - (steps.min() ?? 0) > 500)
    let mean = channel.samples.reduce(0, +) / Float(channel.count)
    #expect(abs(mean - 4) < 0.2)
    #expect(channel.description.unit.rawValue == "mmol/L")
  }
}
