internal import Kernels

/// Adam with decoupled weight decay, on flat arrays.
///
/// D. Kingma, J. Ba, Adam, 2015, arXiv:1412.6980; I. Loshchilov, F. Hutter, Decoupled weight decay
/// regularization, 2019, arXiv:1711.05101. Only `.matrix` tensors decay; without decay it is Adam.
///
/// All arrays are padded to whole blocks of sixteen.
struct AdamW: Sendable {
  private(set) var means: [Float]
  private(set) var squares: [Float]
  private(set) var meanPower = 1.0
  private(set) var squarePower = 1.0
  /// One where weights decay, zero elsewhere.
  private let decays: [Float]
  /// The least value of each weight.
  private let floors: [Float]
  /// One where weights learn, zero where they are fixed.
  let learns: [Float]

  init(_ layout: ParameterLayout) {
    let count = Lanes.blocks(for: layout.count) * 16
    means = [Float](repeating: 0, count: count)
    squares = means
    var decays = means
    var floors = [Float](repeating: -.infinity, count: count)
    var learns = means
    for entry in layout.entries {
      for index in entry.range {
        decays[index] = entry.role == .matrix ? 1 : 0
        floors[index] = entry.role == .nonnegative ? 0 : -.infinity
        learns[index] = entry.role == .fixed ? 0 : 1
      }
    }
    self.decays = decays
    self.floors = floors
    self.learns = learns
  }

  /// Goes on from the moments of a checkpoint.
  mutating func resume(
    means: [Float], squares: [Float], meanPower: Double, squarePower: Double
  ) {
    self.means.replaceSubrange(means.indices, with: means)
    self.squares.replaceSubrange(squares.indices, with: squares)
    self.meanPower = meanPower
    self.squarePower = squarePower
  }

  /// Returns the Euclidean length of the gradients of what learns, always summed in the same order.
  func norm(_ gradients: [Float]) -> Double {
    var sums = SIMD4<Double>.zero
    let gradients = gradients.span
    let learns = learns.span
    for place in stride(from: 0, to: gradients.count, by: 4) {
      let four = SIMD4(
        Double(gradients[place] * learns[place]), Double(gradients[place + 1] * learns[place + 1]),
        Double(gradients[place + 2] * learns[place + 2]),
        Double(gradients[place + 3] * learns[place + 3]))
      sums += four * four
    }
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])).squareRoot()
  }

  /// Changes weights against their gradients.
  ///
  /// - Parameters:
  ///   - gradients: The gradients.
  ///   - scale: What they are multiplied by first.
  ///   - weights: The weights.
  ///   - rate: How far a step goes.
  ///   - decay: How much of each matrix a step takes away, times the rate.
  mutating func apply(
    _ gradients: [Float], times scale: Float, to weights: inout [Float], rate: Double, decay: Double
  ) {
    meanPower *= 0.9
    squarePower *= 0.999
    let size = Lanes(repeating: Float(rate / (1 - meanPower)))
    let root = Lanes(repeating: Float((1 - squarePower).squareRoot()))
    let lost = Lanes(repeating: Float(rate * decay))
    // Copies, so that what is read and what is written are apart.
    let (decays, floors, learns) = (decays, floors, learns)
    let (gradientSpan, decaySpan) = (gradients.span, decays.span)
    let (floorSpan, learnSpan) = (floors.span, learns.span)
    for place in stride(from: 0, to: weights.count, by: 16) {
      let gradient: Lanes = gradientSpan.lanes(at: place) * scale
      let mean: Lanes = means.span.lanes(at: place) * 0.9 + gradient * 0.1
      let square: Lanes = squares.span.lanes(at: place) * 0.999 + gradient * gradient * 0.001
      let weight: Lanes = weights.span.lanes(at: place)
      let kept: Lanes = weight * (Lanes(repeating: 1) - lost * decaySpan.lanes(at: place))
      let change: Lanes = size * mean / (square.squareRoot() / root + 1e-8)
      let floor = floorSpan.lanes(at: place)
      let next: Lanes = kept - change
      let isLow = next .< floor
      let isFixed = learnSpan.lanes(at: place) .== 0
      let raised = next.replacing(with: floor, where: isLow)
      means.store(mean, at: place)
      squares.store(square, at: place)
      weights.store(raised.replacing(with: weight, where: isFixed), at: place)
    }
  }
}
