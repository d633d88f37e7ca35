import Kernels
import SignalProcessing
import Testing

private let axis = FrequencyAxis(rate: 100, length: 200)

@Test func aFlatSpectrumHasEntropyOneAndItsEdgeAtItsShare() {
  let flat = [Float](repeating: 3, count: 101)
  let shape = axis.shape(of: flat.span, in: 10...30, edge: 0.95)
  #expect(abs(shape.entropy - 1) < 1e-12)
  #expect(abs(shape.edge - 29) < 1e-9)
  #expect(abs(shape.median - 20) < 1e-9)
  #expect(shape.peak == 10)
}

@Test func aSingleFrequencyHasNoEntropy() {
  var tone = [Float](repeating: 0, count: 101)
  tone[40] = 7
  let shape = axis.shape(of: tone.span, in: 0...50)
  #expect(shape.entropy == 0)
  #expect(shape.peak == 20)
  #expect(shape.median == 20)
  #expect(abs(shape.edge - 20.45) < 1e-9)
}

@Test func theShapeOfASpectrumIsByItsDefinition() {
  let densities = (0..<101).map { (i: Int) in Float((7 * i * i + 3 * i) % 41) }
  let shape = axis.shape(of: densities.span, in: 5...20, edge: 0.8)
  let band = densities[10...40].map { Double($0) }
  let sum = band.reduce(0, +)
  var entropy = 0.0
  for value in band where value > 0 { entropy -= value / sum * Elementary.log2(value / sum) }
  #expect(abs(shape.entropy - entropy / Elementary.log2(31)) < 1e-12)
  let below = axis.power(of: densities.span, in: 5..<(shape.edge / 0.5).rounded(.down) * 0.5)
  let above = axis.power(of: densities.span, in: 5..<(shape.edge / 0.5).rounded(.up) * 0.5)
  let whole = axis.power(of: densities.span, in: 5..<20)
  #expect(below <= 0.8 * whole && above >= 0.8 * whole)
}

@Test func shapesOfNothingAreNotNumbers() {
  var densities = [Float](repeating: 0, count: 101)
  #expect(axis.shape(of: densities.span, in: 0...50).entropy.isNaN)
  densities = densities.map { _ in 1 }
  densities[30] = .nan
  #expect(axis.shape(of: densities.span, in: 0...50).median.isNaN)
  #expect(axis.shape(of: densities.span, in: 20...50).median.isFinite)
}

@Test func warpedBandsAddUpToOneBetweenTheirMiddles() throws {
  let axis = FrequencyAxis(rate: 8000, length: 512)
  let bands = try #require(WarpedBands(axis, low: 100, high: 3900, count: 20))
  var sums = [Float](repeating: 0, count: axis.count)
  for index in 0..<axis.count {
    var densities = [Float](repeating: 0, count: axis.count)
    densities[index] = 1
    var powers: [Float] = []
    bands.process(densities.span, into: &powers)
    sums[index] = powers.reduce(0, +) / Float(axis.resolution)
  }
  for index in 0..<axis.count {
    let frequency = axis[index]
    if frequency <= 100 || frequency >= 3900 { #expect(sums[index] == 0) }
    if frequency >= bands.centers[0], frequency <= bands.centers[19] {
      #expect(abs(sums[index] - 1) < 1e-6)
    }
  }
  // Even steps on the mel scale.
  let mels = bands.centers.map { 2595 * Elementary.log10(1 + $0 / 700) }
  for index in 2..<20 {
    #expect(abs(mels[index] - 2 * mels[index - 1] + mels[index - 2]) < 1e-9)
  }
  #expect(WarpedBands(axis, low: 0, high: 100, count: 20) == nil)
}
