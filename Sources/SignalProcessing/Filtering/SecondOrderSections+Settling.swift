internal import Kernels

extension SecondOrderSections {
  /// The samples after which all earlier input together has at most `share` of the weight that all
  /// input has: what the sum of the impulse response's magnitudes leaves from there on.
  ///
  /// It is found by running the impulse response, in time proportional to the slowest pole's time
  /// constant, and is exact to 1/64 of that time constant, rounded up.
  ///
  /// - Parameter share: above zero and below one.
  /// - Returns: zero without sections; `Int.max` for a filter that never settles, or whose slowest pole
  ///   takes more than 10⁶ samples to fall to 1/e.
  public func settling(to share: Double) -> Int {
    precondition(share > 0 && share < 1, "a share lies between zero and one")
    guard let constant = timeConstant else { return .max }
    let step = max(1, Int(constant / 64))
    let weights = impulseWeights(every: step, until: share * 1e-6)
    let limit = share * weights.reduce(0, +)
    var rest = 0.0
    for index in weights.indices.reversed() {
      rest += weights[index]
      if rest > limit { return sections.isEmpty ? 0 : (index + 1) * step }
    }
    return 0
  }

  /// The samples in which the slowest pole falls to 1/e, nil if that is never or beyond 10⁶.
  private var timeConstant: Double? {
    let radius = sections.reduce(0) { max($0, $1.poleRadius) }
    guard radius > 0 else { return 1 }
    guard radius < 1 else { return nil }
    let constant = -1 / Elementary.log(radius)
    return constant < 1e6 ? max(1, constant) : nil
  }

  /// Sums of the impulse response's magnitudes over `step` samples each, until those over a time
  /// constant are less than `share` of all.
  private func impulseWeights(every step: Int, until share: Double) -> [Double] {
    var weights: [Double] = []
    var memory = [Double](repeating: 0, count: 2 * sections.count)
    var total = 0.0
    var recent = 0.0
    var input = 1.0
    repeat {
      var sum = 0.0
      for _ in 0..<step {
        sum += advance(input, &memory).magnitude
        input = 0
      }
      weights.append(sum)
      total += sum
      recent += sum - (weights.count > 64 ? weights[weights.count - 65] : 0)
    } while weights.count < 64 || recent > share * total && weights.count < 64_000
    return weights
  }

  /// The next output, in transposed direct form II; `memory` holds two numbers a section.
  private func advance(_ value: Double, _ memory: inout [Double]) -> Double {
    var signal = value
    for (index, section) in sections.enumerated() {
      let output = section.b0 * signal + memory[2 * index]
      memory[2 * index] = section.b1 * signal - section.a1 * output + memory[2 * index + 1]
      memory[2 * index + 1] = section.b2 * signal - section.a2 * output
      signal = output
    }
    return signal
  }
}

extension SecondOrderSections.Section {
  /// The magnitude of the pole farther from zero.
  var poleRadius: Double {
    let discriminant = a1 * a1 - 4 * a2
    return discriminant < 0
      ? a2.squareRoot() : (a1.magnitude + discriminant.squareRoot()) / 2
  }
}
