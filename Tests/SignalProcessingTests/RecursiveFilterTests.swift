import SignalProcessing
import Testing

private let filter = RecursiveFilter(
  Butterworth.bandPass(order: 2, low: 0.5, high: 40, rate: 360), rate: 360)

private func filtered(_ samples: [Float], cuts: [Range<Int>]? = nil) -> [Float] {
  var output: [Float] = []
  var state = filter.start()
  for cut in cuts ?? [0..<samples.count] {
    var part = Array(samples[cut])
    var span = part.mutableSpan
    filter.process(&span, &state)
    output += part
  }
  return output
}

@Test func filteredSamplesEqualThoseOfSciPy() {
  let samples = (0..<60).map { (i: Int) in Float((7 * i * i + 3 * i) % 41) / 16 + 1.5 }
  for (ours, golden) in zip(filtered(samples).suffix(10), filteredGolden) {
    #expect(abs(Double(ours) - golden) < 3e-7)
  }
}

@Test func aConstantGivesNoTransient() {
  let low = RecursiveFilter(Butterworth.lowPass(order: 4, frequency: 10, rate: 250), rate: 250)
  var samples = [Float](repeating: 3, count: 500)
  var state = low.start()
  var span = samples.mutableSpan
  low.process(&span, &state)
  #expect(samples.allSatisfy { abs($0 - 3) < 1e-5 })
  #expect(filtered(Array(repeating: 1e3, count: 500)).allSatisfy { abs($0) < 1e-5 })
}

@Test(arguments: 1...5 as ClosedRange<UInt64>)
func cutsDoNotShowInFilteredSamples(seed: UInt64) {
  var noise = Noise(seed)
  var samples = (0..<6000).map { _ in noise.normal() }
  for gap in [100..<101, 700..<736, 1500..<1537, 3000..<4000] {
    for index in gap { samples[index] = .nan }
  }
  samples[5000] = .infinity
  let whole = filtered(samples)
  #expect(bits(filtered(samples, cuts: randomCuts(of: 6000, seed: seed))) == bits(whole))
}

@Test func whatIsMissingStaysWhereItIs() {
  var noise = Noise(9)
  let clean = (0..<4000).map { _ in noise.normal() }
  var holed = clean
  holed[500] = .nan
  holed[600] = -.infinity
  for index in 2000..<2100 { holed[index] = .nan }
  let output = filtered(holed)
  for index in holed.indices {
    #expect(output[index].isNaN == !holed[index].isFinite)
  }
  let undisturbed = filtered(clean)
  #expect(zip(output[1600..<2000], undisturbed[1600..<2000]).allSatisfy { abs($0 - $1) < 2e-2 })
}

@Test func aLongGapRestartsWithoutATransient() {
  var samples = [Float](repeating: 0, count: 400)
  samples += Array(repeating: .nan, count: 200)
  samples += Array(repeating: 50, count: 400)
  let output = filtered(samples)
  #expect(output[600...].allSatisfy { abs($0) < 1e-5 })
}

@Test func filteringAllocatesNothing() {
  var samples = [Float](repeating: 1, count: 1000)
  var state = filter.start()
  let count = allocations {
    var span = samples.mutableSpan
    filter.process(&span, &state)
  }
  #expect(count == 0)
}
