import SignalProcessing
import Testing

/// The beats found in leads of 250 Hz, cut as `cuts` says.
private func beats(in leads: [[Float]], cuts: [Range<Int>]? = nil) -> [QRSDetector.Beat] {
  let detector = MultiLeadQRSDetector(rate: 250, leads: leads.count)
  var state = detector.start()
  var beats: [QRSDetector.Beat] = []
  let padded = leads.map { $0 + [Float](repeating: .nan, count: detector.delay) }
  let all = padded[0].count
  for cut in (cuts ?? []) + [(cuts?.last?.upperBound ?? 0)..<all] {
    for (index, samples) in padded.enumerated() {
      detector.take(samples.span.extracting(cut), lead: index, &state)
    }
    detector.resolve(&state, into: &beats)
  }
  return beats
}

private func differences(
  _ beats: [QRSDetector.Beat], _ times: [Double]
) -> (missed: Int, invented: Int) {
  let found = beats.map { Double($0.position) / 250 }
  return (
    times.count { time in !found.contains { abs($0 - time) <= 0.03 } },
    found.count { beat in !times.contains { abs($0 - beat) <= 0.03 } }
  )
}

@Test(arguments: ["missing", "flat", "rail", "noise", "noisy from 20 s on", "missing from 20 s on"])
func aLeadThatIsNoneLeavesTheOtherAlone(kind: String) {
  let times = SyntheticECG.times(seconds: 60, interval: 0.8)
  let good = SyntheticECG(rate: 250).samples(seconds: 60, beats: times)
  var noise = Noise(4)
  let bad = good.indices.map { index -> Float in
    switch kind {
    case "missing": .nan
    case "flat": 0.1
    case "rail": index / 1000 % 2 == 0 ? 5 : -5
    case "noise": noise.normal()
    case "noisy from 20 s on": index < 5000 ? good[index] : noise.normal()
    default: index < 5000 ? good[index] : .nan
    }
  }
  for leads in [[good, bad], [bad, good]] {
    let (missed, invented) = differences(beats(in: leads), times)
    #expect(missed == 0)
    // Where a lead that was good turns into noise, it is believed once.
    #expect(invented <= (kind == "noisy from 20 s on" ? 1 : 0))
  }
}

@Test func leadsThatAreAllBadHaveNoBeats() {
  var noise = Noise(6)
  let first = (0..<75_000).map { _ in 0.3 * noise.normal() }
  let second = (0..<75_000).map { _ in noise.normal() }
  #expect(beats(in: [first, second]).count <= 5, "one a minute")
  let nothing = [Float](repeating: .nan, count: 10_000)
  #expect(beats(in: [nothing, nothing]).isEmpty)
}

@Test func beatsThatOneLeadHidesAreFoundInTheOther() {
  let times = SyntheticECG.times(seconds: 60, interval: 0.8)
  let ecg = SyntheticECG(rate: 250)
  var leads = [ecg.samples(seconds: 60, beats: times), ecg.samples(seconds: 60, beats: times)]
  for lead in 0...1 {
    // Gaps of 4 s, in turn.
    for start in stride(from: 8 + 8 * lead, to: 56, by: 16) {
      for index in (start * 250)..<(start * 250 + 1000) { leads[lead][index] = .nan }
    }
  }
  #expect(differences(beats(in: leads), times) == (0, 0))
}

@Test(arguments: 1...3 as ClosedRange<UInt64>)
func cutsDoNotShowInBeatsOfSeveralLeads(seed: UInt64) {
  let times = SyntheticECG.times(seconds: 60, interval: 0.7, seed: seed)
  let clean = SyntheticECG(rate: 250).samples(seconds: 60, beats: times)
  var noise = Noise(seed)
  var leads = [clean, clean.map { 0.5 * $0 }]
  for index in clean.indices {
    leads[0][index] += 0.15 * noise.normal()
    leads[1][index] += 0.05 * noise.normal()
  }
  for index in 3000..<3900 { leads[0][index] = .nan }
  let whole = beats(in: leads)
  #expect(whole.count > 60)
  #expect(beats(in: leads, cuts: randomCuts(of: clean.count, seed: seed)) == whole)
}

@Test func beatsOfSeveralLeadsComeWithinTheStatedDelay() {
  let detector = MultiLeadQRSDetector(rate: 250, leads: 2)
  #expect(detector.delay <= 250)
  let times = SyntheticECG.times(seconds: 40, interval: 0.6)
  let samples = SyntheticECG(rate: 250).samples(seconds: 40, beats: times)
  var state = detector.start()
  var beats: [QRSDetector.Beat] = []
  var through = 0
  for index in samples.indices {
    let before = beats.count
    for lead in 0...1 {
      detector.take(samples.span.extracting(index..<index + 1), lead: lead, &state)
    }
    detector.resolve(&state, into: &beats)
    for beat in beats[before...] { #expect(beat.position >= through) }
    through = detector.through(state)
    #expect(through == max(0, index + 1 - detector.delay))
  }
  #expect(beats.count > 60)
}
