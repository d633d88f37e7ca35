import SignalProcessing
import Testing

private func flatLines(
  in samples: [Float], by flat: FlatLine, cuts: [Range<Int>]? = nil
) -> [Transition] {
  var state = flat.start()
  var transitions: [Transition] = []
  for cut in cuts ?? [0..<samples.count] {
    flat.process(samples.span.extracting(cut), &state, into: &transitions)
  }
  return transitions
}

private func conditions(
  in samples: [Float], by share: SampleShare, cuts: [Range<Int>]? = nil
) -> [Transition] {
  var state = share.start()
  var transitions: [Transition] = []
  for cut in cuts ?? [0..<samples.count] {
    share.process(samples.span.extracting(cut), &state, into: &transitions)
  }
  return transitions
}

private func described(_ transitions: [Transition]) -> [String] {
  transitions.map { ($0.begins ? "begins " : "ends ") + String($0.position) }
}

private func noise(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var noise = Noise(seed)
  return (0..<count).map { _ in noise.normal() }
}

@Test func aFlatLineBeginsAndEndsWhereItDoes() {
  var samples = noise(3000)
  for index in 1000..<1500 { samples[index] = 0.3 + Float(index % 2) * 0.004 }
  for index in 2000..<2200 { samples[index] = 0 }
  let flat = FlatLine(window: 250, tolerance: 0.005, bridge: 10)
  #expect(described(flatLines(in: samples, by: flat)) == ["begins 1000", "ends 1500"])
}

@Test func aShortGapLeavesALineFlatAndALongOneEndsIt() {
  var samples = [Float](repeating: 2, count: 2000)
  for index in 300..<310 { samples[index] = .nan }
  for index in 800..<811 { samples[index] = .nan }
  let flat = FlatLine(window: 250, tolerance: 0.005, bridge: 10)
  let found = described(flatLines(in: samples, by: flat))
  #expect(found == ["begins 0", "ends 800", "begins 811"])
}

@Test func gapsAreFoundByTheirShare() {
  var samples = noise(3000)
  for index in 1000..<1500 { samples[index] = .nan }
  for index in 2000..<2040 { samples[index] = .infinity }
  let gap = SampleShare(of: .missing, share: 0.5, window: 100)
  #expect(described(conditions(in: samples, by: gap)) == ["begins 1000", "ends 1500"])
}

@Test func saturationIsFoundAtItsLimits() {
  var samples = noise(3000).map { $0 * 0.1 }
  for index in 500..<900 { samples[index] = index % 2 == 0 ? 5 : 4.9 }
  for index in 2000..<2100 { samples[index] = -5 }
  let rails = SampleShare(of: .saturated(Rails(low: -5, high: 5)), share: 0.4, window: 50)
  let found = described(conditions(in: samples, by: rails))
  #expect(found == ["begins 500", "ends 899", "begins 2000", "ends 2100"])
}

@Test(arguments: 1...4 as ClosedRange<UInt64>)
func cutsDoNotShowInQuality(seed: UInt64) {
  var draw = Noise(seed)
  var samples = noise(5000, seed: seed)
  for _ in 0..<20 {
    let start = Int.random(in: 0..<4800, using: &draw)
    let value: Float = [0, .nan, 5, -5][Int.random(in: 0..<4, using: &draw)]
    for index in start..<start + Int.random(in: 1..<200, using: &draw) { samples[index] = value }
  }
  let cuts = randomCuts(of: 5000, seed: seed)
  let flat = FlatLine(window: 60, tolerance: 0.01, bridge: 5)
  let gap = SampleShare(of: .missing, share: 0.3, window: 60)
  let whole = flatLines(in: samples, by: flat)
  #expect(!whole.isEmpty)
  #expect(flatLines(in: samples, by: flat, cuts: cuts) == whole)
  #expect(conditions(in: samples, by: gap, cuts: cuts) == conditions(in: samples, by: gap))
}

@Test(arguments: 1...4 as ClosedRange<UInt64>)
func transitionsAlternateInOrderAndWithinTheirDelay(seed: UInt64) {
  var draw = Noise(seed)
  var samples = noise(5000, seed: seed)
  for index in samples.indices where draw.next() % 3 == 0 { samples[index] = .nan }
  for start in stride(from: 0, to: 5000, by: 500) {
    for index in start..<start + 150 { samples[index] = 0 }
  }
  let flat = FlatLine(window: 60, tolerance: 0.01, bridge: 5)
  let gap = SampleShare(of: .missing, share: 0.4, window: 30)
  var flatState = flat.start()
  var gapState = gap.start()
  var flats: [Transition] = []
  var gaps: [Transition] = []
  for index in samples.indices {
    let before = (flats.count, gaps.count)
    flat.process(samples.span.extracting(index..<index + 1), &flatState, into: &flats)
    gap.process(samples.span.extracting(index..<index + 1), &gapState, into: &gaps)
    for transition in flats[before.0...] { #expect(index - transition.position < flat.delay) }
    for transition in gaps[before.1...] { #expect(index - transition.position < gap.delay) }
  }
  for transitions in [flats, gaps] {
    #expect(transitions.count > 4)
    for (index, transition) in transitions.enumerated() {
      #expect(transition.begins == (index % 2 == 0))
      if index > 0 { #expect(transition.position >= transitions[index - 1].position) }
    }
  }
}

@Test func qualityAllocatesNothing() {
  let samples = noise(2000)
  let flat = FlatLine(window: 60, tolerance: 0.01, bridge: 5)
  let gap = SampleShare(of: .missing, share: 0.4, window: 30)
  var flatState = flat.start()
  var gapState = gap.start()
  var transitions: [Transition] = []
  #expect(
    allocations {
      flat.process(samples.span, &flatState, into: &transitions)
      gap.process(samples.span, &gapState, into: &transitions)
    } == 0)
}
