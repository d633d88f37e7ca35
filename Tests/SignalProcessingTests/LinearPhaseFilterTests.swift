import Kernels
import SignalProcessing
import Testing

private let response = FiniteImpulseResponse.bandPass(low: 1, high: 40, rate: 360)
private let filter = LinearPhaseFilter(response, rate: 360)

private func measured(
  _ samples: [Float], by filter: LinearPhaseFilter = filter, cuts: [Range<Int>]? = nil
) -> [Float] {
  filtered(samples, by: filter, cuts: cuts).measured
}

/// The convolution sum in double precision, the signal going on as a constant at both ends.
private func reference(_ samples: [Float], _ taps: [Double]) -> [Double] {
  samples.indices.map { index in
    taps.indices.reduce(0) { sum, tap in
      let place = min(max(index + tap - taps.count / 2, 0), samples.count - 1)
      return sum + taps[tap] * Double(samples[place])
    }
  }
}

private func noise(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var noise = Noise(seed)
  return (0..<count).map { _ in noise.normal() }
}

@Test(arguments: [1, 4, 100, 300, 1000, 5000])
func filteringIsTheConvolutionSum(hop: Int) {
  let filter = LinearPhaseFilter(
    FiniteImpulseResponse.bandPass(low: 4, high: 40, rate: 360), hop: hop, bridge: 0)
  for count in [1, 2, 300, 1500] {
    let samples = noise(count).map { $0 + 100 }
    let output = measured(samples, by: filter)
    #expect(output.count == count)
    for (ours, golden) in zip(output, reference(samples, filter.response.taps)) {
      #expect(abs(Double(ours) - golden) < 2e-5)
    }
  }
}

@Test func responsesPassAndStopWhatTheyState() {
  #expect(abs(response.gain(at: 0, rate: 360)) < 1e-12)
  for frequency in stride(from: 1.0, through: 40, by: 0.25) {
    #expect(abs(response.gain(at: frequency, rate: 360) - 1) < 0.005, "\(frequency) Hz")
  }
  for frequency in stride(from: 51.0, to: 180, by: 1) {
    #expect(abs(response.gain(at: frequency, rate: 360)) < 0.005, "\(frequency) Hz")
  }
  #expect(abs(response.gain(at: 45, rate: 360) - 0.5) < 0.005)
  let high = FiniteImpulseResponse.highPass(frequency: 10, rate: 100)
  #expect(abs(high.gain(at: 0, rate: 100)) < 1e-12)
  #expect(abs(high.gain(at: 30, rate: 100) - 1) < 0.005)
}

@Test func aSineComesOutWhereItWas() {
  let sine = (0..<3600).map { Float(Elementary.sin(2 * .pi * 10 * Double($0) / 360)) }
  for (input, output) in zip(sine, measured(sine)).dropFirst(720).dropLast(720) {
    #expect(abs(input - output) < 0.005)
  }
}

@Test(arguments: 1...4 as ClosedRange<UInt64>, [64, 5000])
func cutsDoNotShowInLinearPhaseFiltering(seed: UInt64, hop: Int) {
  let filter = LinearPhaseFilter(response, hop: hop, bridge: 36)
  var samples = noise(8000, seed: seed)
  for gap in [100..<101, 700..<736, 1500..<1537, 3000..<4000, 7990..<8000] {
    for index in gap { samples[index] = .nan }
  }
  let whole = measured(samples, by: filter)
  #expect(whole.count == samples.count)
  #expect(zip(whole, samples).allSatisfy { $0.isNaN == $1.isNaN })
  let parts = measured(samples, by: filter, cuts: randomCuts(of: 8000, seed: seed))
  #expect(bits(parts) == bits(whole))
}

@Test func linearPhaseOutputIsNoLaterThanItsLatency() {
  var samples = noise(6000)
  for gap in [2000..<2036, 4000..<4100] {
    for index in gap { samples[index] = .nan }
  }
  var state = filter.start()
  var output = FilteredSamples()
  for index in samples.indices {
    filter.process(samples.span.extracting(index..<index + 1), &state, into: &output)
    #expect(output.count >= index + 1 - filter.latency)
  }
}

@Test func aGapDoesNotDisturbItsSurroundings() {
  let samples = [Float](repeating: 7, count: 2000)
  var holed = samples
  holed[900] = .infinity
  for index in 1000..<1500 { holed[index] = .nan }
  let low = LinearPhaseFilter(.lowPass(frequency: 40, rate: 360), rate: 360)
  for (index, value) in measured(holed, by: low).enumerated() where holed[index].isFinite {
    #expect(abs(value - 7) < 1e-5)
  }
}

@Test(arguments: [64, 5000])
func linearPhaseFilteringAllocatesNothing(hop: Int) {
  let filter = LinearPhaseFilter(response, hop: hop, bridge: 36)
  let samples = noise(20_000)
  var state = filter.start()
  var output = FilteredSamples()
  let count = allocations {
    output.removeAll()
    filter.process(samples.span, &state, into: &output)
  }
  #expect(count == 0)
}

@Test(arguments: [64, 5000])
func halfAFilterAtEitherEndOfASegmentIsAnEdge(hop: Int) {
  let filter = LinearPhaseFilter(response, hop: hop, bridge: 36)
  var samples = noise(4000)
  for index in 2000..<2100 { samples[index] = .nan }
  samples[500] = .nan
  let marks = filtered(samples, by: filter).marks
  let half = response.delay
  for index in samples.indices {
    let toStart = index < 2000 ? index : index - 2100
    let toEnd = index < 2000 ? 1999 - index : 3999 - index
    let expected: FilteredSamples.Mark =
      index == 500
      ? .bridged
      : (2000..<2100).contains(index) ? .missing : min(toStart, toEnd) < half ? .edge : .sound
    #expect(marks[index] == expected, "\(index)")
  }
}
