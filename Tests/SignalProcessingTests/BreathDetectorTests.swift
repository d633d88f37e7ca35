import Kernels
import SignalProcessing
import Testing

private func breaths(
  in samples: [Float], rate: Double, cuts: [Range<Int>]? = nil
) -> [Int] {
  let detector = BreathDetector(rate: rate)
  var state = detector.start()
  var breaths: [Int] = []
  for cut in cuts ?? [0..<samples.count] {
    detector.process(samples.span.extracting(cut), &state, into: &breaths)
  }
  return breaths
}

/// A breath a period with a heartbeat in it, `seconds` long.
private func wave(perMinute: Double, rate: Double = 125, seconds: Double = 180) -> [Float] {
  (0..<Int(seconds * rate)).map { index in
    let time = Double(index) / rate
    let breath = Elementary.sin(2 * .pi * perMinute / 60 * time)
    return Float(breath + 0.1 * Elementary.sin(2 * .pi * 1.3 * time) + 0.3 * time / 60)
  }
}

@Suite struct BreathDetectorTests {
  @Test(arguments: [6.0, 12, 20, 40], [25.0, 125, 500])
  func everyBreathIsFound(perMinute: Double, rate: Double) {
    let found = breaths(in: wave(perMinute: perMinute, rate: rate), rate: rate)
    let period = 60 / perMinute * rate
    let expected = (0..<Int(3 * perMinute)).map { (Double($0) + 0.25) * period }
    let settled = expected.filter { $0 > 20 * rate && $0 < 170 * rate }
    let missed = settled.filter { time in
      !found.contains { abs(Double($0) - time) < 0.2 * period }
    }
    #expect(missed == [])
    #expect(found.count <= expected.count)
  }

  @Test(arguments: [1e-4, 100, -1], [0.0, 1e3])
  func gainAndOffsetDoNotMatter(gain: Float, offset: Float) {
    let plain = wave(perMinute: 15).map { $0 * (gain < 0 ? -1 : 1) }
    let scaled = plain.map { abs(gain) * ($0 + offset) }
    let found = breaths(in: scaled, rate: 125)
    let wanted = breaths(in: plain, rate: 125)
    #expect(found.count == wanted.count)
    #expect(zip(found, wanted).allSatisfy { abs($0 - $1) <= 3 })
  }

  @Test func aPauseHasNoBreaths() {
    var samples = wave(perMinute: 15)
    for index in 7500..<11250 {
      let time = Double(index) / 125
      samples[index] = 0.1 * Float(Elementary.sin(2 * .pi * 1.3 * time))
    }
    let found = breaths(in: samples, rate: 125)
    // What the filter makes of the end may look like one more breath.
    #expect(found.count { (8000..<11250).contains($0) } <= 1)
    #expect(found.count { $0 >= 11250 } >= 21)
  }

  @Test(arguments: [0, 80, 1e6]) func aFlatLineHasNoBreaths(level: Float) {
    #expect(breaths(in: Array(repeating: level, count: 50000), rate: 125) == [])
  }

  @Test(arguments: [0.05, 0.3, 20]) func gapsCostTheBreathsNearThemOnly(seconds: Double) {
    let whole = wave(perMinute: 15)
    var holed = whole
    for index in 7500..<(7500 + Int(seconds * 125)) { holed[index] = .nan }
    let found = breaths(in: holed, rate: 125)
    let end = 7500 + Int(seconds * 125)
    let kept = breaths(in: whole, rate: 125).filter { $0 < 7250 || $0 > end + 700 }
    let missed = kept.filter { breath in !found.contains { abs($0 - breath) < 40 } }
    #expect(missed == [])
    #expect(!found.contains { $0 > 7512 && $0 < end })
  }

  @Test(arguments: 1...6) func cutsDoNotShow(seed: UInt64) {
    var samples = wave(perMinute: 18)
    var noise = Noise(seed)
    for index in samples.indices { samples[index] += 0.3 * noise.normal() }
    for index in 9000..<9400 { samples[index] = .nan }
    let cuts = randomCuts(of: samples.count, seed: seed)
    #expect(
      breaths(in: samples, rate: 125, cuts: cuts) == breaths(in: samples, rate: 125))
  }

  @Test func breathsComeWithinTheDelayAndNothingIsAllocated() {
    let samples = wave(perMinute: 6)
    let detector = BreathDetector(rate: 125)
    var state = detector.start()
    var found: [Int] = []
    found.reserveCapacity(100)
    var late = 0
    for index in samples.indices {
      let before = found.count
      detector.process(samples.span.extracting(index..<index + 1), &state, into: &found)
      if found.count > before { late = max(late, index - found[before]) }
    }
    #expect(late > 0 && late <= detector.delay)
    #expect(allocations { detector.process(samples.span, &state, into: &found) } == 0)
  }
}
