import Kernels
import SignalProcessing
import Testing

private typealias Pulse = PulseDetector.Pulse

private func pulses(
  in samples: [Float], rate: Double, leastHeight: Double = 0, cuts: [Range<Int>]? = nil
) -> [Pulse] {
  let detector = PulseDetector(rate: rate, leastHeight: leastHeight)
  var state = detector.start()
  var pulses: [Pulse] = []
  for cut in cuts ?? [0..<samples.count] {
    detector.process(Array(samples[cut]).span, &state, into: &pulses)
  }
  let rest = [Float](repeating: .nan, count: detector.delay)
  detector.process(rest.span, &state, into: &pulses)
  return pulses
}

/// How many of `times` have no peak within `tolerance` seconds, and how many peaks have no time.
private func errors(
  _ pulses: [Pulse], _ times: [Double], rate: Double, tolerance: Double = 0.03
) -> [Int] {
  let found = pulses.map { Double($0.peak) / rate }
  return [
    times.count { time in !found.contains { abs($0 - time) <= tolerance } },
    found.count { peak in !times.contains { abs($0 - peak) <= tolerance } },
  ]
}

private func wave(
  _ wave: SyntheticPulse, seconds: Double = 60, interval: Double = 0.8, pause: Range<Double> = 0..<0
) -> (samples: [Float], times: [Double]) {
  let times = SyntheticECG.times(seconds: seconds, interval: interval)
    .filter { !pause.contains($0) }
  return (wave.samples(seconds: seconds, peaks: times, interval: interval), times)
}

@Suite struct PulseDetectorTests {
  @Test(arguments: [50.0, 100, 125, 250, 500], [30.0, 45, 75, 120, 180, 220])
  func everyPulseIsFoundWhereItIs(rate: Double, perMinute: Double) {
    let (samples, times) = wave(SyntheticPulse(rate: rate), interval: 60 / perMinute)
    #expect(errors(pulses(in: samples, rate: rate), times, rate: rate) == [0, 0])
  }

  @Test(arguments: [0.0, 0.35, 0.6], [0.8, 1, 1.4])
  func theDicroticWaveIsNoPulse(dicrotic: Double, damping: Double) {
    for perMinute in [40.0, 75, 150] {
      let shape = SyntheticPulse(rate: 125, dicrotic: dicrotic, damping: damping)
      let (samples, times) = wave(shape, interval: 60 / perMinute)
      // The foot of the first pulse may lie before the first sample.
      let found = pulses(in: samples, rate: 125).filter { $0.peak > 188 }
      #expect(errors(found, times.filter { $0 > 1.5 }, rate: 125, tolerance: 0.05) == [0, 0])
    }
  }

  /// An upstroke with a shoulder half as long as itself is one pulse, not two.
  @Test(arguments: [60.0, 75, 100, 150], [0.15, 0.25, 0.35])
  func anUpstrokeInTwoStagesIsOnePulse(perMinute: Double, upstroke: Double) {
    let interval = 60 / perMinute
    let rise = upstroke * interval.squareRoot()
    for share in [0.4, 0.5, 0.6] {
      func part(_ from: Double, _ length: Double, _ time: Double) -> Double {
        (1 - Elementary.cos(.pi * min(1, max(0, (time - from) / length)))) / 2
      }
      let samples = (0..<7500).map { index -> Float in
        let time = (Double(index) / 125).truncatingRemainder(dividingBy: interval)
        let stage = rise / 4
        let risen = share * part(0, stage, time) + (1 - share) * part(rise - stage, stage, time)
        return Float(80 + 40 * (risen - part(rise, interval - rise, time)))
      }
      // The foot of the first pulse may lie before the first sample.
      let times = Array(stride(from: rise + interval, to: 60, by: interval))
      let found = pulses(in: samples, rate: 125).filter { $0.peak > Int(125 * interval) }
      let whole = times.filter { $0 < 60 - interval }
      #expect(errors(found, whole, rate: 125, tolerance: 0.05)[0] == 0)
      #expect(errors(found, times, rate: 125, tolerance: 0.05)[1] == 0)
      #expect(Set(found.map(\.peak)).count == found.count)
    }
  }

