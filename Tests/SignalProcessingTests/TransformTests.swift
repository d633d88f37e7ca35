import Kernels
import SignalProcessing
import Testing

@Test func sizesOfTransformsHaveNoLargePrime() {
  #expect(RealFourierTransform.goodSize(notBelow: 1) == 1)
  #expect(RealFourierTransform.goodSize(notBelow: 0) == 1)
  #expect(RealFourierTransform.goodSize(notBelow: 11) == 12)
  #expect(RealFourierTransform.goodSize(notBelow: 86_399) == 86_400)
  #expect(RealFourierTransform.goodSize(notBelow: 2401) == 2401)
  #expect(RealFourierTransform.goodSize(notBelow: 2402) == 2430)
}

@Test(arguments: [1, 2, 15, 64, 143])
func aDoubleTransformIsTheSumThatDefinesIt(count: Int) {
  var noise = Noise(UInt64(count))
  let samples = (0..<count).map { _ in Double(noise.normal()) }
  let transform = DoubleFourierTransform(count: count)
  let coefficients = forward(samples, by: transform)
  for (k, coefficient) in coefficients.enumerated() {
    var sum = SIMD2<Double>.zero
    for n in 0..<count {
      let angle = -2 * Double.pi * Double(k * n % count) / Double(count)
      sum += samples[n] * SIMD2(Elementary.cos(angle), Elementary.sin(angle))
    }
    #expect(abs(coefficient.x - sum.x) < 1e-12 && abs(coefficient.y - sum.y) < 1e-12)
  }
  for (value, sample) in zip(inverse(coefficients, by: transform), samples) {
    #expect(abs(value / Double(count) - sample) < 1e-14)
  }
}

private func forward(
  _ samples: [Double], by transform: DoubleFourierTransform
) -> [SIMD2<Double>] {
  var coefficients = [SIMD2<Double>](repeating: .zero, count: transform.coefficientCount)
  var span = coefficients.mutableSpan
  transform.forward(samples.span, into: &span)
  return coefficients
}

private func inverse(
  _ coefficients: [SIMD2<Double>], by transform: DoubleFourierTransform
) -> [Double] {
  var coefficients = coefficients
  var samples = [Double](repeating: 0, count: transform.count)
  var span = coefficients.mutableSpan
  var sampleSpan = samples.mutableSpan
  transform.inverse(&span, into: &sampleSpan)
  return samples
}

/// Plans that are forgotten and made again, on several threads, give the same bits.
@Test func transformsOfManyLengthsOnManyThreadsAgree() async {
  func transformed(_ count: Int) -> UInt32 {
    let samples = (0..<count).map { Float($0 % 7) }
    let transform = RealFourierTransform(count: count)
    var coefficients = [SIMD2<Float>](repeating: .zero, count: transform.coefficientCount)
    var span = coefficients.mutableSpan
    transform.forward(samples.span, into: &span)
    return coefficients[count / 4].x.bitPattern
  }
  let expected = (10..<90).map { transformed($0) }
  await withTaskGroup(of: [UInt32].self) { group in
    for _ in 0..<4 { group.addTask { (10..<90).map { transformed($0) } } }
    for await found in group { #expect(found == expected) }
  }
}
