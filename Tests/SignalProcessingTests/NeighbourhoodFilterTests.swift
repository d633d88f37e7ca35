import SignalProcessing
import Testing

private let goldenInput = WindowGoldens.input.map { Float($0) }

private func noise(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var noise = Noise(seed)
  return (0..<count).map { _ in noise.normal() }
}

/// Filters of every kind, of windows longer and shorter than the gaps.
private let filters: [any SignalFilter] = [
  MedianFilter(radius: 4, bridge: 3), MedianFilter(radius: 0, bridge: 0),
  MedianFilter(radius: 150, bridge: 36), PolynomialFilter(radius: 6, order: 3, bridge: 20),
  PolynomialFilter(radius: 3, order: 2, derivative: 1, rate: 250, bridge: 0),
  HampelFilter(radius: 20, deviations: 1, bridge: 5), MedianBaseline(rate: 100),
  SlewLimit(step: 0.5, bridge: 10), Clip(limits: -1...1),
]

private func expectEqual(_ ours: [Float], _ golden: [Double], within: Double) {
  #expect(ours.count == golden.count)
  for (one, other) in zip(ours, golden) { #expect(abs(Double(one) - other) <= within) }
}

@Suite struct NeighbourhoodFilterTests {
  @Test func mediansEqualThoseOfSciPy() {
    let output = filtered(goldenInput, by: MedianFilter(radius: 4, bridge: 0))
    expectEqual(output.values, WindowGoldens.median, within: 0)
  }

  @Test func polynomialsEqualThoseOfSciPy() {
    let smooth = filtered(goldenInput, by: PolynomialFilter(radius: 5, order: 3, bridge: 0))
    expectEqual(smooth.values, WindowGoldens.savgol, within: 1e-6)
    let slope = PolynomialFilter(radius: 4, order: 2, derivative: 1, rate: 250, bridge: 0)
    expectEqual(filtered(goldenInput, by: slope).values, WindowGoldens.savgolSlope, within: 5e-5)
  }

  @Test func outliersAreThoseOfTheDefinition() {
    let filter = HampelFilter(radius: 5, deviations: 1, bridge: 0)
    let output = filtered(goldenInput, by: filter)
    expectEqual(output.values, WindowGoldens.hampel, within: 0)
    let missing = HampelFilter(radius: 5, deviations: 1, replacement: .missing, bridge: 0)
    let holed = filtered(goldenInput, by: missing)
    for index in goldenInput.indices {
      let isReplaced = output.values[index] != goldenInput[index]
      #expect(holed.values[index].isNaN == isReplaced)
      #expect(holed.marks[index] == (isReplaced ? .missing : output.marks[index]))
    }
  }

  @Test func theBaselineOfTwoMediansEqualsThatOfSciPy() {
    let output = filtered(goldenInput, by: MedianBaseline(radii: (3, 5), bridge: 0))
    expectEqual(output.values, WindowGoldens.medianBaseline, within: 0)
  }

  @Test(arguments: [1, 2, 7, 60, 301])
  func mediansAndTheirDeviationsAreThoseOfSortedWindows(radius: Int) {
    var samples = noise(700)
    // Values that repeat are the harder case of a sorted window.
    for index in 200..<500 { samples[index] = (samples[index] * 2).rounded() }
    let medians = filtered(samples, by: MedianFilter(radius: radius, bridge: 0)).values
    let cleaned = filtered(samples, by: HampelFilter(radius: radius, deviations: 2, bridge: 0))
      .values
    for index in samples.indices {
      let window = (index - radius...index + radius).map { samples[min(max($0, 0), 699)] }
      let median = window.sorted()[radius]
      let deviation = window.map { ($0 - median).magnitude }.sorted()[radius]
      let isOutlier = (samples[index] - median).magnitude > 2 * 1.482_602_2 * deviation
      #expect(medians[index] == median)
      #expect(cleaned[index] == (isOutlier ? median : samples[index]))
    }
  }

  @Test(arguments: filters.indices) func cutsDoNotShow(index: Int) {
    func check<Filter: SignalFilter>(_ filter: Filter) {
      for seed in 1...4 as ClosedRange<UInt64> {
        var samples = noise(3000, seed: seed)
        for gap in [0..<2, 100..<101, 300..<336, 700..<737, 1500..<1504, 2000..<2500, 2990..<3000] {
          for index in gap { samples[index] = .nan }
        }
        samples[800] = .infinity
        let whole = filtered(samples, by: filter)
        #expect(whole.count == samples.count)
        let cut = filtered(samples, by: filter, cuts: randomCuts(of: 3000, seed: seed))
        #expect(bits(cut.values) == bits(whole.values))
        #expect(cut.marks == whole.marks)
      }
    }
    check(filters[index])
  }

  @Test(arguments: filters.indices) func marksSayWhatWasMeasured(index: Int) {
    func check<Filter: SignalFilter>(_ filter: Filter) {
      for length in [1, filter.bridge, filter.bridge + 1] where length > 0 {
        for first in stride(from: 0, to: 90, by: 7) {
          var samples = noise(1000)
          for index in first..<first + length { samples[index] = .nan }
          let output = filtered(samples, by: filter)
          let isBridged = first > 0 && length <= filter.bridge
          var ends = isBridged ? [0, 1000] : [0, first, first + length, 1000]
          if first == 0 { ends = [length, 1000] }
          for (index, mark) in output.marks.enumerated() {
            #expect(output.values[index].isNaN == (mark == .missing))
            if first..<first + length ~= index {
              #expect(mark == (isBridged ? .bridged : .missing))
            } else {
              let isEdge = ends.contains {
                ($0 - filter.edges.trailing..<$0 + filter.edges.leading).contains(index)
              }
              #expect(mark == (isEdge ? .edge : .sound))
            }
          }
        }
      }
    }
    check(filters[index])
  }

  @Test(arguments: filters.indices) func outputIsNoLaterThanItsLatency(index: Int) {
    func check<Filter: SignalFilter>(_ filter: Filter) {
      var samples = noise(2000)
      for gap in [500..<500 + filter.bridge, 1200..<1300] {
        for index in gap { samples[index] = .nan }
      }
      var state = filter.start()
      var output = FilteredSamples()
      for index in samples.indices {
        filter.process(samples.span.extracting(index..<index + 1), &state, into: &output)
        #expect(output.count >= index + 1 - filter.latency)
      }
    }
    check(filters[index])
  }

  @Test(arguments: filters.indices) func aSegmentDoesNotKnowOfOthers(index: Int) {
    func check<Filter: SignalFilter>(_ filter: Filter) {
      let samples = noise(600)
      let gap = [Float](repeating: .nan, count: filter.bridge + 1)
      let alone = filtered(samples, by: filter)
      let other = noise(400, seed: 9).map { $0 * 1000 }
      let second = filtered(other + gap + samples, by: filter)
      #expect(Array(second.values.suffix(600)) == alone.values)
      #expect(Array(second.marks.suffix(600)) == alone.marks)
      let first = filtered(samples + gap + other, by: filter)
      #expect(Array(first.values.prefix(600)) == alone.values)
    }
    check(filters[index])
  }

  @Test(arguments: filters.indices) func nothingIsAllocated(index: Int) {
    func check<Filter: SignalFilter>(_ filter: Filter) {
      var samples = noise(4000)
      for index in 1000..<1100 { samples[index] = .nan }
      var state = filter.start()
      var output = FilteredSamples()
      let count = allocations {
        output.removeAll()
        filter.process(samples.span, &state, into: &output)
      }
      #expect(count == 0)
    }
    check(filters[index])
  }

  @Test func aStraightLineStaysOneThroughABridge() {
    var samples = (0..<200).map { Float($0) / 8 }
    for index in 90..<100 { samples[index] = .nan }
    let filters: [any SignalFilter] = [
      MedianFilter(radius: 5, bridge: 10), PolynomialFilter(radius: 5, order: 1, bridge: 10),
    ]
    for filter in filters {
      let output = filtered(samples, by: filter)
      for index in 5..<195 { #expect(abs(output.values[index] - Float(index) / 8) < 1e-5) }
    }
  }

  @Test func aSlewLimitFollowsNoFasterThanItsStep() {
    let samples: [Float] = [0, 0.25, 5, 5, 5, 5, 0, .nan, -3]
    let output = filtered(samples, by: SlewLimit(step: 1, bridge: 0))
    #expect(output.values.dropLast(2) == [0, 0.25, 1.25, 2.25, 3.25, 4.25, 3.25])
    #expect(output.values.last == -3)
    let steady = noise(500).map { $0 * 0.01 }
    #expect(filtered(steady, by: SlewLimit(step: 1, bridge: 0)).values == steady)
  }

  @Test func clippingPutsTheLimitOrNothing() {
    let samples: [Float] = [-2, -1, 0.5, 1, 3, .nan]
    let limited = filtered(samples, by: Clip(limits: -1...1))
    #expect(limited.values.dropLast() == [-1, -1, 0.5, 1, 1])
    #expect(limited.marks == [.sound, .sound, .sound, .sound, .sound, .missing])
    let missing = filtered(samples, by: Clip(limits: -1...1, replacement: .missing))
    #expect(missing.marks == [.missing, .sound, .sound, .sound, .missing, .missing])
  }

  @Test func aWindowCoversAboutTheTimeAskedFor() {
    #expect(MedianBaseline(rate: 360).radii == (36, 108))
    #expect(MedianFilter.radius(ofWindow: 0.1, rate: 125) == 6)
  }
}