  @Test func aStepOfTheBaselineShortlyBeforeAPulseDoesNotMoveIt() {
    var (samples, times) = wave(SyntheticPulse(rate: 125), interval: 0.8)
    let plain = pulses(in: samples, rate: 125)
    // As devices that centre the wave do: down, and up again shortly before the onset of a pulse.
    for index in 3500..<plain[40].onset - 15 { samples[index] -= 20 }
    let found = pulses(in: samples, rate: 125)
    #expect(errors(found, times.filter { $0 < 27.5 || $0 > 28.5 }, rate: 125)[0] == 0)
    #expect(errors(found, times, rate: 125)[1] == 0)
    #expect(found.contains { abs($0.onset - plain[40].onset) <= 8 })
    #expect(Set(found.map(\.peak)).count == found.count)
  }

  @Test(arguments: [1e-3, 0.1, 8, 1e3], [-1e3, 0, 50.0])
  func gainAndOffsetDoNotMatter(gain: Double, offset: Double) {
    let plain = pulses(in: wave(SyntheticPulse(rate: 125)).samples, rate: 125)
    let shape = SyntheticPulse(rate: 125, low: offset * gain, height: 40 * gain)
    let found = pulses(in: wave(shape).samples, rate: 125)
    #expect(found.map(\.peak) == plain.map(\.peak))
    #expect(zip(found, plain).allSatisfy { abs($0.onset - $1.onset) <= 1 })
  }

  @Test func pulsesAreFoundInNoiseWanderAndMains() {
    var (samples, times) = wave(SyntheticPulse(rate: 125))
    var noise = Noise(3)
    for index in samples.indices {
      let time = Double(index) / 125
      samples[index] += 40 * Float(Elementary.sin(2 * .pi * 0.25 * time))
      samples[index] += 4 * Float(Elementary.sin(2 * .pi * 50 * time)) + 2 * noise.normal()
    }
    #expect(errors(pulses(in: samples, rate: 125), times, rate: 125, tolerance: 0.08) == [0, 0])
  }

  @Test(arguments: ["flat", "noise", "breathing", "drift", "small noise"])
  func aPauseHasNoPulses(kind: String) {
    var (samples, times) = wave(SyntheticPulse(rate: 125), seconds: 90, pause: 30..<50)
    var noise = Noise(5)
    for index in samples.indices {
      let time = Double(index) / 125
      switch kind {
      case "noise": samples[index] += 3 * noise.normal()
      case "small noise": samples[index] += 0.1 * noise.normal()
      case "breathing": samples[index] += 5 * Float(Elementary.sin(2 * .pi * 0.3 * time))
      case "drift": samples[index] += Float(time)
      default: break
      }
    }
    #expect(errors(pulses(in: samples, rate: 125), times, rate: 125, tolerance: 0.1) == [0, 0])
  }

  @Test(arguments: [50.0, 125, 250, 1000], [1e-3, 1, 100])
  func whiteNoiseHasNoPulses(rate: Double, amplitude: Float) {
    var noise = Noise(11)
    let samples = (0..<Int(rate * 300)).map { _ in amplitude * noise.normal() }
    #expect(pulses(in: samples, rate: rate).count <= 5, "one a minute")
  }

  @Test(arguments: ["flat", "switched rails", "steps", "breathing"])
  func aWaveWithoutAPulseHasNone(kind: String) {
    let samples = (0..<37500).map { index -> Float in
      switch kind {
      case "flat": 80
      case "switched rails": index / 3750 % 2 == 0 ? 0 : 300
      case "steps": Float(index / 2500)
      default: Float(Elementary.sin(2 * .pi * 0.3 * Double(index) / 125))
      }
    }
    #expect(pulses(in: samples, rate: 125).count <= 5, "one a minute")
  }

