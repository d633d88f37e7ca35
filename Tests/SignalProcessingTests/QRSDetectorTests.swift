import Kernels
import SignalProcessing
import Testing

/// The times in seconds of the beats found in `samples`, and how many a minute.
private func beats(
  in samples: [Float], rate: Double, cuts: [Range<Int>]? = nil
) -> [QRSDetector.Beat] {
  let detector = QRSDetector(rate: rate)
  var state = detector.start()
  var beats: [QRSDetector.Beat] = []
  // What is held back at the end comes out with as much silence.
  for cut in cuts ?? [0..<samples.count] {
    detector.process(Array(samples[cut]).span, &state, into: &beats)
  }
  let rest = [Float](repeating: samples.last ?? 0, count: detector.delay)
  detector.process(rest.span, &state, into: &beats)
  return beats
}

/// How many of `times` have no beat within `tolerance` seconds, and how many beats have no time.
private func errors(
  _ beats: [QRSDetector.Beat], _ times: [Double], rate: Double, tolerance: Double = 0.02
) -> (missed: Int, invented: Int) {
  let found = beats.map { Double($0.position) / rate }
  let missed = times.count { time in !found.contains { abs($0 - time) <= tolerance } }
  let invented = found.count { beat in !times.contains { abs($0 - beat) <= tolerance } }
  return (missed, invented)
}

@Test(arguments: [100.0, 125, 200, 250, 360, 500, 1000], [0.3, 0.45, 0.8, 1.6])
func everyBeatIsFoundWhereItIs(rate: Double, interval: Double) {
  let times = SyntheticECG.times(seconds: 40, interval: interval)
  let samples = SyntheticECG(rate: rate).samples(seconds: 40, beats: times)
  let (missed, invented) = errors(
    beats(in: samples, rate: rate), times, rate: rate, tolerance: max(0.004, 1 / rate))
  #expect(missed == 0)
  #expect(invented == 0)
}

@Test(arguments: [0.2, 0.5, 1, 2, 5, -1])
func gainAndPolarityDoNotMatter(amplitude: Double) {
  let times = SyntheticECG.times(seconds: 40, interval: 0.8)
  let samples = SyntheticECG(rate: 250, amplitude: amplitude).samples(seconds: 40, beats: times)
  let found = beats(in: samples, rate: 250)
  #expect(errors(found, times, rate: 250) == (0, 0))
  #expect(found.allSatisfy { ($0.amplitude > 0) == (amplitude > 0) })
}

@Test(arguments: [0.7, 0.8, 1.0], [0.6, 0.65, 0.75])
func wideBeatsAmongNarrowOnesAreFound(interval: Double, prematurity: Double) {
  let times = SyntheticECG.times(seconds: 90, interval: interval)
  var narrow: [Double] = []
  var wide: [Double] = []
  for (index, time) in times.enumerated() {
    if index % 5 == 4 {
      wide.append(times[index - 1] + prematurity * interval)
    } else {
      narrow.append(time)
    }
  }
  let samples = SyntheticECG(rate: 250).samples(seconds: 90, beats: narrow, wide: wide)
  let found = beats(in: samples, rate: 250)
  #expect(errors(found, (narrow + wide).filter { $0 > 5 }, rate: 250, tolerance: 0.03).missed == 0)
  #expect(errors(found, narrow + wide, rate: 250, tolerance: 0.03).invented == 0)
}

@Test(arguments: [120.0, 150, 180, 210], [1.0, 0.6])
func aRunOfWideBeatsIsFound(perMinute: Double, height: Float) {
  let narrow = SyntheticECG.times(seconds: 60, interval: 0.8).filter { $0 < 30 || $0 > 42 }
  let wide = Array(stride(from: 30.6, to: 41.5, by: 60 / perMinute))
  var samples = SyntheticECG(rate: 250).samples(seconds: 60, beats: narrow)
  let run = SyntheticECG(rate: 250).samples(seconds: 60, beats: [], wide: wide)
  for index in samples.indices { samples[index] += height * run[index] }
  let found = beats(in: samples, rate: 250)
  // Some beats alike may have to come before they can be told from noise.
  let certain = narrow + wide.filter { $0 > 33 }
  #expect(errors(found, certain, rate: 250, tolerance: 0.03).missed == 0)
  #expect(errors(found, narrow + wide, rate: 250, tolerance: 0.03).invented == 0)
}

