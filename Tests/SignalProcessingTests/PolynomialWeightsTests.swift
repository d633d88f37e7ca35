import SignalProcessing
import Testing

@Suite struct PolynomialWeightsTests {
  @Test func weightsEqualThoseOfSciPy() {
    let designs: [(radius: Int, order: Int, derivative: Int, golden: [Double])] = [
      (2, 2, 0, WindowGoldens.weights5), (5, 3, 1, WindowGoldens.weights11),
      (10, 4, 2, WindowGoldens.weights21), (15, 6, 3, WindowGoldens.weights31),
      (30, 5, 0, WindowGoldens.weights61),
    ]
    for design in designs {
      let weights = PolynomialWeights(
        radius: design.radius, order: design.order, derivative: design.derivative)
      #expect(weights.values.count == design.golden.count)
      for (ours, golden) in zip(weights.values, design.golden) {
        #expect(abs(ours - golden) < 1e-14)
      }
    }
  }

  @Test(arguments: [(0, 0), (1, 2), (8, 5), (200, 10), (5000, 3)])
  func polynomialsOfTheOrderPassUnchanged(radius: Int, order: Int) {
    for derivative in 0...min(order, 2) {
      let weights = PolynomialWeights(radius: radius, order: order, derivative: derivative).values
      let reach = Double(max(1, radius))
      for power in 0...order {
        var sum = 0.0
        for (index, weight) in weights.enumerated() {
          let position = Double(index - radius) / reach
          sum += weight * (0..<power).reduce(1.0) { value, _ in value * position }
        }
        // The derivative of a power is only in the middle other than zero where both are equal.
        let scale = (0..<derivative).reduce(1.0) { value, _ in value * reach }
        let expected = power == derivative ? (derivative == 2 ? 2.0 : 1.0) : 0
        #expect(abs(sum * scale - expected) < 1e-9, "power \(power), derivative \(derivative)")
      }
    }
  }

  @Test func weightsAreSymmetricToTheBit() {
    let even = PolynomialWeights(radius: 40, order: 6).values
    #expect(even == even.reversed())
    let odd = PolynomialWeights(radius: 40, order: 5, derivative: 1).values
    #expect(odd == odd.reversed().map { -$0 })
  }

  @Test func beyondItsOrderAPolynomialHasNoDerivative() {
    #expect(PolynomialWeights(radius: 3, order: 1, derivative: 2).values.allSatisfy { $0 == 0 })
  }

  @Test func aDetrendingResponseLeavesNothingOfItsPolynomials() {
    let response = FiniteImpulseResponse.detrending(radius: 50, order: 2)
    for power in 0...3 {
      let sum = response.taps.indices.reduce(0.0) { sum, index in
        let position = Double(index - 50) / 50
        return sum + response.taps[index] * (0..<power).reduce(1.0) { value, _ in value * position }
      }
      #expect(abs(sum) < 1e-12)
    }
  }
}
