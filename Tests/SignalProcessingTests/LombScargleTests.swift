import Kernels
import SignalProcessing
import Testing

private let times = (0..<120).map { (i: Int) in
  0.8 * (Double(i) + 0.3 * Double((5 * i * i) % 7) / 7) + 1e4
}
private let values = (0..<120).map { (i: Int) in
  Double((7 * i * i + 3 * i) % 41) / 16 - 1 + 2 * Elementary.sin(2 * .pi * 0.13 * times[i]) + 70
}
private let uncertainties = (0..<120).map { (i: Int) in 0.5 + Double((3 * i) % 5) / 4 }
private let grid = LombScargle.Grid(first: 0.01, step: 0.004, count: 130)

private func powers(
  _ normalization: LombScargle.Normalization, _ method: LombScargle.Method,
  times: [Double] = times, values: [Double] = values, uncertainties: [Double] = [],
  at grid: LombScargle.Grid = grid
) -> [Double] {
  LombScargle(normalization).powers(
    times: times.span, values: values.span, uncertainties: uncertainties.span, at: grid, method)
}

@Test(arguments: LombScargle.Method.allCases)
func periodogramsEqualThoseOfAstropy(method: LombScargle.Method) {
  let pairs: [(LombScargle.Normalization, [Double])] = [
    (.standard, standardPowerGolden), (.model, modelPowerGolden),
    (.logarithm, logarithmPowerGolden), (.power, powerPowerGolden),
    (.standard, fastPowerGolden),
  ]
  for (normalization, golden) in pairs {
    let ours = powers(normalization, method)
    for (index, golden) in golden.enumerated() {
      #expect(abs(ours[13 * index] / golden - 1) < 1e-9)
    }
  }
  let weighted: [(LombScargle.Normalization, [Double])] = [
    (.standard, standardWeightedPowerGolden), (.power, powerWeightedPowerGolden),
  ]
  for (normalization, golden) in weighted {
    let ours = powers(normalization, method, uncertainties: uncertainties)
    for (index, golden) in golden.enumerated() {
      #expect(abs(ours[13 * index] / golden - 1) < 1e-9)
    }
  }
}

/// The bound that ``LombScargle/Method/fast`` states, over lengths and offsets of all kinds.
@Test(arguments: [5, 30, 301, 2000])
func fastPeriodogramsAgreeWithDirectOnes(count: Int) {
  var noise = Noise(UInt64(count))
  var time = -3e4
  let times = (0..<count).map { _ in
    time += abs(Double(noise.normal())) + 0.01
    return time
  }
  let values = times.map { _ in Double(noise.normal()) }
  for frequencies in [1, 2, 37, 2500] {
    let first = 0.3 / (time + 3e4)
    let step = frequencies == 37 ? 0.013 : 0.8 / Double(frequencies)
    let grid = LombScargle.Grid(first: first, step: step, count: frequencies)
    let direct = powers(.standard, .direct, times: times, values: values, at: grid)
    let fast = powers(.standard, .fast, times: times, values: values, at: grid)
    let worst = zip(direct, fast).map { abs($0 - $1) }.max() ?? .nan
    #expect(worst < 1e-10, "\(count) × \(frequencies): \(worst)")
  }
}

/// At even times and at the frequencies of the transform, the sums are orthogonal, and the power is
/// that of the periodogram: |X|² / N.
@Test(arguments: LombScargle.Method.allCases)
func evenTimesGiveThePeriodogram(method: LombScargle.Method) {
  let count = 64
  let values = Array(values[..<count])
  let times = values.indices.map { Double($0) / 4 }
  let grid = LombScargle.Grid(first: 1 / 16, step: 1 / 16, count: 31)
  let ours = powers(.power, method, times: times, values: values, at: grid)
  for k in 1...31 {
    var sum = SIMD2<Double>.zero
    for n in 0..<count {
      let angle = 2 * Double.pi * Double(k * n % count) / Double(count)
      sum += values[n] * SIMD2(Elementary.cos(angle), Elementary.sin(angle))
    }
    let expected = (sum.x * sum.x + sum.y * sum.y) / Double(count)
    #expect(abs(ours[k - 1] - expected) < 1e-10 * expected + 1e-12)
  }
}