@Test func beatsAreFoundInWanderMainsAndNoise() {
  let times = SyntheticECG.times(seconds: 60, interval: 0.8)
  var samples = SyntheticECG(rate: 360).samples(seconds: 60, beats: times)
  var noise = Noise(3)
  for index in samples.indices {
    let time = Double(index) / 360
    samples[index] += 250 + Float(Elementary.sin(2 * .pi * 0.3 * time))
    samples[index] += 0.2 * Float(Elementary.sin(2 * .pi * 50 * time)) + 0.05 * noise.normal()
  }
  #expect(errors(beats(in: samples, rate: 360), times, rate: 360) == (0, 0))
}

@Test(arguments: ["flat", "noise", "wander", "P waves", "P waves after tall beats"])
func anAsystoleHasNoBeats(kind: String) {
  let before = SyntheticECG.times(seconds: 30, interval: 0.8)
  let after = SyntheticECG.times(seconds: 30, interval: 0.9, seed: 2).map { $0 + 50.2 }
  let tall = kind == "P waves after tall beats"
  let ecg = SyntheticECG(rate: 250, amplitude: tall ? 1.6 : 1)
  var samples = ecg.samples(seconds: 82, beats: before + after)
  var noise = Noise(5)
  let alone = SyntheticECG(rate: 250, amplitude: tall ? 1.6 : 1, conducts: false).samples(
    seconds: 82, beats: (0..<26).map { 30.4 + 0.75 * Double($0) })
  for index in samples.indices {
    let time = Double(index) / 250
    switch kind {
    case "noise": samples[index] += 0.03 * noise.normal()
    case "wander": samples[index] += 0.5 * Float(Elementary.sin(2 * .pi * 0.25 * time))
    case "flat": break
    default: samples[index] += alone[index]
    }
  }
  #expect(errors(beats(in: samples, rate: 250), before + after, rate: 250) == (0, 0))
}

@Test(arguments: [100.0, 250, 500, 1000], [0.02, 0.3, 3])
func whiteNoiseHasNoBeats(rate: Double, amplitude: Float) {
  var noise = Noise(11)
  let samples = (0..<Int(rate * 300)).map { _ in amplitude * noise.normal() }
  #expect(beats(in: samples, rate: rate).count <= 5, "one a minute")
}

@Test(arguments: ["rail", "switched rails", "steps"])
func aLooseLeadHasNoBeats(kind: String) {
  let samples = (0..<75000).map { index -> Float in
    switch kind {
    case "rail": 5
    case "switched rails": index / 7500 % 2 == 0 ? 5 : -5
    default: Float(index / 5000)
    }
  }
  #expect(beats(in: samples, rate: 250).count <= 5, "one a minute")
}

@Test(arguments: [Float.nan, .infinity, -.infinity, 1e30], 0..<8)
func oneBadSampleLosesNoOtherBeat(bad: Float, offset: Int) {
  let times = SyntheticECG.times(seconds: 30, interval: 0.8)
  var samples = SyntheticECG(rate: 360).samples(seconds: 30, beats: times)
  let place = Int(times[15] * 360) + 10 * (offset - 4)
  samples[place] = bad
  let far = times.filter { abs($0 - Double(place) / 360) > 0.3 }
  let found = beats(in: samples, rate: 360)
  #expect(errors(found, far, rate: 360).missed == 0)
  #expect(errors(found, times, rate: 360, tolerance: 0.05).invented == 0)
}

