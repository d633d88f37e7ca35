import SignalProcessing
import Testing

private let filter = RecursiveFilter(
  Butterworth.bandPass(order: 2, low: 0.5, high: 40, rate: 360), rate: 360)

private func filtered(_ samples: [Float], cuts: [Range<Int>]? = nil) -> FilteredSamples {
  filtered(samples, by: filter, cuts: cuts)
}

@Test func filteredSamplesEqualThoseOfSciPy() {
  let samples = (0..<60).map { (i: Int) in Float((7 * i * i + 3 * i) % 41) / 16 + 1.5 }
  for (ours, golden) in zip(filtered(samples).values.suffix(10), filteredGolden) {
    #expect(abs(Double(ours) - golden) < 3e-7)
  }
}

@Test func aConstantGivesNoTransient() {
  let low = RecursiveFilter(Butterworth.lowPass(order: 4, frequency: 10, rate: 250), rate: 250)
  let level = filtered(Array(repeating: 3, count: 500), by: low).values
  #expect(level.allSatisfy { abs($0 - 3) < 1e-5 })
  #expect(filtered(Array(repeating: 1e3, count: 500)).values.allSatisfy { abs($0) < 1e-5 })
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
  let cut = filtered(samples, cuts: randomCuts(of: 6000, seed: seed))
  #expect(bits(cut.values) == bits(whole.values))
  #expect(cut.marks == whole.marks)
}

@Test func whatIsMissingStaysWhereItIs() {
  var noise = Noise(9)
  let clean = (0..<4000).map { _ in noise.normal() }
  var holed = clean
  holed[500] = .nan
  holed[600] = -.infinity
  for index in 2000..<2100 { holed[index] = .nan }
  let output = filtered(holed)
  let bridge = filter.bridge
  for index in holed.indices {
    switch output.marks[index] {
    case .bridged: #expect(!holed[index].isFinite && output.values[index].isFinite)
    case .missing: #expect(index >= 2000 + bridge && index < 2100 && output.values[index].isNaN)
    case .edge, .sound: #expect(holed[index].isFinite)
    }
  }
  #expect(output.marks[500] == .bridged && output.marks[2000 + bridge] == .missing)
  let edge = filter.edges.leading
  #expect(output.marks[2100..<2100 + edge].allSatisfy { $0 == .edge })
  #expect(output.marks[2100 + edge] == .sound)
  let undisturbed = filtered(clean).values
  #expect(
    zip(output.values[1600..<2000], undisturbed[1600..<2000]).allSatisfy { abs($0 - $1) < 2e-2 })
  #expect(
    zip(output.values[(2100 + edge)...], undisturbed[(2100 + edge)...]).allSatisfy {
      abs($0 - $1) < 0.1
    })
}

@Test func aLongGapRestartsWithoutATransient() {
  var samples = [Float](repeating: 0, count: 400)
  samples += Array(repeating: .nan, count: 200)
  samples += Array(repeating: 50, count: 400)
  let output = filtered(samples).values
  #expect(output[600...].allSatisfy { abs($0) < 1e-5 })
}

@Test func filteringAllocatesNothing() {
  let samples = [Float](repeating: 1, count: 1000)
  var state = filter.start()
  var output = FilteredSamples()
  let count = allocations {
    output.removeAll()
    filter.process(samples.span, &state, into: &output)
  }
  #expect(count == 0)
}