  @Test(arguments: [0.04, 0.1, 0.2, 3, 40])
  func gapsCostThePulsesNearThemOnly(seconds: Double) {
    for shift in 0..<8 {
      var (samples, times) = wave(SyntheticPulse(rate: 125), seconds: 90)
      let first = 2500 + 12 * shift
      for index in first..<(first + Int(seconds * 125)) { samples[index] = .nan }
      let start = Double(first) / 125
      let kept = times.filter { $0 < start - 0.8 || $0 > start + seconds + 0.8 }
      let found = pulses(in: samples, rate: 125)
      #expect(errors(found, kept, rate: 125)[0] == 0)
      #expect(errors(found, times, rate: 125, tolerance: 0.15)[1] == 0)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], 0..<8)
  func oneBadSampleLosesNoPulse(bad: Float, offset: Int) {
    var (samples, times) = wave(SyntheticPulse(rate: 125))
    samples[Int(times[20] * 125) + 6 * (offset - 5)] = bad
    #expect(errors(pulses(in: samples, rate: 125), times, rate: 125) == [0, 0])
  }

  @Test(arguments: [5.0, 50, 500], [0.05, 1, 4])
  func anArtefactDoesNotBlindForLong(height: Float, seconds: Double) {
    for start in [0.3, 30] {
      var (samples, times) = wave(SyntheticPulse(rate: 125))
      var noise = Noise(8)
      let first = Int(start * 125)
      for index in first..<(first + Int(seconds * 125)) {
        samples[index] += 40 * height * noise.normal()
      }
      let kept = times.filter { $0 < start - 1 || $0 > start + seconds + 3 }
      #expect(errors(pulses(in: samples, rate: 125), kept, rate: 125)[0] == 0)
    }
  }

  @Test(arguments: [40.0, 75, 140]) func pressuresAreThoseOfTheWave(perMinute: Double) {
    let interval = 60 / perMinute
    let (samples, _) = wave(SyntheticPulse(rate: 250), interval: interval)
    let found = pulses(in: samples, rate: 250, leastHeight: 4)
    #expect(found.count > 30)
    for (before, after) in zip(found.dropFirst(), found.dropFirst(2)) {
      let beat = samples[before.onset..<after.onset]
      #expect(abs((beat.max() ?? 0) - before.high) < 0.2)
      #expect(abs((samples[before.onset - 50...before.peak].min() ?? 0) - before.low) < 0.2)
      #expect(abs(beat.reduce(0, +) / Float(beat.count) - after.meanBefore) < 0.01)
    }
  }

  @Test func overAGapThereIsNoMean() {
    var (samples, _) = wave(SyntheticPulse(rate: 125))
    for index in 2500..<2520 { samples[index] = .nan }
    for index in 5000..<5010 { samples[index] = .nan }
    let found = pulses(in: samples, rate: 125)
    #expect(found[0].meanBefore.isNaN)
    for (before, after) in zip(found, found.dropFirst()) {
      #expect(after.meanBefore.isNaN == (before.onset..<after.onset).contains(2500))
    }
  }

  @Test(arguments: 1...6) func cutsDoNotShow(seed: UInt64) {
    var (samples, _) = wave(SyntheticPulse(rate: 125), seconds: 90, pause: 30..<40)
    var noise = Noise(seed)
    for index in samples.indices { samples[index] += noise.normal() }
    for index in 6000..<6100 { samples[index] = .nan }
    let cuts = randomCuts(of: samples.count, seed: seed)
    // Bits, since a mean may be not a number.
    func described(_ pulses: [Pulse]) -> [[UInt32]] {
      pulses.map { [UInt32($0.onset), UInt32($0.peak)] + bits([$0.low, $0.high, $0.meanBefore]) }
    }
    #expect(
      described(pulses(in: samples, rate: 125, cuts: cuts))
        == described(pulses(in: samples, rate: 125)))
  }

  @Test func pulsesComeWithinTheDelayAndNothingIsAllocated() {
    let (samples, _) = wave(SyntheticPulse(rate: 125))
    let detector = PulseDetector(rate: 125)
    var state = detector.start()
    var found: [Pulse] = []
    found.reserveCapacity(400)
    var late = 0
    for index in samples.indices {
      let before = found.count
      detector.process(samples.span.extracting(index..<index + 1), &state, into: &found)
      if found.count > before { late = max(late, index - found[before].onset) }
    }
    #expect(late <= detector.delay && late > 0)
    #expect(
      allocations { detector.process(samples.span, &state, into: &found) } == 0)
  }
}
