import SignalProcessing
import Testing

/// How far rates are from the reference, over the windows that have one.
private struct RateErrors: CustomStringConvertible {
  var errors: [Double] = []
  var windows = 0

  mutating func add(_ rate: Double?, _ reference: Double) {
    windows += 1
    if let rate, rate.isFinite { errors.append(abs(rate - reference)) }
  }

  var mean: Double { errors.reduce(0, +) / Double(errors.count) }
  var coverage: Double { Double(errors.count) / Double(windows) }
  var description: String {
    "mean absolute error \(mean) breaths/min, a rate in \(errors.count) of \(windows) windows"
  }
}

/// A value a beat: its time in seconds and the modulations.
private typealias Modulations = [(time: Double, values: [Float])]

private func pulseModulations(_ samples: [Float]) -> Modulations {
  let detector = PulseDetector(rate: BreathingRecord.rate)
  var state = detector.start()
  var pulses: [PulseDetector.Pulse] = []
  detector.process(samples.span, &state, into: &pulses)
  var before: Int?
  return pulses.map { pulse in
    let interval = before.map { Float(pulse.onset - $0) / 125 } ?? .nan
    before = pulse.onset
    return (
      Double(pulse.onset) / 125, [(pulse.low + pulse.high) / 2, pulse.high - pulse.low, interval]
    )
  }
}

private func beatModulations(_ samples: [Float]) -> Modulations {
  let detector = QRSDetector(rate: BreathingRecord.rate)
  var state = detector.start()
  var beats: [QRSDetector.Beat] = []
  detector.process(samples.span, &state, into: &beats)
  var before: Int?
  return beats.map { beat in
    let interval = before.map { Float(beat.position - $0) / 125 } ?? .nan
    before = beat.position
    return (Double(beat.position) / 125, [beat.amplitude, interval])
  }
}

/// The rates over the windows from all of these modulations together.
private func rates(_ sources: [Modulations]) -> [Double] {
  let numbers = sources.map { $0.first?.values.count ?? 0 }
  let fusion = BreathingRateFusion(modulations: numbers.reduce(0, +))
  return BreathingRecord.windows.map { window in
    var state = fusion.start()
    var first = 0
    for (source, number) in zip(sources, numbers) {
      for (time, values) in source where time < window.upperBound {
        for (index, value) in values.enumerated() {
          fusion.append(value, at: time, to: first + index, &state)
        }
      }
      first += number
    }
    return fusion.estimate(at: window.upperBound, &state).rate
  }
}

@Suite(.enabled(if: BreathingRecord.isAvailable, "needs ../shared/data"))
struct BreathingDatabaseTests {
  @Test(arguments: [BreathingRecord.odd, BreathingRecord.even])
  func breathingRatesAreThoseOfTheAnnotators(records: [Int]) throws {
    var errors: [String: RateErrors] = [:]
    var valid = 0
    for number in records {
      let record = try BreathingRecord(number)
      let detector = BreathDetector(rate: BreathingRecord.rate)
      var state = detector.start()
      var breaths: [Int] = []
      detector.process(record.respiration.span, &state, into: &breaths)
      let times = breaths.map { Double($0) / BreathingRecord.rate }
      let pulses = pulseModulations(record.plethysmogram)
      let beats = beatModulations(record.ecg)
      let fused = [rates([pulses]), rates([beats]), rates([pulses, beats])]
      for (index, window) in BreathingRecord.windows.enumerated() {
        guard let reference = record.reference(in: window) else { continue }
        valid += 1
        errors["RESP", default: RateErrors()].add(
          BreathingRecord.rate(of: times, in: window), reference)
        for (name, rates) in zip(["PPG", "ECG", "PPG and ECG"], fused) {
          errors[name, default: RateErrors()].add(rates[index], reference)
        }
      }
    }
    let windows = BreathingRecord.windows.count * records.count
    print("Records \(records): both annotators agree in \(valid) of \(windows) windows")
    for (name, error) in errors.sorted(by: { $0.key < $1.key }) { print("\(name): \(error)") }
    #expect(Double(valid) > 0.9 * Double(windows))
    let bounds = [
      ("RESP", 1.0, 0.95), ("PPG", 2, 0.4), ("ECG", 2, 0.35), ("PPG and ECG", 2, 0.5),
    ]
    for (name, error, coverage) in bounds {
      let found = try #require(errors[name])
      #expect(found.mean <= error, "\(name)")
      #expect(found.coverage >= coverage, "\(name)")
    }
  }
}