/// At a multiple of the rate of even samples a sinusoid is a constant, and at half the rate its sine
/// is zero throughout.
@Test(arguments: LombScargle.Method.allCases, LombScargle.Normalization.allCases)
func whatDoesNotVaryOverTheSamplesExplainsNothing(
  method: LombScargle.Method, normalization: LombScargle.Normalization
) {
  for offset in [0, 1e4, 7.3e8 + 0.1] {
    for count in [40, 999] {
      let times = (0..<count).map { offset + Double($0) }
      let values = (0..<count).map { (i: Int) in Double((7 * i * i + 3 * i) % 41) }
      let grid = LombScargle.Grid(first: 0, step: 0.125, count: 17)
      let found = powers(normalization, method, times: times, values: values, at: grid)
      for power in found { #expect(power.isFinite && power >= 0) }
      for index in [0, 8, 16] { #expect(found[index] == 0) }
      guard normalization == .standard else { continue }
      let expected = shareOfAlternation(values)
      for index in [4, 12] { #expect(abs(found[index] - expected) < 1e-10) }
    }
  }
}

/// The squared correlation of values with +1 and -1 in turn.
private func shareOfAlternation(_ values: [Double]) -> Double {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  var (sum, level, variance) = (0.0, 0.0, 0.0)
  for index in values.indices {
    let sign: Double = index % 2 == 0 ? 1 : -1
    let value = values[index] - mean
    sum += sign * value / count
    level += sign / count
    variance += value * value / count
  }
  return sum * sum / (1 - level * level) / variance
}

@Test func samplesThatAreNotNumbersAreLeftOutOfPeriodograms() {
  var (holedTimes, holedValues, holedUncertainties) = (times, values, uncertainties)
  holedTimes.insert(.nan, at: 7)
  holedValues.insert(3, at: 7)
  holedUncertainties.insert(1, at: 7)
  holedTimes.insert(1e4, at: 0)
  holedValues.insert(.infinity, at: 0)
  holedUncertainties.insert(1, at: 0)
  holedTimes.append(2e4)
  holedValues.append(1)
  holedUncertainties.append(0)
  for method in LombScargle.Method.allCases {
    let holed = powers(
      .standard, method, times: holedTimes, values: holedValues,
      uncertainties: holedUncertainties)
    let whole = powers(.standard, method, uncertainties: uncertainties)
    #expect(holed == whole)
    let none = powers(.standard, method, times: [1, 2], values: [.nan, .nan])
    for power in none { #expect(power.isNaN) }
  }
}

/// The area under a sinusoid's density is its power, and under noise's its variance.
@Test func densitiesOfUnevenSamplesAreAbsolute() {
  var noise = Noise(4)
  let times = (0..<1000).map { Double($0) + 0.2 * Double(noise.normal()) }
  let tone = times.map { 3 * Elementary.sin(2 * .pi * 0.1234 * $0) + 80 }
  let grid = LombScargle.Grid(first: 0.00025, step: 0.00025, count: 1999)
  let ofTone = powers(.density, .direct, times: times, values: tone, at: grid)
  // From 0.11 to 0.14 Hz; what the unevenness of the times takes out of the peak lies beyond.
  #expect(abs(ofTone[440..<560].reduce(0, +) * 0.00025 - 4.5) < 0.1)
  let white = times.map { _ in Double(noise.normal()) }
  let ofNoise = powers(.density, .direct, times: times, values: white, at: grid)
  #expect(abs(ofNoise.reduce(0, +) * 0.00025 - 1) < 0.1)
}

@Test func directPeriodogramsAllocateNothing() {
  var room = LombScargle.Room(grid)
  #expect(
    allocations {
      LombScargle().find(times: times.span, values: values.span, at: grid, in: &room)
    } == 0)
}