@Test(arguments: [0.05, 0.2, 3, 30])
func gapsCostTheBeatsInThemOnly(seconds: Double) {
  let times = SyntheticECG.times(seconds: 80, interval: 0.8)
  var samples = SyntheticECG(rate: 250).samples(seconds: 80, beats: times)
  for index in 5000..<(5000 + Int(seconds * 250)) { samples[index] = .nan }
  let kept = times.filter { $0 < 19.7 || $0 > 20.3 + seconds }
  let found = beats(in: samples, rate: 250)
  #expect(errors(found, kept, rate: 250).missed == 0)
  #expect(errors(found, times, rate: 250).invented <= 1)
}

@Test(arguments: [5.0, 50, 500], [0.05, 1, 4])
func anArtefactDoesNotBlindForLong(height: Float, seconds: Double) {
  let times = SyntheticECG.times(seconds: 60, interval: 0.8)
  for start in [0.3, 30] {
    var samples = SyntheticECG(rate: 250).samples(seconds: 60, beats: times)
    var noise = Noise(8)
    let first = Int(start * 250)
    for index in first..<(first + Int(seconds * 250)) { samples[index] += height * noise.normal() }
    let kept = times.filter { $0 < start - 1 || $0 > start + seconds + 3 }
    #expect(errors(beats(in: samples, rate: 250), kept, rate: 250).missed == 0)
  }
}

@Test func aSuddenlySmallSignalIsFollowed() {
  let times = SyntheticECG.times(seconds: 60, interval: 0.8)
  var samples = SyntheticECG(rate: 250, amplitude: 2).samples(seconds: 60, beats: times)
  for index in 7500..<samples.count { samples[index] *= 0.2 }
  let found = beats(in: samples, rate: 250)
  #expect(errors(found, times.filter { $0 < 30 || $0 > 33 }, rate: 250).missed == 0)
}

@Test(arguments: 1...4 as ClosedRange<UInt64>)
func cutsDoNotShowInBeats(seed: UInt64) {
  let times = SyntheticECG.times(seconds: 60, interval: 0.7, seed: seed)
  var samples = SyntheticECG(rate: 200).samples(seconds: 60, beats: times)
  var noise = Noise(seed)
  for index in samples.indices { samples[index] += 0.1 * noise.normal() }
  for index in 3000..<3900 { samples[index] = .nan }
  let whole = beats(in: samples, rate: 200)
  #expect(whole.count > 60)
  #expect(beats(in: samples, rate: 200, cuts: randomCuts(of: samples.count, seed: seed)) == whole)
}

@Test func beatsComeInOrderAndWithinTheStatedDelay() {
  let detector = QRSDetector(rate: 360)
  #expect(detector.delay <= 360)
  let times = SyntheticECG.times(seconds: 60, interval: 0.6)
  var samples = SyntheticECG(rate: 360).samples(seconds: 60, beats: times)
  var noise = Noise(2)
  for index in samples.indices {
    samples[index] *= index / 900 % 2 == 0 ? 1 : 0.15
    samples[index] += 0.05 * noise.normal()
  }
  var state = detector.start()
  var beats: [QRSDetector.Beat] = []
  var through = 0
  for index in samples.indices {
    let before = beats.count
    detector.process(samples.span.extracting(index..<index + 1), &state, into: &beats)
    for beat in beats[before...] { #expect(beat.position >= through) }
    through = detector.through(state)
    #expect(through == max(0, index + 1 - detector.delay))
  }
  #expect(zip(beats, beats.dropFirst()).allSatisfy { $0.position < $1.position })
  #expect(beats.count > 80)
}

@Test func detectionAllocatesNothing() {
  let times = SyntheticECG.times(seconds: 60, interval: 0.8)
  let samples = SyntheticECG(rate: 360).samples(seconds: 60, beats: times)
  let detector = QRSDetector(rate: 360)
  var state = detector.start()
  var beats: [QRSDetector.Beat] = []
  beats.reserveCapacity(1000)
  #expect(allocations { detector.process(samples.span, &state, into: &beats) } == 0)
}
