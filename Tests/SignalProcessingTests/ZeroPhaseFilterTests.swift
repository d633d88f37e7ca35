import Kernels
import SignalProcessing
import Testing

private let sections = Butterworth.bandPass(order: 2, low: 0.5, high: 40, rate: 360)
private let filter = ZeroPhaseFilter(sections, bridge: 36)

@Test func zeroPhaseFilteringDelaysNothing() {
  let sine = (0..<3600).map { Float(Elementary.sin(2 * .pi * 10 * Double($0) / 360)) }
  let output = filter.filtered(sine.span)
  let gain = sections.gain(at: 10, rate: 360)
  for index in 1440..<2160 {
    #expect(abs(output.values[index] - Float(gain * gain) * sine[index]) < 1e-3)
    #expect(output.marks[index] == .sound)
  }
}

@Test func eachStretchIsFilteredByItself() {
  var noise = Noise(3)
  let first = (0..<3000).map { _ in noise.normal() }
  let second = (0..<1).map { _ in noise.normal() }
  let third = (0..<2500).map { _ in noise.normal() + 50 }
  let gap = [Float](repeating: .nan, count: 40)
  let output = filter.filtered((gap + first + gap + second + gap + third).span)
  let ends = filter.filtered(first.span).values + filter.filtered(third.span).values
  #expect(bits(Array(output.values[40..<3040] + output.values[3121...])) == bits(ends))
  for index in Array(0..<40) + Array(3040..<3080) + Array(3081..<3121) {
    #expect(output.marks[index] == .missing && output.values[index].isNaN)
  }
  #expect(output.values[3080].isFinite && output.marks[3080] == .edge)
  #expect(output.marks[40 + filter.edge - 1] == .edge && output.marks[40 + filter.edge] == .sound)
  #expect(output.marks[3039] == .edge)
}

@Test func shortRunsAreBridgedByALine() {
  var ramp = (0..<3000).map { Float($0) / 100 }
  let whole = filter.filtered(ramp.span)
  for index in 1500..<1536 { ramp[index] = .infinity }
  let output = filter.filtered(ramp.span)
  for index in ramp.indices {
    #expect(abs(output.values[index] - whole.values[index]) < 1e-5)
    #expect((output.marks[index] == .bridged) == (1500..<1536).contains(index))
  }
}

@Test func zeroPhaseFilteringOfNothingGivesNothing() {
  #expect(filter.filtered([Float]().span).count == 0)
  let missing = [Double](repeating: .nan, count: 5)
  #expect(filter.filtered(missing.span).allSatisfy { $0.isNaN })
}
