import SignalProcessing
import Testing

private let filter = SplineBaseline(lead: 16, radius: 2, longest: 500, bridge: 25)

/// Delivers samples and beats in the given pieces; beats no later than the samples around them.
private func flattened(
  _ samples: [Float], beats: [Int], cuts: [Range<Int>]? = nil,
  each: (Int, Int) -> Void = { _, _ in }
) -> FilteredSamples {
  var state = filter.start()
  var output = FilteredSamples()
  for cut in cuts ?? [0..<samples.count] {
    let known = beats.filter { cut.contains($0) }
    filter.take(known.span, &state)
    filter.process(
      samples.span.extracting(cut), beatsThrough: cut.upperBound, &state, into: &output)
    each(cut.upperBound, output.count)
  }
  filter.finish(&state, into: &output)
  return output
}

private let beats = (0..<30).map { 100 + $0 * 190 + $0 * $0 % 7 * 9 }

/// Peaks on a baseline.
private func recording(_ baseline: (Double) -> Double) -> [Float] {
  (0..<6000).map { position in
    let peak = beats.map { max(0, 1 - abs(Double(position - $0)) / 10) }.max() ?? 0
    return Float(peak + baseline(Double(position)))
  }
}

@Suite struct SplineBaselineTests {
  @Test func linesAndParabolasBetweenKnotsAreTakenOut() {
    let flat = recording { _ in 0 }
    let output = flattened(recording { 5 - 0.001 * $0 }, beats: beats)
    for (index, mark) in output.marks.enumerated() where mark == .sound {
      #expect(abs(output.values[index] - flat[index]) < 1e-5)
    }
    // Of knots that are evenly apart the slopes of a parabola are those of its chords.
    let even = (0..<20).map { 100 + 200 * $0 }
    let parabola = (0..<4000).map { Float(2e-6 * Double($0) * Double($0)) }
    let left = flattened(parabola, beats: even)
    let offset = left.values[1000]
    for (index, mark) in left.marks.enumerated() where mark == .sound {
      #expect(abs(left.values[index] - offset) < 1e-5)
    }
    #expect(left.marks.count { $0 == .sound } == 17 * 200)
  }

  @Test func theBaselineGoesThroughItsKnots() {
    var noise = Noise(3)
    let wandering = recording { _ in 0 }.map { _ in noise.normal() }
    let output = flattened(wandering, beats: beats)
    for beat in beats {
      let around = beat - 18...beat - 14
      let level = around.reduce(Float(0)) { $0 + wandering[$1] } / 5
      let expected = wandering[beat - 16] - level
      #expect(abs(output.values[beat - 16] - expected) < 1e-5)
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func cutsDoNotShow(seed: UInt64) {
    var noise = Noise(seed)
    var samples = recording { $0 * 0.002 }.map { $0 + noise.normal() }
    for gap in [0..<3, 500..<520, 1000..<1026, 2000..<2700, 5990..<6000] {
      for index in gap { samples[index] = .nan }
    }
    let some = beats.filter { !(3000..<4400).contains($0) }
    let whole = flattened(samples, beats: some)
    #expect(whole.count == samples.count)
    #expect(zip(whole.values, samples).allSatisfy { $0.isNaN == $1.isNaN })
    let single = (0..<6000).map { $0..<$0 + 1 }
    for cuts in [randomCuts(of: 6000, seed: seed), single] {
      let cut = flattened(samples, beats: some, cuts: cuts)
      #expect(bits(cut.values) == bits(whole.values))
      #expect(cut.marks == whole.marks)
    }
  }

  @Test func outputIsNoLaterThanItsLatency() {
    let samples = recording { $0 * 0.002 }
    for known in [beats, [], beats.filter { !(2000..<4000).contains($0) }] {
      let single = (0..<6000).map { $0..<$0 + 1 }
      _ = flattened(samples, beats: known, cuts: single) { taken, given in
        #expect(given >= taken - filter.latency)
      }
    }
  }

  @Test func aGapParts() {
    // The level jumps within the gap: were knots joined over it, the jump would show beside it.
    var samples = recording { $0 < 2010 ? 1 : 9 }
    for index in 2000..<2030 { samples[index] = .nan }
    let flat = recording { _ in 0 }
    let output = flattened(samples, beats: beats)
    for index in flat.indices where samples[index].isFinite {
      #expect(abs(output.values[index] - flat[index]) < 1e-5)
    }
    #expect((1950..<2000).allSatisfy { output.marks[$0] == .edge })
    #expect((2030..<2060).allSatisfy { output.marks[$0] == .edge })
  }

  @Test func withoutBeatsTheLastLevelGoesOnAndBeforeTheFirstNothingIsTaken() {
    let samples = [Float](repeating: 3, count: 6000)
    let output = flattened(samples, beats: [1516, 1800])
    #expect(output.marks.allSatisfy { $0 == .edge })
    #expect(output.values[..<1000].allSatisfy { $0 == 3 })
    #expect(output.values[1000...].allSatisfy { abs($0) < 1e-6 })
  }

  @Test func nothingIsAllocated() {
    let samples = recording { $0 * 0.002 }
    var state = filter.start()
    var output = FilteredSamples()
    let count = allocations {
      state = filter.start()
      output.removeAll()
    }
    #expect(count == 0)
    filter.take(beats.span, &state)
    filter.process(samples.span, beatsThrough: 6000, &state, into: &output)
    let later = allocations {
      output.removeAll()
      filter.process(samples.span.extracting(0..<400), beatsThrough: 6400, &state, into: &output)
    }
    #expect(later == 0)
  }
}
